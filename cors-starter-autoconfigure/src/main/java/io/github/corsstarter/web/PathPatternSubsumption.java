package io.github.corsstarter.web;

import java.util.List;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Decides whether one path pattern matches every path that another one matches. A yes is
 * certain, a no is not. Only patterns with simple segments are compared: literals,
 * wildcards and variables that fill a segment, and {@code **} at the end. For all others,
 * the answer is no.
 */
public final class PathPatternSubsumption {

	private final List<String> segments;

	private final boolean rest;

	private final boolean literal;

	public PathPatternSubsumption(PathPattern pattern) {
		List<String> all = List.of(pattern.getPatternString().substring(1).split("/", -1));
		this.rest = isAnyRest(all.get(all.size() - 1));
		this.segments = this.rest ? all.subList(0, all.size() - 1) : all;
		this.literal = !this.rest && !hasAny(all);
	}

	private static boolean hasAny(List<String> segments) {
		for (String segment : segments) {
			if (isAny(segment)) {
				return true;
			}
		}
		return false;
	}

	/** Whether this pattern may cover another one. */
	boolean mayCover() {
		return !this.literal;
	}

	/** The segments, without {@code **} at the end. */
	List<String> segments() {
		return this.segments;
	}

	/** Whether the pattern ends with {@code **} or {@code {*name}}. */
	boolean hasRest() {
		return this.rest;
	}

	/** Whether a segment matches any one segment: {@code *} or {@code {name}}. */
	static boolean isAny(String segment) {
		return segment.equals("*") || isVariable("{", ":*{}", segment);
	}

	/**
	 * Whether a segment matches any number of segments: {@code **} or {@code {*name}}.
	 */
	private static boolean isAnyRest(String segment) {
		return segment.equals("**") || isVariable("{*", "{}", segment);
	}

	private static boolean isVariable(String start, String notInName, String segment) {
		return segment.length() > start.length() + 1 && segment.startsWith(start) && segment.endsWith("}")
				&& !hasAnyOf(notInName, segment, start.length(), segment.length() - 1);
	}

	private static boolean isLiteral(String segment) {
		return !segment.isEmpty() && !hasAnyOf("*?{}", segment);
	}

	/**
	 * Whether a segment has a wildcard, which matches at least one character, and no
	 * variable.
	 */
	private static boolean hasWildcard(String segment) {
		return hasAnyOf("*?", segment) && !hasAnyOf("{}", segment);
	}

	private static boolean hasAnyOf(String characters, String text) {
		return hasAnyOf(characters, text, 0, text.length());
	}

	private static boolean hasAnyOf(String characters, String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (characters.indexOf(text.charAt(i)) != -1) {
				return true;
			}
		}
		return false;
	}

	public boolean covers(PathPatternSubsumption other) {
		if (!mayCover()) {
			return false;
		}
		if (this.rest ? this.segments.size() > other.segments.size()
				: (other.rest || this.segments.size() != other.segments.size())) {
			return false;
		}
		for (int i = 0; i < this.segments.size(); i++) {
			if (other.mayBeEmpty(i) || !coversSegment(this.segments.get(i), other.segments.get(i))) {
				return false;
			}
		}
		return this.rest || !this.segments.isEmpty();
	}

	/**
	 * Whether some path may match both patterns. If that is uncertain, the answer is yes.
	 */
	public boolean mayMeet(PathPatternSubsumption other) {
		if (hasInnerRest() || other.hasInnerRest()) {
			return true;
		}
		int common = Math.min(this.segments.size(), other.segments.size());
		if ((!this.rest && other.segments.size() > common) || (!other.rest && this.segments.size() > common)) {
			return false;
		}
		for (int i = 0; i < common; i++) {
			String own = this.segments.get(i);
			if (isLiteral(own) && isLiteral(other.segments.get(i)) && !own.equals(other.segments.get(i))) {
				return false;
			}
		}
		return true;
	}

	/** Spring 7 also allows {@code **} and {@code {*name}} at the start. */
	private boolean hasInnerRest() {
		return this.segments.stream().anyMatch(PathPatternSubsumption::isAnyRest);
	}

	/**
	 * At the end of a pattern, {@code *} also matches if there is no segment: {@code
	 * /a/*} matches {@code /a/}.
	 */
	private boolean mayBeEmpty(int index) {
		return !this.rest && index == this.segments.size() - 1 && isStars(this.segments.get(index));
	}

	private static boolean isStars(String segment) {
		return !segment.isEmpty() && segment.replace("*", "").isEmpty();
	}

	private static boolean coversSegment(String own, String other) {
		if (isAny(own)) {
			return isAny(other) || isLiteral(other) || (hasWildcard(other) && !isAnyRest(other));
		}
		return own.equals(other) && isLiteral(own);
	}

}
