package io.github.corsstarter.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Checks that the filter of the starter runs before Spring Security's filter.
 */
final class FilterOrderCheck {

	private static final Log logger = LogFactory.getLog(CorsAutoConfiguration.class);

	/** Spring Boot's default order for Spring Security's filter, on both stacks. */
	private static final int DEFAULT = -100;

	private FilterOrderCheck() {
	}

	static void checkServletFilter(int filterOrder, Environment environment) {
		int order = environment.getProperty("spring.security.filter.order", Integer.class, DEFAULT);
		check(filterOrder, order, "org.springframework.security.web.SecurityFilterChain");
	}

	static void checkWebFilter(int filterOrder) {
		check(filterOrder, DEFAULT, "org.springframework.security.web.server.SecurityWebFilterChain");
	}

	private static void check(int filterOrder, int order, String security) {
		if (filterOrder >= order && ClassUtils.isPresent(security, null)) {
			logger.warn("cors.filter-order is " + filterOrder
					+ ", but must be lower than the order of Spring Security's filter (" + order
					+ "). Otherwise preflights have to pass authentication, and Spring Security's own responses have no"
					+ " CORS headers. Remove cors.filter-order.");
		}
	}

}
