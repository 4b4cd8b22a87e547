package io.github.corsstarter.benchmarks.report;

import java.util.List;
import java.util.Optional;

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

}
