package io.github.corsstarter.sample;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;

/**
 * A request and its response, as they were transferred.
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
	 * Fetch, "get" a header: joins all lines with that name.
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
