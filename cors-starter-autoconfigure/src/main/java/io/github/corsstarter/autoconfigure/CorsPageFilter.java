package io.github.corsstarter.autoconfigure;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;

/**
 * Sets the {@link CorsPageHeaders} in a servlet container.
 */
final class CorsPageFilter implements Filter {

	private final CorsPageHeaders headers;

	private CorsPageFilter(CorsPageHeaders headers) {
		this.headers = headers;
	}

	static FilterRegistrationBean<CorsPageFilter> registration(CorsPageHeaders headers) {
		FilterRegistrationBean<CorsPageFilter> registration = new FilterRegistrationBean<>(new CorsPageFilter(headers));
		registration.setName("corsPageFilter");
		registration.setOrder(CorsPageHeaders.ORDER);
		return registration;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse httpResponse) {
			this.headers.of(path(httpRequest), request::getServerName).forEach(httpResponse::setHeader);
		}
		chain.doFilter(request, response);
	}

	/** No endpoint is mapped to a path outside of the context path. */
	private static PathContainer path(HttpServletRequest request) {
		try {
			return RequestPath.parse(request.getRequestURI(), request.getContextPath()).pathWithinApplication();
		}
		catch (IllegalArgumentException ex) {
			return PathContainer.parsePath("");
		}
	}

}
