package io.github.corsstarter.decision;

/**
 * The names of the headers that the CORS protocol knows, and of those by which proxies
 * tell the address that a browser sees.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
final class CorsHeaders {

	static final String ORIGIN = "Origin";

	static final String SEC_FETCH_SITE = "Sec-Fetch-Site";

	static final String SEC_FETCH_MODE = "Sec-Fetch-Mode";

	static final String REQUEST_METHOD = "Access-Control-Request-Method";

	static final String REQUEST_HEADERS = "Access-Control-Request-Headers";

	static final String REQUEST_PRIVATE_NETWORK = "Access-Control-Request-Private-Network";

	static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

	static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";

	static final String ALLOW_METHODS = "Access-Control-Allow-Methods";

	static final String ALLOW_HEADERS = "Access-Control-Allow-Headers";

	static final String ALLOW_PRIVATE_NETWORK = "Access-Control-Allow-Private-Network";

	static final String EXPOSE_HEADERS = "Access-Control-Expose-Headers";

	static final String MAX_AGE = "Access-Control-Max-Age";

	static final String FORWARDED = "Forwarded";

	static final String FORWARDED_HOST = "X-Forwarded-Host";

	static final String FORWARDED_PROTO = "X-Forwarded-Proto";

	static final String FORWARDED_PORT = "X-Forwarded-Port";

	private CorsHeaders() {
	}

}
