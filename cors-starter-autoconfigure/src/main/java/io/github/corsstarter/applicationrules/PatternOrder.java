package io.github.corsstarter.applicationrules;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

import io.github.corsstarter.web.PathPatternSubsumption;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Compares path patterns. Not safe for use by many threads.
 */
final class PatternOrder {

	/** The most specific pattern first, as in Spring's mappings. */
	static final Comparator<String> MOST_SPECIFIC_FIRST = Comparator.comparing(PathPatternParser.defaultInstance::parse,
			PathPattern::compareTo);

	private final Map<String, PathPatternSubsumption> parsed = new HashMap<>();

	/** Whether the wide pattern certainly matches every path of the narrow one. */
	boolean covers(String wide, String narrow) {
		return wide.equals(narrow) || parse(wide).covers(parse(narrow));
	}

	/** Whether some path may match both patterns. */
	boolean mayMeet(String pattern, String other) {
		return parse(pattern).mayMeet(parse(other));
	}

	private PathPatternSubsumption parse(String pattern) {
		return this.parsed.computeIfAbsent(pattern,
				(text) -> new PathPatternSubsumption(PathPatternParser.defaultInstance.parse(text)));
	}

}
