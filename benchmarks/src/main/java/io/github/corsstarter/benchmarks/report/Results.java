package io.github.corsstarter.benchmarks.report;

import java.util.List;
import java.util.Optional;

/**
 * All measurements of one run.
 *
 * @param surroundings where it was made
 * @param measurements what was measured
 */
record Results(Surroundings surroundings, List<Measurement> measurements) {

	Optional<Measurement> find(String suite, String scenario, String contender) {
		return this.measurements.stream()
			.filter((measurement) -> measurement.suite().equals(suite) && measurement.scenario().equals(scenario)
					&& measurement.contender().equals(contender))
			.findFirst();
	}

}
