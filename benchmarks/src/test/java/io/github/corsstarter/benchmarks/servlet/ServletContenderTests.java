package io.github.corsstarter.benchmarks.servlet;

import java.util.Arrays;
import java.util.stream.Stream;

import io.github.corsstarter.benchmarks.scenario.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletContender}: the measured filters give the right answers.
 */
class ServletContenderTests {

	@ParameterizedTest
	@MethodSource
	void answersAsTheScenarioSaysOrWithItsKnownDifference(ServletContender contender, Scenario scenario)
			throws Exception {
		ServletCall call = new ServletCall(contender.create(scenario.rules()), scenario.question());
		assertThat(call.answer()).isEqualTo(contender.answer(scenario));
		assertThat(call.answer()).as("the second time").isEqualTo(contender.answer(scenario));
	}

	static Stream<Arguments> answersAsTheScenarioSaysOrWithItsKnownDifference() {
		return Arrays.stream(ServletContender.values())
			.flatMap((contender) -> Arrays.stream(Scenario.values())
				.filter(contender::supports)
				.map((scenario) -> Arguments.of(contender, scenario)));
	}

	@ParameterizedTest
	@EnumSource
	void differencesAreRealAndOnlyInSupportedScenarios(ServletContender contender) {
		contender.differences().forEach((scenario, difference) -> {
			assertThat(contender.supports(scenario)).isTrue();
			assertThat(difference.answer()).isNotEqualTo(scenario.answer());
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "STARTER", "SPRING_7" })
	void takesPartInEveryScenario(ServletContender contender) {
		assertThat(Scenario.values()).allMatch(contender::supports);
	}

}
