package io.github.corsstarter.benchmarks.endpoint;

import java.util.List;

/**
 * What the actuator endpoints cost.
 *
 * @param date the day of the run
 * @param commit the measured commit
 * @param calls the number of calls for each median
 * @param responses the responses
 */
public record Endpoints(String date, String commit, int calls, List<Response> responses) {

	/**
	 * The response to one request.
	 *
	 * @param request the path of the endpoint
	 * @param origins the origins of the policy
	 * @param millis the median of the CPU time in milliseconds, including the JSON
	 * @param bytes the size of the JSON
	 */
	public record Response(String request, String origins, double millis, int bytes) {
	}

}
