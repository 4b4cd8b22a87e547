package io.github.corsstarter.sample;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;

/**
 * One request and its response, as they were on the wire.
 *
 * @param method the request's method
 * @param url the address as the browser sees it
 * @param requestHeaders the request's headers
 * @param status the response's status
 * @param responseHeaders the response's headers
 * @param body the response's body
 */
record Exchange(String method, URI url, HttpHeaders requestHeaders, int status, HttpHeaders responseHeaders,
		String body) {

	boolean isPreflight() {
		return requestHeader("Access-Control-Request-Method") != null;
	}

	String requestHeader(String name) {
		return this.requestHeaders.firstValue(name).orElse(null);
	}

	/**
	 * Fetch, "get" a header: all lines of that name as one.
	 */
	String responseHeader(String name) {
		List<String> values = this.responseHeaders.allValues(name);
		return values.isEmpty() ? null : String.join(", ", values);
	}

	boolean isRedirect() {
		return switch (this.status) {
			case 301, 302, 303, 307, 308 -> true;
			default -> false;
		};
	}

}
