package io.github.corsstarter.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The place of Spring Security's filter among others: ours belongs in front of it.
 */
final class FilterOrderCheck {

	private static final Log logger = LogFactory.getLog(CorsAutoConfiguration.class);

	/** Spring Boot's, in both stacks. */
	private static final int DEFAULT = -100;

	private FilterOrderCheck() {
	}

	static void warnIfBehind(int filterOrder, Environment environment, boolean servlet) {
		String filter = servlet ? "org.springframework.security.web.SecurityFilterChain"
				: "org.springframework.security.web.server.SecurityWebFilterChain";
		Integer configured = servlet ? environment.getProperty("spring.security.filter.order", Integer.class) : null;
		int order = (configured != null) ? configured : DEFAULT;
		if (filterOrder >= order && ClassUtils.isPresent(filter, null)) {
			logger.warn("cors.filter-order is " + filterOrder + ", behind Spring Security's filter (" + order
					+ "): preflights meet authentication, and its own answers carry no CORS headers. Leave it out.");
		}
	}

}
