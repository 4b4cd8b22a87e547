package io.github.corsstarter.web.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Adapts a servlet request to the engine, and is also the request that handlers receive
 * on a path that a policy covers. Both roles share one object, because it is created for
 * every request.
 */
final class ServletCorsRequest extends HttpServletRequestWrapper implements CorsRequest {

	/** Protocols in which a request need not have {@code Host}. */
	private static final Set<String> OLD_PROTOCOLS = Set.of("HTTP/0.9", "HTTP/1.0");

	/** The wrapped request, without the cast that {@code getRequest()} needs. */
	private final HttpServletRequest request;

	/** Cached: it is read twice, and containers search for a header on each call. */
	private @Nullable String origin;

	/**
	 * Cached: several checks read it, and Tomcat derives a context path that is not empty
	 * from the URI on each call.
	 */
	private @Nullable String path;

	private CorsDecision decision = CorsDecision.noPolicy();

	private boolean originRead;

	private boolean originRepeated;

	private @Nullable CorsPolicyResponse response;

	ServletCorsRequest(HttpServletRequest request) {
		super(request);
		this.request = request;
	}

	/**
	 * Set the decision on this request.
	 */
	void decided(CorsDecision made) {
		this.decision = made;
	}

	CorsDecision decision() {
		return this.decision;
	}

	/**
	 * Set the guarded response, which {@link #startAsync()} passes on.
	 */
	void guard(CorsPolicyResponse response) {
		this.response = response;
	}

	/**
	 * Without a response argument, a container would use its own response and bypass the
	 * guarded one.
	 */
	@Override
	public AsyncContext startAsync() {
		return (this.response != null) ? startAsync(this, this.response) : super.startAsync();
	}

	@Override
	public String method() {
		return this.request.getMethod();
	}

	@Override
	public String contextPath() {
		return this.request.getContextPath();
	}

	/**
	 * The path relative to the context path. The path is unknown if the URI does not
	 * start with exactly the context path. Examples for the context path {@code /app} are
	 * {@code /%61pp/x} and {@code /app;v=1/x}. Jetty accepts such a URI, and Spring MVC
	 * refuses it.
	 */
	@Override
	public String path() {
		String present = this.path;
		if (present == null) {
			present = findPath();
			this.path = present;
		}
		return present;
	}

	private String findPath() {
		String uri = this.request.getRequestURI();
		String contextPath = this.request.getContextPath();
		return isWithin(uri, contextPath) ? uri.substring(contextPath.length()) : UNKNOWN_PATH;
	}

	/**
	 * The path that the container passes to servlets. The container has resolved it in
	 * its own way, and servlets other than Spring MVC's use it. For example, Tomcat
	 * resolves {@code /app/..;/app/x} to the path {@code /x} in the context {@code /app}.
	 */
	@Override
	public @Nullable String resolvedPath() {
		String pathInfo = this.request.getPathInfo();
		return (pathInfo != null) ? this.request.getServletPath() + pathInfo : this.request.getServletPath();
	}

	private static boolean isWithin(String uri, String contextPath) {
		int length = contextPath.length();
		return uri.startsWith(contextPath) && (length == 0 || length == uri.length() || uri.charAt(length) == '/');
	}

	@Override
	public @Nullable String header(String name) {
		if (!name.equals(CorsHeaders.ORIGIN)) {
			return this.request.getHeader(name);
		}
		readOrigin();
		return this.origin;
	}

	@Override
	public boolean isRepeated(String name) {
		if (!name.equals(CorsHeaders.ORIGIN)) {
			return CorsRequest.super.isRepeated(name);
		}
		readOrigin();
		return this.originRepeated;
	}

	/**
	 * Containers search all headers on each call, so one call finds the value and a
	 * possible second one. Only a wrapper of another filter may return another value from
	 * {@code getHeader}, which is what handlers use.
	 */
	private void readOrigin() {
		if (this.originRead) {
			return;
		}
		this.originRead = true;
		Enumeration<String> lines = headers(CorsHeaders.ORIGIN);
		if (lines.hasMoreElements()) {
			this.origin = lines.nextElement();
			this.originRepeated = lines.hasMoreElements();
		}
		if (this.request instanceof ServletRequestWrapper) {
			this.origin = this.request.getHeader(CorsHeaders.ORIGIN);
		}
	}

	@Override
	public Enumeration<String> headers(String name) {
		Enumeration<String> values = this.request.getHeaders(name);
		return (values != null) ? values : Collections.emptyEnumeration();
	}

	@Override
	public @Nullable String scheme() {
		return this.request.getScheme();
	}

	@Override
	public @Nullable String host() {
		return this.request.getServerName();
	}

	/**
	 * Read from the request of the container, because a filter may have wrapped it and
	 * changed the header. A container refuses HTTP/1.1 without this header. If it is
	 * missing nevertheless, the container has read {@code :authority} (HTTP/2), or the
	 * request is a mock. If an HTTP/2 client, unlike browsers, sends no name at all, this
	 * is the address of the server.
	 */
	@Override
	public @Nullable String receivedHost() {
		ServletRequest received = this.request;
		while (received instanceof ServletRequestWrapper wrapper) {
			received = wrapper.getRequest();
		}
		if (!(received instanceof HttpServletRequest http)) {
			return null;
		}
		String host = http.getHeader(CorsHeaders.HOST);
		return (host != null || OLD_PROTOCOLS.contains(http.getProtocol())) ? host : http.getServerName();
	}

	@Override
	public int port() {
		return this.request.getServerPort();
	}

}
