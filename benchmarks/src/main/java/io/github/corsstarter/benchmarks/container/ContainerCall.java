package io.github.corsstarter.benchmarks.container;

import io.github.corsstarter.benchmarks.scenario.Answer;

/**
 * Sends one request after the other through a filter to a handler, with the objects of a
 * container and without a connection.
 */
interface ContainerCall {

	/**
	 * Send a request.
	 * @return the status of its response
	 */
	int send() throws Exception;

	/**
	 * Send a request, and read the response.
	 * @return the answer
	 */
	Answer answer() throws Exception;

}
