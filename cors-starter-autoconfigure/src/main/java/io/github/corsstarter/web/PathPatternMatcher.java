package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Matches paths as Spring's {@code PathPattern} does, but in time that is linear in the
 * length of the path, whatever the pattern is. A regular expression may need more time.
 * The result is then {@link Result#UNDECIDED}. Immutable.
 */
final class PathPatternMatcher {

	private final List<Part> parts;

	/**
	 * Compile a pattern.
	 * @param pattern a pattern that Spring has parsed
	 */
	PathPatternMatcher(String pattern) {
		this.parts = List.copyOf(parts(pattern));
	}

	private static List<Part> parts(String pattern) {
		List<Part> parts = new ArrayList<>();
		List<String> segments = PathSegments.of(pattern);
		for (int i = 0; i < segments.size(); i++) {
			if (i > 0) {
				parts.add(new Part(Kind.SEPARATOR, null, false));
			}
			String segment = segments.get(i);
			if (segment.equals("**") || segment.startsWith("{*")) {
				// This part also matches the slash before it.
				if (!parts.isEmpty()) {
					parts.remove(parts.size() - 1);
				}
				parts.add(new Part(Kind.REST, null, false));
			}
			else if (!segment.isEmpty()) {
				parts.add(part(segment));
			}
		}
		return parts;
	}

	private static Part part(String segment) {
		if (segment.equals("*")) {
			return new Part(Kind.ANY_SEGMENT, null, false);
		}
		if (PathSegments.isVariable(segment)) {
			String expression = PathSegments.expression(segment);
			return new Part(Kind.VARIABLE, (expression != null) ? SegmentMatcher.ofExpression(expression) : null, true);
		}
		boolean capturing = segment.indexOf('{') != -1;
		return new Part((capturing || segment.indexOf('*') != -1) ? Kind.COMPOSITE : Kind.LITERAL,
				SegmentMatcher.ofSegment(segment), capturing);
	}

	/**
	 * Whether a path matches.
	 * @param path the elements of the path
	 * @return the result
	 */
	Result match(PathElements path) {
		if (this.parts.isEmpty() || path.size() == 0) {
			boolean rest = this.parts.size() == 1 && this.parts.get(0).kind() == Kind.REST;
			return (path.size() == 0 && (this.parts.isEmpty() || rest)) ? Result.MATCH : Result.NO_MATCH;
		}
		ReadBudget budget = new ReadBudget(path.length());
		boolean restFirst = this.parts.get(0).kind() == Kind.REST && this.parts.size() > 1;
		return restFirst ? matchAnywhere(path, budget) : match(path, 0, 0, budget);
	}

	/** Spring 7 allows {@code /**} at the start of a pattern. */
	private Result matchAnywhere(PathElements path, ReadBudget budget) {
		Result result = Result.NO_MATCH;
		for (int start = 0; start < path.size() && result != Result.MATCH; start++) {
			Result here = match(path, start, 1, budget);
			result = (here != Result.NO_MATCH) ? here : result;
		}
		return result;
	}

	private Result match(PathElements path, int start, int firstPart, ReadBudget budget) {
		Result result = Result.MATCH;
		int index = start;
		for (int i = firstPart; i < this.parts.size(); i++) {
			Part part = this.parts.get(i);
			boolean last = i == this.parts.size() - 1;
			if (part.kind() == Kind.REST) {
				return (index < path.size() && !path.isSeparator(index)) ? Result.NO_MATCH : result;
			}
			result = result.and(match(part, path, index, last, budget));
			if (result == Result.NO_MATCH) {
				return result;
			}
			index++;
		}
		return (index >= path.size()) ? result : Result.NO_MATCH;
	}

	private static Result match(Part part, PathElements path, int index, boolean last, ReadBudget budget) {
		String segment = path.segment(index);
		SegmentMatcher matcher = part.segment();
		return switch (part.kind()) {
			case SEPARATOR -> result(path.isSeparator(index));
			// At the end of a pattern, * also matches if there is no segment: /a/*
			// matches /a/.
			case ANY_SEGMENT -> result(last ? path.isSegment(index) || index == path.size() : !segment.isEmpty());
			case VARIABLE ->
				segment.isEmpty() ? Result.NO_MATCH : (matcher != null) ? matcher.match(segment, budget) : Result.MATCH;
			case LITERAL ->
				(path.isSegment(index) && matcher != null) ? matcher.match(segment, budget) : Result.NO_MATCH;
			// In Spring, such a part can also match if there is no segment.
			case COMPOSITE -> (matcher == null || (last && part.capturing() && segment.isEmpty())) ? Result.NO_MATCH
					: matcher.match(segment, budget);
			case REST -> Result.MATCH;
		};
	}

	private static Result result(boolean match) {
		return match ? Result.MATCH : Result.NO_MATCH;
	}

	enum Result {

		MATCH, NO_MATCH,

		/** A regular expression has used up its budget, or the stack. */
		UNDECIDED;

		Result and(Result other) {
			return (this == NO_MATCH || other == NO_MATCH) ? NO_MATCH
					: (this == UNDECIDED || other == UNDECIDED) ? UNDECIDED : MATCH;
		}

	}

	private enum Kind {

		/** A slash. */
		SEPARATOR,

		/** A segment: {@code *}. */
		ANY_SEGMENT,

		/** A segment: {@code {name}}, perhaps with a regular expression. */
		VARIABLE,

		/** A segment with at least one wildcard or variable beside other text. */
		COMPOSITE,

		/** A segment without wildcards and variables, except for {@code ?}. */
		LITERAL,

		/** Any number of segments: {@code /**} or {@code /{*name}}. */
		REST

	}

	/**
	 * Part of a pattern.
	 *
	 * @param kind what the part matches
	 * @param segment matches a segment, {@code null} if any segment matches
	 * @param capturing whether the part has a variable
	 */
	private record Part(Kind kind, @Nullable SegmentMatcher segment, boolean capturing) {
	}

}
