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
 * A request that a page wants to make, before a browser turns it into HTTP requests.
 * Immutable.
 *
 * @param origin the origin of the page, as browsers send it
 * @param method the method. As in browsers, DELETE, GET, HEAD, OPTIONS, POST and PUT are
 * converted to upper case, and other methods are not
 * @param path the path after the context path, as sent; a query is ignored
 * @param headers the names of the headers that a script sets, in any case
 * @param credentials whether the request carries cookies and other credentials
 * (credentials mode {@code include})
 * @param initiator what makes the browser send the request. If the page has the same
 * origin as {@code host}, {@link Initiator#SCRIPT} becomes {@link Initiator#OWN_SCRIPT}
 * @param host the host that the browser sends the request to, with or without a port; if
 * {@code null}, the allowed hosts are not checked
 * @see <a href="https://fetch.spec.whatwg.org/#requests">Fetch, requests</a>
 */
public record BrowserRequest(String origin, String method, String path, List<String> headers, boolean credentials,
		Initiator initiator, @Nullable String host) {

	/** Fetch, "normalize a method". */
	private static final Set<String> NORMALIZED_METHODS = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

	private static final int MAX_PORT_DIGITS = 5;

	/**
	 * What makes a browser send a request.
	 */
	public enum Initiator {

		/**
		 * A script in a page of another origin, with {@code fetch} or
		 * {@code XMLHttpRequest}.
		 */
		SCRIPT,

		/** A script in a page of the same origin as the server. */
		OWN_SCRIPT,

		/**
		 * A link to the server, or a form that is submitted to it, in a page of another
		 * site.
		 */
		NAVIGATION

	}

	/**
	 * Create a request.
	 * @param origin the origin of the page, as browsers send it
	 * @param method the method
	 * @param path the path after the context path
	 * @param headers the names of the headers that a script sets
	 * @param credentials whether the request carries cookies and other credentials
	 * @param initiator what makes the browser send the request
	 * @param host the host that the browser sends the request to, or {@code null}
	 * @throws IllegalArgumentException if a navigation has headers, or a method other
	 * than {@code GET} or {@code POST}
	 */
	public BrowserRequest {
		String upperCase = method.toUpperCase(Locale.ROOT);
		method = NORMALIZED_METHODS.contains(upperCase) ? upperCase : method;
		headers = List.copyOf(headers);
		if (initiator == Initiator.SCRIPT && host != null && isOwn(origin, host)) {
			initiator = Initiator.OWN_SCRIPT;
		}
		if (initiator == Initiator.NAVIGATION
				&& (!headers.isEmpty() || !(method.equals("GET") || method.equals("POST")))) {
			throw new IllegalArgumentException(
					"A navigation must use GET or POST, and must not have headers that a script sets");
		}
	}

	/**
	 * Whether the page is of the same origin as the server. The scheme of the server is
	 * unknown. It is probably the scheme of the page, because browsers do not let pages
	 * send requests from https to http.
	 */
	private static boolean isOwn(String origin, String host) {
		String name = host.replaceFirst(":[0-9]*$", "");
		String port = host.substring(name.length()).replace(":", "");
		boolean web = origin.regionMatches(true, 0, "http://", 0, 7) || origin.regionMatches(true, 0, "https://", 0, 8);
		return web && port.length() <= MAX_PORT_DIGITS && OwnOrigin.isSame(origin, origin.split(":", 2)[0], name,
				port.isEmpty() ? -1 : Integer.parseInt(port));
	}

	/**
	 * Create a request to any host.
	 * @param origin the origin of the page, as browsers send it
	 * @param method the method
	 * @param path the path after the context path
	 * @param headers the names of the headers that a script sets
	 * @param credentials whether the request carries cookies and other credentials
	 * @param initiator what makes the browser send the request
	 * @throws IllegalArgumentException if a navigation has headers, or a method other
	 * than {@code GET} or {@code POST}
	 */
	public BrowserRequest(String origin, String method, String path, List<String> headers, boolean credentials,
			Initiator initiator) {
		this(origin, method, path, headers, credentials, initiator, null);
	}

	/**
	 * Create a request that a script makes, without additional headers and without
	 * credentials.
	 * @param origin the origin of the page
	 * @param method the method
	 * @param path the path after the context path
	 * @return the request
	 */
	public static BrowserRequest of(String origin, String method, String path) {
		return new BrowserRequest(origin, method, path, List.of(), false, Initiator.SCRIPT);
	}

	/**
	 * Return a copy of this request with another path.
	 * @param path the path after the context path, as sent
	 * @return the copy
	 */
	public BrowserRequest withPath(String path) {
		return new BrowserRequest(this.origin, this.method, path, this.headers, this.credentials, this.initiator,
				this.host);
	}

	/**
	 * Return a copy of this request with other headers.
	 * @param headers the names of all headers that the script sets
	 * @return the copy
	 */
	public BrowserRequest withHeaders(Collection<String> headers) {
		return new BrowserRequest(this.origin, this.method, this.path, List.copyOf(headers), this.credentials,
				this.initiator, this.host);
	}

	/**
	 * Return a copy of this request with or without credentials.
	 * @param credentials whether the request carries cookies and other credentials
	 * @return the copy
	 */
	public BrowserRequest withCredentials(boolean credentials) {
		return new BrowserRequest(this.origin, this.method, this.path, this.headers, credentials, this.initiator,
				this.host);
	}

	/**
	 * Return a copy of this request with another initiator.
	 * @param initiator what makes the browser send the request
	 * @return the copy
	 */
	public BrowserRequest withInitiator(Initiator initiator) {
		return new BrowserRequest(this.origin, this.method, this.path, this.headers, this.credentials, initiator,
				this.host);
	}

	/**
	 * Return a copy of this request to another host.
	 * @param host the host that the browser sends the request to, with or without a port
	 * @return the copy
	 */
	public BrowserRequest withHost(String host) {
		return new BrowserRequest(this.origin, this.method, this.path, this.headers, this.credentials, this.initiator,
				host);
	}

	/**
	 * Fetch, "CORS-unsafe request-header names": in lower case, sorted, each once.
	 * Headers that scripts cannot set are not included, because browsers drop them.
	 * @return the names of the headers that need permission
	 */
	public List<String> unsafeHeaderNames() {
		return this.headers.stream()
			.filter((name) -> !FetchNames.isSafelistedRequestHeader(name) && !FetchNames.isForbiddenRequestHeader(name))
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.distinct()
			.sorted()
			.toList();
	}

	/**
	 * Fetch, "main fetch": whether the browser sends a preflight before the request.
	 * @return whether there is a preflight
	 */
	public boolean needsPreflight() {
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
		return new Sent("OPTIONS", pathWithoutQuery(), lines, this.host);
	}

	/**
	 * The actual request. It carries {@code Sec-Fetch-Site} only for a same-origin
	 * script, because the decision then depends on the header. Other requests leave it
	 * out, because browsers do not send it to plain http servers, and the scheme of the
	 * server is unknown here.
	 */
	CorsRequest actual() {
		Map<String, String> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		boolean readsOnly = this.method.equals("GET") || this.method.equals("HEAD");
		// Fetch, "append a request Origin header": CORS requests always carry it, and
		// other requests unless the method is GET or HEAD.
		if (this.initiator == Initiator.SCRIPT || !readsOnly) {
			lines.put(CorsHeaders.ORIGIN, this.origin);
		}
		if (this.initiator == Initiator.OWN_SCRIPT) {
			lines.put(CorsHeaders.SEC_FETCH_SITE, "same-origin");
		}
		if (this.initiator == Initiator.NAVIGATION) {
			lines.put(CorsHeaders.SEC_FETCH_MODE, "navigate");
		}
		return new Sent(this.method, pathWithoutQuery(), lines, this.host);
	}

	/**
	 * The part of the path that selects a policy.
	 * @return the path without query and fragment
	 */
	public String pathWithoutQuery() {
		return this.path.split("[?#]", 2)[0];
	}

	/**
	 * A request as the server receives it.
	 *
	 * @param method the method
	 * @param path the path
	 * @param lines the headers that the engine reads
	 * @param receivedHost the host with or without a port
	 */
	private record Sent(String method, String path, Map<String, String> lines,
			@Nullable String receivedHost) implements CorsRequest {

		@Override
		public @Nullable String header(String name) {
			return this.lines.get(name);
		}

		@Override
		public Enumeration<String> headers(String name) {
			String value = this.lines.get(name);
			return (value != null) ? Collections.enumeration(List.of(value)) : Collections.emptyEnumeration();
		}

		/** Unknown. The initiator shows whether the request is same-origin. */
		@Override
		public @Nullable String scheme() {
			return null;
		}

		@Override
		public @Nullable String host() {
			return (this.receivedHost != null) ? this.receivedHost.replaceFirst(":[0-9]*$", "") : null;
		}

		@Override
		public int port() {
			return -1;
		}

	}

}
