package io.github.corsstarter.web;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Decides whether one path pattern matches every path that another one matches. A yes is
 * certain, a no is not. Only patterns with simple segments are compared: literals,
 * wildcards and variables that fill a segment, and {@code **} at the end. For all others,
 * the answer is no.
 */
public final class PathPatternSubsumption {

	/** A segment that matches any one segment: {@code *} or {@code {name}}. */
	private static final Pattern ANY_SEGMENT = Pattern.compile("\\*|\\{[^:*{}]+}");

	/** A segment that matches any number of segments: {@code **} or {@code {*name}}. */
	private static final Pattern ANY_REST = Pattern.compile("\\*\\*|\\{\\*[^{}]+}");

	private static final Pattern LITERAL = Pattern.compile("[^*?{}]+");

	/** A segment with a wildcard, which matches at least one character. */
	private static final Pattern PART = Pattern.compile("[^*?{}]*[*?][^{}]*");

	private final List<String> segments;

	private final boolean rest;

	private final boolean literal;

	public PathPatternSubsumption(PathPattern pattern) {
		List<String> all = List.of(pattern.getPatternString().substring(1).split("/", -1));
		this.rest = ANY_REST.matcher(all.get(all.size() - 1)).matches();
		this.segments = this.rest ? all.subList(0, all.size() - 1) : all;
		this.literal = !this.rest && all.stream().noneMatch(PathPatternSubsumption::isAny);
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

	/** Whether a segment matches any one segment. */
	static boolean isAny(String segment) {
		return ANY_SEGMENT.matcher(segment).matches();
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
			if (LITERAL.matcher(own).matches() && LITERAL.matcher(other.segments.get(i)).matches()
					&& !own.equals(other.segments.get(i))) {
				return false;
			}
		}
		return true;
	}

	/** Spring 7 also allows {@code **} and {@code {*name}} at the start. */
	private boolean hasInnerRest() {
		return this.segments.stream().anyMatch((segment) -> ANY_REST.matcher(segment).matches());
	}

	/**
	 * At the end of a pattern, {@code *} also matches if there is no segment: {@code
	 * /a/*} matches {@code /a/}.
	 */
	private boolean mayBeEmpty(int index) {
		return !this.rest && index == this.segments.size() - 1 && this.segments.get(index).matches("\\*+");
	}

	private static boolean coversSegment(String own, String other) {
		if (isAny(own)) {
			return ANY_SEGMENT.matcher(other).matches() || LITERAL.matcher(other).matches()
					|| (PART.matcher(other).matches() && !ANY_REST.matcher(other).matches());
		}
		return own.equals(other) && LITERAL.matcher(own).matches();
	}

}
