package io.github.corsstarter.decision;

import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.FetchNames;
import org.jspecify.annotations.Nullable;

/**
 * What a page wants of a server, before a browser has made requests of it. Immutable.
 *
 * @param origin the origin of the page, as browsers send it
 * @param method the method; {@code get}, {@code put} and so on are put in upper case as
 * browsers do, other methods are not
 * @param path the path below the context path, as sent; a query in it is left out
 * @param headers the names of the headers that a script sets, in any case
 * @param credentials whether cookies and other credentials go with it: the credentials
 * mode {@code include}
 * @param initiator who wants it
 * @see <a href="https://fetch.spec.whatwg.org/#requests">Fetch, requests</a>
 */
public record BrowserRequest(String origin, String method, String path, List<String> headers, boolean credentials,
		Initiator initiator) {

	/** Fetch, "normalize a method". */
	private static final Set<String> NORMALIZED_METHODS = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

	/**
	 * What it is in a page that makes the browser send a request.
	 */
	public enum Initiator {

		/**
		 * A script of a page of another site, by {@code fetch} or {@code XMLHttpRequest}.
		 */
		SCRIPT,

		/** A script of a page of the server's own site. */
		OWN_SCRIPT,

		/** A link or a form of another site that leads to the server. */
		NAVIGATION

	}

	/**
	 * Create a request.
	 * @param origin the origin of the page, as browsers send it
	 * @param method the method
	 * @param path the path below the context path
	 * @param headers the names of the headers that a script sets
	 * @param credentials whether cookies and other credentials go with it
	 * @param initiator who wants it
	 * @throws IllegalArgumentException for a navigation with another method than
	 * {@code GET} and {@code POST}, or with headers
	 */
	public BrowserRequest {
		String upperCase = method.toUpperCase(Locale.ROOT);
		method = NORMALIZED_METHODS.contains(upperCase) ? upperCase : method;
		headers = List.copyOf(headers);
		if (initiator == Initiator.NAVIGATION
				&& (!headers.isEmpty() || !(method.equals("GET") || method.equals("POST")))) {
			throw new IllegalArgumentException("Browsers navigate by GET and POST, with no headers of a script's own");
		}
	}

	/**
	 * A request that a script makes, without headers of its own and without credentials.
	 * @param origin the origin of the page
	 * @param method the method
	 * @param path the path below the context path
	 * @return the request
	 */
	public static BrowserRequest of(String origin, String method, String path) {
		return new BrowserRequest(origin, method, path, List.of(), false, Initiator.SCRIPT);
	}

	/**
	 * The same request with other headers.
	 * @param headers the names of all headers that the script sets
	 * @return the other request
	 */
	public BrowserRequest withHeaders(Collection<String> headers) {
		return new BrowserRequest(this.origin, this.method, this.path, List.copyOf(headers), this.credentials,
				this.initiator);
	}

	/**
	 * The same request with credentials or without.
	 * @param credentials whether cookies and other credentials go with it
	 * @return the other request
	 */
	public BrowserRequest withCredentials(boolean credentials) {
		return new BrowserRequest(this.origin, this.method, this.path, this.headers, credentials, this.initiator);
	}

	/**
	 * The same request, wanted by somebody else.
	 * @param initiator who wants it
	 * @return the other request
	 */
	public BrowserRequest withInitiator(Initiator initiator) {
		return new BrowserRequest(this.origin, this.method, this.path, this.headers, this.credentials, initiator);
	}

	/**
	 * Fetch, "CORS-unsafe request-header names": in lower case, sorted, each once. What
	 * scripts cannot set is not among them, because browsers drop it.
	 */
	List<String> unsafeHeaderNames() {
		return this.headers.stream()
			.filter((name) -> !FetchNames.isSafelistedRequestHeader(name) && !FetchNames.isForbiddenRequestHeader(name))
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.distinct()
			.sorted()
			.toList();
	}

	/**
	 * Fetch, "main fetch": whether the browser asks before it sends the request.
	 */
	boolean needsPreflight() {
		return this.initiator == Initiator.SCRIPT
				&& (!FetchNames.isSafelistedMethod(this.method) || !unsafeHeaderNames().isEmpty());
	}

	/**
	 * Fetch, "CORS-preflight fetch", steps 1 to 5.
	 */
	CorsRequest preflight() {
		Map<String, String> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		lines.put(CorsHeaders.ORIGIN, this.origin);
		lines.put(CorsHeaders.REQUEST_METHOD, this.method);
		List<String> names = unsafeHeaderNames();
		if (!names.isEmpty()) {
			lines.put(CorsHeaders.REQUEST_HEADERS, names.stream().collect(Collectors.joining(",")));
		}
		return new Sent("OPTIONS", pathWithoutQuery(), lines);
	}

	/**
	 * The request itself. {@code Sec-Fetch-Site} is on it only where it matters: on a
	 * plain http server, which cannot be told from here, browsers do not send it.
	 */
	CorsRequest actual() {
		Map<String, String> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		boolean readsOnly = this.method.equals("GET") || this.method.equals("HEAD");
		// Fetch, "append a request Origin header": always for CORS requests, otherwise
		// for those that change something.
		if (this.initiator == Initiator.SCRIPT || !readsOnly) {
			lines.put(CorsHeaders.ORIGIN, this.origin);
		}
		if (this.initiator == Initiator.OWN_SCRIPT) {
			lines.put(CorsHeaders.SEC_FETCH_SITE, "same-origin");
		}
		if (this.initiator == Initiator.NAVIGATION) {
			lines.put(CorsHeaders.SEC_FETCH_MODE, "navigate");
		}
		return new Sent(this.method, pathWithoutQuery(), lines);
	}

	private String pathWithoutQuery() {
		return this.path.split("[?#]", 2)[0];
	}

	/**
	 * A request on its way.
	 *
	 * @param method the method
	 * @param path the path
	 * @param lines the headers that the engine looks at
	 */
	private record Sent(String method, String path, Map<String, String> lines) implements CorsRequest {

		@Override
		public @Nullable String header(String name) {
			return this.lines.get(name);
		}

		@Override
		public Enumeration<String> headers(String name) {
			String value = this.lines.get(name);
			return (value != null) ? Collections.enumeration(List.of(value)) : Collections.emptyEnumeration();
		}

		/** Not known: whether it is the server's own site is what the initiator says. */
		@Override
		public @Nullable String scheme() {
			return null;
		}

		@Override
		public @Nullable String host() {
			return null;
		}

		@Override
		public int port() {
			return -1;
		}

	}

}
