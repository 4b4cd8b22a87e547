package io.github.corsstarter.decision;

import java.util.Collection;

/**
 * The part of a response that browsers read for the CORS protocol. Implementations are
 * thin and copy nothing.
 */
public interface SentResponse {

	/**
	 * The status of the response.
	 * @return the status
	 */
	int status();

	/**
	 * All field lines of a header.
	 * @param name the name of the header, in any case
	 * @return the values, in the order of the field lines; empty if the response has no
	 * such header
	 */
	Collection<String> headers(String name);

}
