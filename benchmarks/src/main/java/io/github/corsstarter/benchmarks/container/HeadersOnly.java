package io.github.corsstarter.benchmarks.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.github.corsstarter.benchmarks.scenario.Rules;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Reads the headers that the right answer depends on, once, and writes the headers of the
 * right answer, without any check. This is what the container alone costs.
 */
final class HeadersOnly implements Filter {

	private static final byte[] BODY = "Invalid CORS request".getBytes(StandardCharsets.UTF_8);

	private static final String EXPOSED = String.join(", ", Rules.EXPOSED);

	private static final String METHODS = String.join(", ", Rules.METHODS);

	private static final String HEADERS = String.join(", ", Rules.HEADERS);

	private static final String MAX_AGE = Integer.toString(Rules.MAX_AGE);

	private final boolean handled;

	private final boolean cors;

	HeadersOnly(Scenario scenario) {
		this.handled = scenario.answer().handled();
		this.cors = !scenario.answer().cors().isEmpty();
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		String origin = request.getHeader("Origin");
		if (this.cors) {
			response.setHeader("Access-Control-Allow-Origin", origin);
			response.setHeader("Access-Control-Allow-Credentials", "true");
		}
		if (this.handled) {
			if (this.cors) {
				response.setHeader("Access-Control-Expose-Headers", EXPOSED);
			}
			response.setHeader("Vary", "Origin");
			chain.doFilter(request, response);
		}
		else if (this.cors) {
			preflight(request, response);
		}
		else {
			refuse(response);
		}
	}

	private static void preflight(HttpServletRequest request, HttpServletResponse response) {
		if (request.getHeader("Access-Control-Request-Method") != null
				&& request.getHeader("Access-Control-Request-Headers") != null) {
			response.setHeader("Access-Control-Allow-Methods", METHODS);
			response.setHeader("Access-Control-Allow-Headers", HEADERS);
			response.setHeader("Access-Control-Max-Age", MAX_AGE);
			response.setHeader("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
		}
	}

	private static void refuse(HttpServletResponse response) throws IOException {
		response.setStatus(HttpServletResponse.SC_FORBIDDEN);
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("Vary", "Origin");
		response.setContentType("text/plain;charset=UTF-8");
		response.setContentLength(BODY.length);
		response.getOutputStream().write(BODY);
	}

}
