package io.github.corsstarter.web;

import io.github.corsstarter.web.PathPatternMatcher.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SegmentMatcher}.
 */
class SegmentMatcherTests {

	@ParameterizedTest
	@CsvSource({ "abc, abc", "a?c, abc", "a??, abc", "*, ''", "*, abc", "a*, a", "*c, c", "a*c, ac", "a*c, abbc",
			"a*b*c, abc", "a*b*c, axxbyyc", "*b*, abc", "*b*, b", "*ab*, aab", "a*b?d*e, axbxbcdye", "**, a",
			"a**b, ab", "a{x}b{y}, a-b-", "?*?, ab", "*a*a*, aa", "*a?*b, aab" })
	void matches(String pattern, String segment) {
		assertThat(match(pattern, segment)).isEqualTo(Result.MATCH);
	}

	@ParameterizedTest
	@CsvSource({ "abc, ab", "abc, abcd", "abc, abd", "a?c, ac", "a?c, abd", "a*, ba", "*c, cb", "a*c, a", "a*a, a",
			"ab*bc, abc", "a*b*c, acb", "a*b*c, ac", "*b*, ac", "*a*a*, a", "a*bb*b, abb", "a*b*ab, aab", "?*?, a",
			"*a?*b, aa", "a{x}b{y}, b-a-", "*ab*ab*, aab", "*b*a*, aab" })
	void doesNotMatch(String pattern, String segment) {
		assertThat(match(pattern, segment)).isEqualTo(Result.NO_MATCH);
	}

	/**
	 * Spring converts {@code ?} to {@code .} of a regular expression, which also matches
	 * a whole character.
	 */
	@Test
	void wildcardTakesAWholeCharacterOutsideTheBasicPlane() {
		assertThat(match("a*?", "a\ud83d\ude00")).isEqualTo(Result.MATCH);
		assertThat(match("a*??", "a\ud83d\ude00")).isEqualTo(Result.NO_MATCH);
	}

	@Test
	void expressionCanUseABackReferenceToAVariableBefore() {
		assertThat(match("{x:[ab]+}-{y:\\1}", "ab-ab")).isEqualTo(Result.MATCH);
		assertThat(match("{x:[ab]+}-{y:\\1}", "ab-ba")).isEqualTo(Result.NO_MATCH);
	}

	@Test
	void expressionTakesALineFeed() {
		ReadBudget budget = new ReadBudget(10);
		assertThat(SegmentMatcher.ofExpression("a.b").match("a\nb", budget)).isEqualTo(Result.MATCH);
		assertThat(SegmentMatcher.ofExpression("a.b").match("a\n", budget)).isEqualTo(Result.NO_MATCH);
	}

	@Test
	void expressionIsUndecidedWithoutBudget() {
		ReadBudget budget = new ReadBudget(0);
		assertThat(SegmentMatcher.ofExpression("(?:a+)+b").match("a".repeat(5_000), budget))
			.isEqualTo(Result.UNDECIDED);
		assertThat(SegmentMatcher.ofExpression("a").match("a", budget)).as("the budget is shared")
			.isEqualTo(Result.UNDECIDED);
	}

	private static Result match(String pattern, String segment) {
		return SegmentMatcher.ofSegment(pattern).match(segment, new ReadBudget(segment.length()));
	}

}
