package io.github.corsstarter.browser;

import java.util.List;
import java.util.Map;

/**
 * A request of the browser to the server, and the response.
 *
 * @param server the origin to which the browser sent the request
 * @param method the method
 * @param path the path, with the query
 * @param requestHeaders the request's header fields, by case-insensitive name
 * @param status the response's status
 * @param responseHeaders the response's header fields, by case-insensitive name
 * @param responseBody the response's body as received, including chunk sizes
 */
record Exchange(String server, String method, String path, Map<String, List<String>> requestHeaders, int status,
		Map<String, List<String>> responseHeaders, String responseBody) {

	boolean isPreflight() {
		return this.method.equals("OPTIONS") && requestHeader("Access-Control-Request-Method") != null;
	}

	String requestHeader(String name) {
		return join(this.requestHeaders, name);
	}

	String responseHeader(String name) {
		return join(this.responseHeaders, name);
	}

	private static String join(Map<String, List<String>> headers, String name) {
		List<String> values = headers.get(name);
		return (values != null) ? String.join(", ", values) : null;
	}

}
