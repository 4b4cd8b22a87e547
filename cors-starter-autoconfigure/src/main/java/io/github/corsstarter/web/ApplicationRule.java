package io.github.corsstarter.web;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * A CORS rule of the application's own, beside the policies. Immutable.
 *
 * @param source what it is, such as {@code @CrossOrigin OrderController#list}
 * @param paths the path patterns that it is for, below the context path; a path on a
 * separate management server begins with its port ({@code :8081/actuator/**}) unless the
 * policies are enforced there, too
 * @param allowedOrigins the origins and origin patterns that it allows, as it has them,
 * or {@code null} where they cannot be seen
 */
public record ApplicationRule(String source, List<String> paths, @Nullable List<String> allowedOrigins) {

	/**
	 * Create a rule.
	 * @param source what it is
	 * @param paths the path patterns that it is for
	 * @param allowedOrigins the origins that it allows, or {@code null} where they cannot
	 * be seen
	 */
	public ApplicationRule {
		paths = List.copyOf(paths);
		allowedOrigins = (allowedOrigins != null) ? List.copyOf(allowedOrigins) : null;
	}

	/**
	 * Create a rule from a configuration of Spring's.
	 * @param source what it is
	 * @param path the path pattern that it is for
	 * @param configuration what it allows
	 * @return the rule
	 */
	public static ApplicationRule of(String source, String path, CorsConfiguration configuration) {
		Set<String> origins = new LinkedHashSet<>();
		if (configuration.getAllowedOrigins() != null) {
			origins.addAll(configuration.getAllowedOrigins());
		}
		if (configuration.getAllowedOriginPatterns() != null) {
			origins.addAll(configuration.getAllowedOriginPatterns());
		}
		return new ApplicationRule(source, List.of(path), List.copyOf(origins));
	}

	/**
	 * Create a rule that is known to be there, and no more.
	 * @param source what it is
	 * @return a rule that may be for any path
	 */
	public static ApplicationRule unknown(String source) {
		return new ApplicationRule(source, List.of("/**"), null);
	}

}
