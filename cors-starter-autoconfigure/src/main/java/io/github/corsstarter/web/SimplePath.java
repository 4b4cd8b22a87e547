package io.github.corsstarter.web;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Parses path patterns that are certainly correct: names after slashes, perhaps with
 * {@code /**} at the end, or {@code /**} alone. Most patterns have this form, so most
 * applications never load {@link PathSyntax}.
 */
final class SimplePath {

	private static final String REST = "/**";

	private SimplePath() {
	}

	/**
	 * Parse a pattern if it has this form.
	 * @param text the pattern as configured
	 * @return the pattern, or {@code null} if {@link PathSyntax} has to check it
	 */
	static @Nullable PathPattern parse(String text) {
		return isSimple(text) ? PathPatternParser.defaultInstance.parse(text) : null;
	}

	private static boolean isSimple(String text) {
		int end = text.endsWith(REST) ? text.length() - REST.length() : text.length();
		for (int i = 0; i < end; i++) {
			boolean slash = text.charAt(i) == '/';
			boolean nameFollows = i + 1 < end && isNameCharacter(text.charAt(i + 1));
			if (slash ? !nameFollows : (i == 0 || !isPossible(text.charAt(i)))) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	/** A name may contain a dot, but not begin with one: {@code ..} is not a name. */
	private static boolean isPossible(char c) {
		return c == '.' || isNameCharacter(c);
	}

	private static boolean isNameCharacter(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
				|| c == '~';
	}

}
