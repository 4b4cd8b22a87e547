package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
	 * Find the first chain that matches.
	 * @param beanFactory the beans of the application
	 * @param springSecurity the filter of Spring Security
	 * @param request the request
	 * @return the chain, or {@code null} if no chain matches
	 */
	static @Nullable Chain of(ConfigurableListableBeanFactory beanFactory, Filter springSecurity,
			HttpServletRequest request) {
		Filter filter = (springSecurity instanceof DebugFilter debug) ? debug.getFilterChainProxy() : springSecurity;
		if (filter instanceof FilterChainProxy proxy) {
			List<SecurityFilterChain> chains = proxy.getFilterChains();
			for (int i = 0; i < chains.size(); i++) {
				SecurityFilterChain chain = chains.get(i);
				if (chain.matches(request)) {
					return new Chain(name(beanFactory, chain, i), chain.getFilters());
				}
			}
		}
		return null;
	}

	private static String name(ConfigurableListableBeanFactory beanFactory, SecurityFilterChain chain, int index) {
		return new InstantiatedBeans<>(beanFactory, SecurityFilterChain.class).instances()
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == chain)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse("chain-" + (index + 1));
	}

	/**
	 * A filter chain of Spring Security.
	 *
	 * @param name the name of its bean, or its number
	 * @param filters its filters
	 */
	record Chain(String name, List<Filter> filters) {

	}

}
