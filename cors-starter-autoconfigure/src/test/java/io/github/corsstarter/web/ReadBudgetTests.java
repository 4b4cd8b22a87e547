package io.github.corsstarter.web;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReadBudget}.
 */
class ReadBudgetTests {

	@Test
	void allowsTenThousandReadsAndSixtyFourForEachCharacterOfThePath() {
		CharSequence text = new ReadBudget(10).guard("ab");
		for (int i = 0; i < 10_000 + 64 * 10; i++) {
			assertThat(text.charAt(i % 2)).isEqualTo((i % 2 == 0) ? 'a' : 'b');
		}
		assertThatExceptionOfType(ReadBudget.Exhausted.class).isThrownBy(() -> text.charAt(0));
	}

	@Test
	void countsTheReadsOfAllTextsTogether() {
		ReadBudget budget = new ReadBudget(0);
		CharSequence whole = budget.guard("abc");
		CharSequence part = whole.subSequence(1, 3);
		for (int i = 0; i < 5_000; i++) {
			assertThat(whole.charAt(0)).isEqualTo('a');
			assertThat(part.charAt(1)).isEqualTo('c');
		}
		assertThatExceptionOfType(ReadBudget.Exhausted.class).isThrownBy(() -> budget.guard("d").charAt(0));
	}

	@Test
	void textIsOtherwiseTheSame() {
		CharSequence text = new ReadBudget(0).guard("abc");
		assertThat(text.length()).isEqualTo(3);
		assertThat(text).hasToString("abc");
		assertThat(text.subSequence(0, 2)).hasToString("ab");
	}

}
