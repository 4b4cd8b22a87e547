package io.github.corsstarter.benchmarks.container;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContainerContender}: the measured filters give the right answers with
 * the objects of each container.
 */
class ContainerContenderTests {

	private static final List<Scenario> SCENARIOS = List.of(Scenario.NO_ORIGIN, Scenario.SAME_ORIGIN,
			Scenario.ALLOWED_GET, Scenario.REFUSED_POST, Scenario.PREFLIGHT);

	@ParameterizedTest
	@MethodSource
	void answersEachTimeAsTheScenarioSays(Container container, ContainerContender contender, Scenario scenario)
			throws Exception {
		ContainerCall call = container.call(contender.create(scenario), scenario.question());
		for (int i = 0; i < 3; i++) {
			Answer answer = call.answer();
			assertThat(contender.isRight(scenario, answer)).as(answer.toString()).isTrue();
		}
	}

	static Stream<Arguments> answersEachTimeAsTheScenarioSays() {
		return Arrays.stream(Container.values())
			.flatMap((container) -> Arrays.stream(ContainerContender.values())
				.flatMap((contender) -> SCENARIOS.stream()
					.map((scenario) -> Arguments.of(container, contender, scenario))));
	}

}
