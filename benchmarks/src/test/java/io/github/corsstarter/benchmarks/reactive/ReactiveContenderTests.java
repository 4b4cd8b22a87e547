package io.github.corsstarter.benchmarks.reactive;

import java.util.Arrays;
import java.util.stream.Stream;

import io.github.corsstarter.benchmarks.scenario.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactiveContender}: the measured filters give the right answers.
 */
class ReactiveContenderTests {

	@ParameterizedTest
	@MethodSource
	void answersAsTheScenarioSaysOrWithItsKnownDifference(ReactiveServer server, ReactiveContender contender,
			Scenario scenario) throws Exception {
		ReactiveCall call = new ReactiveCall(contender.create(scenario.rules()), scenario.question(), server);
		assertThat(call.answer()).isEqualTo(contender.answer(scenario));
		assertThat(call.answer()).as("the second time").isEqualTo(contender.answer(scenario));
	}

	static Stream<Arguments> answersAsTheScenarioSaysOrWithItsKnownDifference() {
		return Arrays.stream(ReactiveServer.values())
			.flatMap((server) -> Arrays.stream(ReactiveContender.values())
				.flatMap((contender) -> Arrays.stream(Scenario.values())
					.filter(contender::supports)
					.map((scenario) -> Arguments.of(server, contender, scenario))));
	}

	@ParameterizedTest
	@EnumSource
	void differencesAreRealAndOnlyInSupportedScenarios(ReactiveContender contender) {
		contender.differences().forEach((scenario, difference) -> {
			assertThat(contender.supports(scenario)).isTrue();
			assertThat(difference.answer()).isNotEqualTo(scenario.answer());
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "STARTER", "SPRING_7" })
	void takesPartInEveryScenario(ReactiveContender contender) {
		assertThat(Scenario.values()).allMatch(contender::supports);
	}

}
