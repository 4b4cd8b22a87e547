package io.github.corsstarter.applicationrules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.SafeText;

/**
 * Writes YAML with comments.
 */
final class MigrationYaml {

	private static final int WIDTH = 110;

	private static final Pattern PLAIN = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");

	private static final Set<String> WORDS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

	private final StringBuilder text = new StringBuilder();

	/**
	 * Write a comment. Characters that could end it or change how it looks are escaped,
	 * because comments contain names of beans and properties. A comment that is longer
	 * than a line is continued on the next one, unless it begins with a blank.
	 */
	void comment(int indent, String text) {
		String comment = SafeText.withoutLimit(text);
		String start = " ".repeat(indent) + "# ";
		if (comment.startsWith(" ")) {
			this.text.append(start).append(comment).append('\n');
			return;
		}
		StringBuilder line = new StringBuilder(start);
		for (String word : comment.split(" ", -1)) {
			if (line.length() > start.length() && line.length() + word.length() > WIDTH) {
				this.text.append(line.toString().stripTrailing()).append('\n');
				line = new StringBuilder(start);
			}
			line.append(word).append(' ');
		}
		this.text.append(line.toString().stripTrailing()).append('\n');
	}

	void line(int indent, String line) {
		this.text.append(" ".repeat(indent)).append(line).append('\n');
	}

	static String quoted(Collection<String> values) {
		return values.stream().map(MigrationYaml::quoted).collect(Collectors.joining(", "));
	}

	static String quoted(String value) {
		StringBuilder quoted = new StringBuilder("\"");
		value.codePoints().forEach((c) -> {
			if (c == '"' || c == '\\') {
				quoted.append('\\').append((char) c);
			}
			else if (c > Character.MAX_VALUE || isPrintable((char) c)) {
				quoted.appendCodePoint(c);
			}
			else {
				quoted.append(String.format((c <= 0xFF) ? "\\x%02X" : "\\u%04X", c));
			}
		});
		return quoted.append('"').toString();
	}

	/**
	 * Whether YAML text can contain a character (YAML 1.2, section 5.1). Characters that
	 * end a line in YAML 1.1 or that are invisible do not count.
	 */
	private static boolean isPrintable(char c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

	/** A list of names, with quotes only where YAML needs them. */
	static String names(Collection<String> names) {
		List<String> written = new ArrayList<>();
		names.forEach(
				(name) -> written.add((PLAIN.matcher(name).matches() && !WORDS.contains(name.toLowerCase(Locale.ROOT)))
						? name : quoted(name)));
		return "[" + String.join(", ", written) + "]";
	}

	static String duration(Duration duration) {
		long seconds = duration.toSeconds();
		if (seconds > 0 && seconds % 3600 == 0) {
			return (seconds / 3600) + "h";
		}
		return (seconds > 0 && seconds % 60 == 0) ? (seconds / 60) + "m" : seconds + "s";
	}

	/** A value as a comment shows it. */
	static String shown(String value) {
		return SafeText.ofConfiguration(value);
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
