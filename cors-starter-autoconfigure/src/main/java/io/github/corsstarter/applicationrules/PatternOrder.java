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

	/** Whether every path that the second pattern matches also matches the first. */
	boolean covers(String pattern, String other) {
		return pattern.equals(other) || parse(pattern).covers(parse(other));
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
