package io.github.corsstarter.applicationrules;

import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.CorsHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that is shown to Spring's components, but never sent.
 *
 * @param method the method
 * @param path the path after the context path, as sent, without a query
 * @param query the query, or {@code null}
 * @param scheme the scheme. With it, the request never has the origin of the page, which
 * Spring would not treat as a CORS request
 * @param host the host without a port
 * @param port the port
 * @param headers the headers
 */
record SimulatedRequest(String method, String path, @Nullable String query, String scheme, String host, int port,
		Map<String, String> headers) {

	private static final String ANY_HOST = "host.invalid";

	private static final int HTTPS = 443;

	private static final int HTTP = 80;

	/** The preflight of a request, with the method that it asks for. */
	static SimulatedRequest preflight(BrowserRequest request, String method, boolean withHeaders) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.put(CorsHeaders.REQUEST_METHOD, method);
		String names = String.join(",", request.unsafeHeaderNames());
		if (withHeaders && !names.isEmpty()) {
			headers.put(CorsHeaders.REQUEST_HEADERS, names);
		}
		return of("OPTIONS", request, headers);
	}

	/** The request itself. The values of its headers are not known. */
	static SimulatedRequest actual(BrowserRequest request) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String name : request.unsafeHeaderNames()) {
			headers.put(name, name.equals("content-type") ? "application/json" : "x");
		}
		return of(request.method(), request, headers);
	}

	private static SimulatedRequest of(String method, BrowserRequest request, Map<String, String> headers) {
		headers.put(CorsHeaders.ORIGIN, request.origin());
		headers.put("Accept", "*/*");
		String path = request.pathWithoutQuery();
		String rest = request.path().substring(path.length()).split("#", 2)[0];
		String authority = (request.host() != null) ? request.host() : ANY_HOST;
		headers.put(CorsHeaders.HOST, authority);
		String host = authority.replaceFirst(":[0-9]*$", "");
		String scheme = request.origin().startsWith("https:") ? "http" : "https";
		String port = authority.substring(host.length()).replace(":", "");
		return new SimulatedRequest(method, path, rest.startsWith("?") ? rest.substring(1) : null, scheme, host,
				(port.isEmpty() || port.length() > 5) ? (scheme.equals("http") ? HTTP : HTTPS) : Integer.parseInt(port),
				headers);
	}

}
