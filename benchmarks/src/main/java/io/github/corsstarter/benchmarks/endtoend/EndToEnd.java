package io.github.corsstarter.benchmarks.endtoend;

import java.util.List;

/**
 * The measurements under load.
 *
 * @param date the day of the run
 * @param commit the measured commit
 * @param cores the number of cores of the machine, which server and load share
 * @param seconds the duration of a round
 * @param loads the results of each kind of request to each application
 */
public record EndToEnd(String date, String commit, int cores, int seconds, List<Load> loads) {

	/**
	 * The results of one kind of request to one application, over all rounds.
	 *
	 * @param request the kind of request
	 * @param filter the application's filter
	 * @param perSecond the requests per second of each round
	 * @param cpuMicros the CPU time of the server for one request, for each round
	 * @param samples the number of samples that found a request thread executing Java
	 * code
	 * @param filterSamples the number of these samples in which the thread was in the
	 * filter
	 */
	public record Load(String request, String filter, List<Double> perSecond, List<Double> cpuMicros, long samples,
			long filterSamples) {
	}

}
