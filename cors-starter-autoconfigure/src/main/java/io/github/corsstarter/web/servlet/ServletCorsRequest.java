package io.github.corsstarter.web.servlet;

import java.util.Collections;
import java.util.Enumeration;

import io.github.corsstarter.decision.CorsRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The engine's view of a servlet request.
 */
final class ServletCorsRequest implements CorsRequest {

	/** What no pattern matches: a broken escape sequence. */
	private static final String NO_PATH = "%";

	private final HttpServletRequest request;

	ServletCorsRequest(HttpServletRequest request) {
		this.request = request;
	}

	@Override
	public String method() {
		return this.request.getMethod();
	}

	/**
	 * Spring MVC refuses what does not start with the context path to the letter, though
	 * Jetty takes it for a path of the application ({@code /%61pp/x},
	 * {@code /app;v=1/x}).
	 */
	@Override
	public String path() {
		String uri = this.request.getRequestURI();
		String contextPath = this.request.getContextPath();
		int length = contextPath.length();
		boolean within = uri.startsWith(contextPath)
				&& (length == 0 || length == uri.length() || uri.charAt(length) == '/');
		return within ? uri.substring(length) : NO_PATH;
	}

	@Override
	public @Nullable String header(String name) {
		return this.request.getHeader(name);
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
