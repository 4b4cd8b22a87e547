package io.github.corsstarter.applicationrules;

import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.debug.DebugFilter;

/**
 * Finds the CORS filter in the filter chain of Spring Security that matches a request.
 */
final class SecurityCorsFilters {

	private SecurityCorsFilters() {
	}

	/**
	 * Find the filters of the first chain that matches.
	 * @param springSecurity the filter of Spring Security
	 * @param request the request
	 * @return the filters, or {@code null} if no chain matches
	 */
	static @Nullable List<Filter> of(Filter springSecurity, HttpServletRequest request) {
		Filter filter = (springSecurity instanceof DebugFilter debug) ? debug.getFilterChainProxy() : springSecurity;
		if (filter instanceof FilterChainProxy proxy) {
			for (SecurityFilterChain chain : proxy.getFilterChains()) {
				if (chain.matches(request)) {
					return chain.getFilters();
				}
			}
		}
		return null;
	}

}
