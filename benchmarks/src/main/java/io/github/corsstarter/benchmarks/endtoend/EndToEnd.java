package io.github.corsstarter.benchmarks.endtoend;

import java.util.List;

/**
 * What was measured under load.
 *
 * @param date the day
 * @param commit what was measured
 * @param cores how many cores the machine showed, for server and load together
 * @param seconds how long each round took
 * @param loads each load on each application
 */
public record EndToEnd(String date, String commit, int cores, int seconds, List<Load> loads) {

	/**
	 * One kind of request to one application, over all rounds.
	 *
	 * @param request the kind of request
	 * @param filter the application's filter
	 * @param perSecond requests in a second, each round's
	 * @param cpuMicros processor time of the server for one request, each round's
	 * @param samples how often its request threads were seen working in Java
	 * @param filterSamples how often of these they were in the filter
	 */
	public record Load(String request, String filter, List<Double> perSecond, List<Double> cpuMicros, long samples,
			long filterSamples) {
	}

}
