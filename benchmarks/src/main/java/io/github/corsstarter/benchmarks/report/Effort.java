package io.github.corsstarter.benchmarks.report;

import java.util.Locale;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The length of a run.
 */
enum Effort {

	/**
	 * A few seconds for each scenario, to check that everything works. The figures mean
	 * nothing.
	 */
	SMOKE(1, 1, 100, 1, 100),

	/** Less than 5 minutes in total. The ratios are approximate. */
	QUICK(1, 2, 400, 3, 150),

	/** About 25 minutes in total. These results are published. */
	FULL(2, 2, 400, 3, 300);

	private final int forks;

	private final int warmUps;

	private final int warmUpMillis;

	private final int iterations;

	private final int iterationMillis;

	Effort(int forks, int warmUps, int warmUpMillis, int iterations, int iterationMillis) {
		this.forks = forks;
		this.warmUps = warmUps;
		this.warmUpMillis = warmUpMillis;
		this.iterations = iterations;
		this.iterationMillis = iterationMillis;
	}

	void applyTo(ChainedOptionsBuilder options) {
		options.forks(this.forks)
			.warmupIterations(this.warmUps)
			.warmupTime(TimeValue.milliseconds(this.warmUpMillis))
			.measurementIterations(this.iterations)
			.measurementTime(TimeValue.milliseconds(this.iterationMillis));
	}

	/**
	 * Containers need a longer warm-up than stubs, because they have more code to
	 * compile.
	 */
	void applyToContainers(ChainedOptionsBuilder options) {
		applyTo(options);
		options.warmupIterations(2 * this.warmUps);
	}

	/** WebFlux needs an even longer one. */
	void applyToReactive(ChainedOptionsBuilder options) {
		applyTo(options);
		options.warmupIterations(3 * this.warmUps);
	}

	/** Measures only the first call in each new virtual machine. */
	void applyToStartUp(ChainedOptionsBuilder options) {
		options.forks((this == FULL) ? 10 : 1).warmupIterations(0).measurementIterations(1);
	}

	void applyToReload(ChainedOptionsBuilder options) {
		options.forks(1).warmupIterations((this == FULL) ? 20 : 3).measurementIterations((this == FULL) ? 20 : 3);
	}

	/** The first iteration runs in a fresh virtual machine. */
	void applyToScale(ChainedOptionsBuilder options) {
		options.forks(1).warmupIterations(0).measurementIterations((this == FULL) ? 3 : 1);
	}

	String describe() {
		return String.format(Locale.ROOT,
				"%s: %d fork(s), each %d x %d ms warm-up (twice that for containers, three times for WebFlux) and %d x %d ms measured",
				name().toLowerCase(Locale.ROOT), this.forks, this.warmUps, this.warmUpMillis, this.iterations,
				this.iterationMillis);
	}

}
