package io.github.corsstarter.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

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

}
