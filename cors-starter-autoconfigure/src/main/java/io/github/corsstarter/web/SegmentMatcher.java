package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.github.corsstarter.web.PathPatternMatcher.Result;
import org.jspecify.annotations.Nullable;

/**
 * Matches one segment of a path. Immutable.
 */
interface SegmentMatcher {

	/**
	 * Whether a segment matches.
	 * @param segment the segment, decoded
	 * @param budget how much a regular expression may read
	 * @return the result
	 */
	Result match(String segment, ReadBudget budget);

	/**
	 * Compile the regular expression of a variable.
	 */
	static SegmentMatcher ofExpression(String expression) {
		return new Expression(Pattern.compile(expression, Pattern.DOTALL));
	}

	/**
	 * Compile a segment of a pattern that is not a single wildcard or variable.
	 */
	static SegmentMatcher ofSegment(String segment) {
		if (PathSegments.isLiteral(segment)) {
			return new Wildcards(segment, null);
		}
		SegmentMatcher expression = ofExpression(PathSegments.toExpression(segment));
		return PathSegments.expressions(segment).isEmpty()
				? new Wildcards(PathSegments.withoutVariables(segment), expression) : expression;
	}

	/**
	 * A regular expression. It may take exponential time or all of the stack, so it reads
	 * within a budget.
	 */
	record Expression(Pattern pattern) implements SegmentMatcher {

		@Override
		public Result match(String segment, ReadBudget budget) {
			try {
				return this.pattern.matcher(budget.guard(segment)).matches() ? Result.MATCH : Result.NO_MATCH;
			}
			catch (ReadBudget.Exhausted | StackOverflowError ex) {
				return Result.UNDECIDED;
			}
		}

	}

	/**
	 * A segment that consists of literals with a {@code *} between them. A {@code *}
	 * matches any text. A literal can contain {@code ?}, which matches any character. The
	 * first literal must be at the start and the last one at the end. For each literal
	 * between them, the matcher takes the left-most occurrence after the previous
	 * literal. Any later occurrence would leave less text for the other literals, so
	 * backtracking is not needed.
	 */
	final class Wildcards implements SegmentMatcher {

		private final List<String> literals = new ArrayList<>();

		/**
		 * Used for texts with surrogate pairs, because it treats each pair as one
		 * character. {@code null} for a literal.
		 */
		private final @Nullable SegmentMatcher expression;

		private Wildcards(String pattern, @Nullable SegmentMatcher expression) {
			this.expression = expression;
			int start = 0;
			for (int star = pattern.indexOf('*'); star != -1; star = pattern.indexOf('*', start)) {
				this.literals.add(pattern.substring(start, star));
				start = star + 1;
			}
			this.literals.add(pattern.substring(start));
		}

		@Override
		public Result match(String segment, ReadBudget budget) {
			if (this.expression != null && this.literals.size() > 1
					&& segment.chars().anyMatch((c) -> Character.isSurrogate((char) c))) {
				return this.expression.match(segment, budget);
			}
			return matches(segment) ? Result.MATCH : Result.NO_MATCH;
		}

		private boolean matches(String segment) {
			String first = this.literals.get(0);
			int last = this.literals.size() - 1;
			if (last == 0) {
				return segment.length() == first.length() && isAt(first, segment, 0);
			}
			int end = segment.length() - this.literals.get(last).length();
			if (first.length() > end || !isAt(first, segment, 0) || !isAt(this.literals.get(last), segment, end)) {
				return false;
			}
			int position = first.length();
			for (int i = 1; i < last; i++) {
				int found = find(this.literals.get(i), segment, position, end);
				if (found == -1) {
					return false;
				}
				position = found + this.literals.get(i).length();
			}
			return true;
		}

		private static int find(String literal, String segment, int start, int end) {
			for (int i = start; i <= end - literal.length(); i++) {
				if (isAt(literal, segment, i)) {
					return i;
				}
			}
			return -1;
		}

		private static boolean isAt(String literal, String segment, int index) {
			for (int i = 0; i < literal.length(); i++) {
				if (literal.charAt(i) != '?' && literal.charAt(i) != segment.charAt(index + i)) {
					return false;
				}
			}
			return true;
		}

	}

}
