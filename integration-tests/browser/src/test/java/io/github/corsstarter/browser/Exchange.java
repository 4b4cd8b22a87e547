package io.github.corsstarter.browser;

import java.util.List;
import java.util.Map;

/**
 * What a browser sent to the server, and what it got back.
 *
 * @param server the origin that the browser meant
 * @param method the method
 * @param path the path, with the query
 * @param requestHeaders the request's header fields, by name in any case
 * @param status the response's status
 * @param responseHeaders the response's header fields, by name in any case
 * @param responseBody the response's body as it came, chunks included
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
