package io.github.corsstarter.decision;

import io.github.corsstarter.policy.Coded;

/**
 * The kinds of requests that the CORS protocol distinguishes.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-requests">Fetch, CORS requests and
 * CORS-preflight requests</a>
 */
public enum RequestKind implements Coded {

	/**
	 * Not a CORS request: it has no {@code Origin}. A request that the policy does not
	 * allow is not a CORS request either, if it has the origin of the server or if no
	 * page has sent it. A {@code GET} or {@code HEAD} for embedded content whose origin
	 * is not allowed also counts as this kind: the handler answers it, without CORS
	 * headers.
	 */
	NOT_CORS,

	/**
	 * A CORS-preflight request: {@code OPTIONS} with {@code Origin} and
	 * {@code Access-Control-Request-Method}. The browser asks whether it may send the
	 * actual request.
	 */
	PREFLIGHT,

	/**
	 * Any other request with {@code Origin}. The same applies to a request without
	 * {@code Origin} that is rejected because of its host.
	 */
	ACTUAL

}
