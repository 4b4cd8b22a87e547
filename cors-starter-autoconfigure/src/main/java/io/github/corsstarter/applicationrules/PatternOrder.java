package io.github.corsstarter.applicationrules;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.corsstarter.web.PathPatternSubsumption;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Compares path patterns. Not safe for use by many threads.
 */
final class PatternOrder {

	/** The most specific pattern first, as in Spring's mappings. */
	static final Comparator<String> MOST_SPECIFIC_FIRST = Comparator.comparing(PathPatternParser.defaultInstance::parse,
			PathPattern::compareTo);

	private static final Pattern ANY = Pattern.compile("\\*|\\{[^:*{}]+}");

	private static final Pattern REST = Pattern.compile("\\*\\*|\\{\\*[^{}]+}");

	private final Map<String, Parsed> parsed = new HashMap<>();

	/** Whether the wide pattern certainly matches every path of the narrow one. */
	boolean covers(String wide, String narrow) {
		return wide.equals(narrow) || parse(wide).subsumption().covers(parse(narrow).subsumption())
				|| parse(wide).matchesPath(parse(narrow));
	}

	/** Whether some path may match both patterns. */
	boolean mayMeet(String pattern, String other) {
		return parse(pattern).subsumption().mayMeet(parse(other).subsumption());
	}

	/**
	 * The pattern for the paths that match both patterns, although neither covers the
	 * other.
	 * @return the pattern, or {@code null} if there is no such path or no such pattern
	 */
	@Nullable String intersection(String pattern, String other) {
		if (covers(pattern, other) || covers(other, pattern) || !mayMeet(pattern, other)) {
			return null;
		}
		List<String> segments = segments(pattern);
		List<String> others = segments(other);
		boolean rest = isRest(segments);
		boolean otherRest = isRest(others);
		int length = rest ? segments.size() - 1 : segments.size();
		int otherLength = otherRest ? others.size() - 1 : others.size();
		if ((!rest && otherLength > length) || (!otherRest && length > otherLength)) {
			return null;
		}
		StringBuilder result = new StringBuilder();
		for (int i = 0; i < Math.max(length, otherLength); i++) {
			String segment = (i >= length) ? others.get(i)
					: (i >= otherLength) ? segments.get(i) : common(segments.get(i), others.get(i));
			if (segment == null || REST.matcher(segment).matches()) {
				return null;
			}
			result.append('/').append(segment);
		}
		return (rest && otherRest) ? result.append("/**").toString() : result.toString();
	}

	private static @Nullable String common(String segment, String other) {
		if (ANY.matcher(other).matches()) {
			return ANY.matcher(segment).matches() ? "*" : segment;
		}
		return (ANY.matcher(segment).matches() || segment.equals(other)) ? other : null;
	}

	private static boolean isRest(List<String> segments) {
		return REST.matcher(segments.get(segments.size() - 1)).matches();
	}

	private static List<String> segments(String pattern) {
		return List.of(pattern.substring(1).split("/", -1));
	}

	private Parsed parse(String pattern) {
		return this.parsed.computeIfAbsent(pattern, Parsed::of);
	}

	private record Parsed(PathPattern pattern, PathPatternSubsumption subsumption, PathContainer path) {

		static Parsed of(String text) {
			PathPattern pattern = PathPatternParser.defaultInstance.parse(text);
			return new Parsed(pattern, new PathPatternSubsumption(pattern), PathContainer.parsePath(text));
		}

		/** A pattern such as a regular expression can be compared with one path only. */
		boolean matchesPath(Parsed other) {
			return this.pattern.hasPatternSyntax() && !other.pattern.hasPatternSyntax()
					&& this.pattern.matches(other.path);
		}

	}

}
