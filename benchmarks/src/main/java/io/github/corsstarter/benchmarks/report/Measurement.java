package io.github.corsstarter.benchmarks.report;

/**
 * One contender in one scenario.
 *
 * @param suite the benchmark: {@code servlet}, {@code reactive}, {@code start-up} or
 * {@code reload}
 * @param scenario the scenario's name
 * @param contender the contender's name
 * @param median the median of the iterations, in the unit of the suite
 * @param low the fastest iteration
 * @param high the slowest iteration
 * @param bytes what one call allocates
 * @param iterations how many there were, in all forks
 */
record Measurement(String suite, String scenario, String contender, double median, double low, double high,
		double bytes, long iterations) {
}
