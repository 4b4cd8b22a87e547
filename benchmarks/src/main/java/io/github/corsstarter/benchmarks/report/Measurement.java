package io.github.corsstarter.benchmarks.report;

/**
 * The result of one contender in one scenario.
 *
 * @param suite the benchmark, such as {@code servlet}, {@code container-tomcat} or
 * {@code reactive} (see {@link Part})
 * @param scenario the scenario's name
 * @param contender the contender's name
 * @param median the median of the iterations, in the unit of the suite
 * @param low the fastest iteration
 * @param high the slowest iteration
 * @param bytes the bytes that one call allocates
 * @param iterations the number of iterations in all forks
 */
record Measurement(String suite, String scenario, String contender, double median, double low, double high,
		double bytes, long iterations) {
}
