package io.github.corsstarter.decision;

import io.github.corsstarter.policy.Coded;

/**
 * What a request is to the CORS protocol.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-requests">Fetch, CORS requests and
 * CORS-preflight requests</a>
 */
public enum RequestKind implements Coded {

	/** No {@code Origin}, or the origin of the server itself. */
	NOT_CORS,

	/**
	 * {@code OPTIONS} with {@code Origin} and {@code Access-Control-Request-Method}: a
	 * browser's question whether it may send the actual request.
	 */
	PREFLIGHT,

	/** Anything else with the {@code Origin} of another site. */
	ACTUAL

}
