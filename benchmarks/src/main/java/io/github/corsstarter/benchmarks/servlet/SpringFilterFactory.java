package io.github.corsstarter.benchmarks.servlet;

import io.github.corsstarter.benchmarks.scenario.Rules;
import jakarta.servlet.Filter;

import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Creates Spring's filter, in the version of this class's class loader.
 */
public final class SpringFilterFactory implements FilterFactory {

	@Override
	public Filter create(Rules rules) {
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		for (Rules.Rule rule : rules.rules()) {
			source.registerCorsConfiguration(rule.path(), configuration(rule));
		}
		return new CorsFilter(source);
	}

	/**
	 * Turn a rule into Spring's configuration.
	 * @param rule the rule
	 * @return the configuration
	 */
	public static CorsConfiguration configuration(Rules.Rule rule) {
		CorsConfiguration configuration = new CorsConfiguration();
		if (!rule.origins().isEmpty()) {
			configuration.setAllowedOrigins(rule.origins());
		}
		if (!rule.parents().isEmpty()) {
			configuration
				.setAllowedOriginPatterns(rule.parents().stream().map((parent) -> "https://*." + parent).toList());
		}
		configuration.setAllowedMethods(Rules.METHODS);
		configuration.setAllowedHeaders(Rules.HEADERS);
		configuration.setExposedHeaders(Rules.EXPOSED);
		configuration.setAllowCredentials(true);
		configuration.setMaxAge((long) Rules.MAX_AGE);
		return configuration;
	}

}
