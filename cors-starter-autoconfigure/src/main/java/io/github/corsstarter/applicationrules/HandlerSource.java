package io.github.corsstarter.applicationrules;

import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * Reads the rule of a handler of Spring MVC that is a {@link CorsConfigurationSource}. In
 * Spring, these are SockJS and static resources.
 */
final class HandlerSource {

	private static final String ORIGIN = "https://origin.invalid";

	private final ConfigurableListableBeanFactory beanFactory;

	private final ExistingRules rules;

	HandlerSource(ConfigurableListableBeanFactory beanFactory, ExistingRules rules) {
		this.beanFactory = beanFactory;
		this.rules = rules;
	}

	/** The name of the rules of the handlers of a handler mapping. */
	static String label(String mapping) {
		return "the handlers of the handler mapping '" + mapping + "'";
	}

	/**
	 * The rule of a handler.
	 * @param mapping the name of its handler mapping
	 * @param path its path
	 * @param handler the handler, or the name of its bean
	 * @return the rule, or {@code null} if it has none or it is unknown
	 */
	@Nullable CorsConfiguration settings(String mapping, String path, Object handler) {
		Object bean = handler;
		if (handler instanceof String name) {
			bean = this.beanFactory.containsSingleton(name) ? this.beanFactory.getSingleton(name) : null;
		}
		if (!(bean instanceof CorsConfigurationSource source)) {
			return null;
		}
		try {
			return source.getCorsConfiguration(request(path));
		}
		catch (RuntimeException ex) {
			this.rules.remarks()
				.add("Unknown: the rule of the handler for " + MigrationYaml.shown(path) + " of the handler mapping '"
						+ mapping + "', because it decides in code. Write its rules by hand.");
			return null;
		}
	}

	/** Every header has the origin as its value. */
	private static HttpServletRequest request(String path) {
		return SourceReader.request(HttpServletRequest.class,
				Map.of("getMethod", "GET", "getRequestURI", path, "getServletPath", path, "getContextPath", "",
						"getServerName", "localhost", "getScheme", "http", "getServerPort", 80, "getHeader", ORIGIN));
	}

}
