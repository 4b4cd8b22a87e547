package io.github.corsstarter.web.servlet;

import java.util.Collections;
import java.util.Enumeration;

import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The engine's view of a servlet request, and what the handlers of a path that a policy
 * covers see of it: one object, as every request needs it.
 */
final class ServletCorsRequest extends HttpServletRequestWrapper implements CorsRequest {

	/** What no pattern matches: a broken escape sequence. */
	private static final String NO_PATH = "%";

	/** What the wrapper holds, without its cast at every call. */
	private final HttpServletRequest request;

	/** Containers search for a header, and this one is asked for twice. */
	private @Nullable String origin;

	private @Nullable CorsPolicyResponse response;

	ServletCorsRequest(HttpServletRequest request) {
		super(request);
		this.request = request;
	}

	/**
	 * Guard the response to this request.
	 */
	void guard(CorsPolicyResponse response) {
		this.response = response;
	}

	/**
	 * Asked to start asynchronous processing without a response, a container would hand
	 * out its own, past the guarded one.
	 */
	@Override
	public AsyncContext startAsync() {
		return (this.response != null) ? startAsync(this, this.response) : super.startAsync();
	}

	@Override
	public String method() {
		return this.request.getMethod();
	}

	/**
	 * The path below the context path. Spring MVC refuses a path that does not start with
	 * the context path to the letter, though Jetty takes it for a path of the application
	 * ({@code /%61pp/x}, {@code /app;v=1/x}).
	 */
	@Override
	public String path() {
		String uri = this.request.getRequestURI();
		String contextPath = this.request.getContextPath();
		return isWithin(uri, contextPath) ? uri.substring(contextPath.length()) : NO_PATH;
	}

	/**
	 * What another servlet than Spring MVC's is given: the container has resolved the
	 * path in its own way.
	 */
	@Override
	public @Nullable String resolvedPath() {
		if (isWithin(this.request.getRequestURI(), this.request.getContextPath())) {
			return null;
		}
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
		if (this.origin == null) {
			this.origin = this.request.getHeader(CorsHeaders.ORIGIN);
		}
		return this.origin;
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

	@Override
	public int port() {
		return this.request.getServerPort();
	}

}
