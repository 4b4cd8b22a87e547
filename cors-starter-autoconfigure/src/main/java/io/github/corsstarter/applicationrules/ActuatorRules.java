package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Set;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * The rule of the actuator, whose handlers no other rule applies to.
 */
final class ActuatorRules {

	private static final List<String> MAPPINGS = List.of("webEndpointServletHandlerMapping",
			"webEndpointReactiveHandlerMapping");

	private final @Nullable ApplicationRule rule;

	private final String path;

	private final boolean separate;

	private boolean added;

	/**
	 * Create the rule of the actuator.
	 * @param rule the rule, or {@code null} if there is none
	 * @param path the path of all endpoints; empty if each endpoint has a path of its own
	 * @param separate whether the actuator has its own port
	 */
	ActuatorRules(@Nullable ApplicationRule rule, String path, boolean separate) {
		this.rule = rule;
		this.path = path;
		this.separate = separate;
	}

	/** The names of the actuator's handler mappings. */
	static List<String> mappings() {
		return MAPPINGS;
	}

	/** Add the rule for the path of all endpoints. */
	void addTo(ExistingRules rules) {
		String source = source();
		if (!this.path.isEmpty()) {
			this.added = true;
			rules.handlers()
				.add(new HandlerRule(source, this.path + "/**", Set.of(), configuration(), false,
						(this.separate && this.rule != null) ? List
							.of("The actuator has its own port. On the port of the application, the policy also"
									+ " applies to these paths.")
								: List.of()));
		}
		else if (this.separate) {
			rules.remarks()
				.add((this.rule != null)
						? "Left out: " + source
								+ ", because the actuator has its own port and no path of its own. A policy"
								+ " would also apply to the port of the application."
						: "The actuator has its own port and no CORS rule there. Policies also apply to that port.");
		}
	}

	/** Whether a path is below the path of all endpoints. */
	boolean isAdded(String pattern) {
		return this.added && (pattern.equals(this.path) || pattern.startsWith(this.path + "/"));
	}

	String source() {
		return (this.rule != null) ? this.rule.source() : "";
	}

	/** The settings of a handler of a handler mapping, if it is the actuator's. */
	@Nullable CorsConfiguration settings(String mapping) {
		return MAPPINGS.contains(mapping) ? configuration() : null;
	}

	private @Nullable CorsConfiguration configuration() {
		if (this.rule == null) {
			return null;
		}
		return configuration(this.rule.settings());
	}

	/** The settings as Spring has them. */
	static CorsConfiguration configuration(Settings settings) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(orNull(settings.allowedOrigins()));
		configuration.setAllowedOriginPatterns(orNull(settings.allowedOriginPatterns()));
		configuration.setAllowedMethods(orNull(settings.allowedMethods()));
		configuration.setAllowedHeaders(orNull(settings.allowedHeaders()));
		configuration.setExposedHeaders(orNull(settings.exposedHeaders()));
		configuration.setAllowCredentials(settings.allowCredentials());
		configuration.setMaxAge(settings.maxAge());
		return configuration;
	}

	private static @Nullable List<String> orNull(@Nullable List<String> values) {
		return (values == null || values.isEmpty()) ? null : values;
	}

}
