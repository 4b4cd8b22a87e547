package io.github.corsstarter.benchmarks.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * The handler after a filter. It reads the path and sets the headers that most handlers
 * set, so the cost of filters that guard the response is included.
 */
public final class Handler implements FilterChain {

	private @Nullable String path;

	/**
	 * Forget the former request.
	 */
	public void clear() {
		this.path = null;
	}

	/**
	 * Whether the handler has run.
	 * @return whether the request has reached the handler
	 */
	public boolean hasRun() {
		return this.path != null;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response) {
		// Every handler needs the path, and the container creates the string only once.
		this.path = ((HttpServletRequest) request).getRequestURI();
		HttpServletResponse httpResponse = (HttpServletResponse) response;
		httpResponse.setContentType("application/json");
		httpResponse.setHeader("Cache-Control", "no-cache");
		httpResponse.setHeader("ETag", "\"42\"");
	}

}
