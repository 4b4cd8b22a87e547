package io.github.corsstarter.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * A part of a run that can be measured again without the others.
 */
@SuppressWarnings("ImmutableEnumChecker")
enum Part {

	/** The servlet filters with stubs. */
	SERVLET("servlet"),

	/** The servlet filters with the objects of containers. */
	CONTAINERS("container-"),

	/** Several threads that send requests of one kind. */
	CONTENTION("contention-"),

	/** The reactive filters. */
	REACTIVE("reactive"),

	/** The time to create a filter. */
	COMPILE("start-up", "reload"),

	/** The time to load many policies and origins, and of a look-up in them. */
	SCALE("scale-");

	private final List<String> suites;

	/**
	 * Create a part.
	 * @param suites what the names of its suites begin with
	 */
	Part(String... suites) {
		this.suites = List.of(suites);
	}

	boolean has(Measurement measurement) {
		return this.suites.stream().anyMatch(measurement.suite()::startsWith);
	}

	/** The name for the option {@code --only}. */
	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
