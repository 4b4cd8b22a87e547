package io.github.corsstarter.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.github.corsstarter.benchmarks.scenario.Scenario;

/**
 * All measurements of one run.
 *
 * @param surroundings the machine and the versions
 * @param measurements the measurements
 */
record Results(Surroundings surroundings, List<Measurement> measurements) {

	Optional<Measurement> find(String suite, String scenario, String contender) {
		return this.measurements.stream()
			.filter((measurement) -> measurement.suite().equals(suite) && measurement.scenario().equals(scenario)
					&& measurement.contender().equals(contender))
			.findFirst();
	}

	/**
	 * The ratio of two contenders, both less the same call without a filter. That call is
	 * measured for a request without an origin.
	 */
	OptionalDouble netRatio(String suite, String scenario, String one, String other) {
		Optional<Measurement> none = find(suite, Scenario.NO_ORIGIN.id(), "none");
		Optional<Measurement> first = find(suite, scenario, one);
		Optional<Measurement> second = find(suite, scenario, other);
		return (none.isPresent() && first.isPresent() && second.isPresent())
				? OptionalDouble
					.of((first.get().median() - none.get().median()) / (second.get().median() - none.get().median()))
				: OptionalDouble.empty();
	}

	/**
	 * What a contender adds to the same call without a filter.
	 */
	Optional<Cost> net(String suite, String scenario, String contender) {
		return find(suite, scenario, "none").flatMap((none) -> find(suite, scenario, contender)
			.map((measurement) -> new Cost(measurement.median() - none.median(), measurement.bytes() - none.bytes())));
	}

	boolean hasSuite(String suite) {
		return this.measurements.stream().anyMatch((measurement) -> measurement.suite().equals(suite));
	}

	/**
	 * The cost of a request.
	 *
	 * @param nanos the time in nanoseconds
	 * @param bytes the bytes allocated
	 */
	record Cost(double nanos, double bytes) {
	}

}
