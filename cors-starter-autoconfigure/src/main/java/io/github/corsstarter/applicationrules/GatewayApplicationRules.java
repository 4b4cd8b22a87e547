package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Finds the CORS rules in the properties of Spring Cloud Gateway for WebFlux: the global
 * rules, and the rules in the metadata of routes. Gateway for Spring MVC has no such
 * properties. The old names of these properties have no effect in any Gateway for Spring
 * Boot 3.5 or later.
 */
final class GatewayApplicationRules {

	private static final String PREFIX = "spring.cloud.gateway.server.webflux";

	private static final Bindable<List<Map<String, Object>>> ROUTES = Bindable.of(ResolvableType
		.forClassWithGenerics(List.class, ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)));

	private final Binder binder;

	GatewayApplicationRules(Environment environment) {
		this.binder = Binder.get(environment);
	}

	List<ApplicationRule> find() {
		List<ApplicationRule> rules = new ArrayList<>();
		addGlobal(rules, PREFIX + ".globalcors");
		addRoutes(rules, PREFIX + ".routes");
		return rules;
	}

	private void addGlobal(List<ApplicationRule> rules, String name) {
		try {
			this.binder.bind(name + ".cors-configurations", Bindable.mapOf(String.class, CorsConfiguration.class))
				.orElse(Map.of())
				.forEach((path, configuration) -> rules.add(ApplicationRule.of(name, path, configuration)));
		}
		catch (BindException ex) {
			rules.add(ApplicationRule.unknown(name));
		}
	}

	private void addRoutes(List<ApplicationRule> rules, String name) {
		List<Map<String, Object>> routes;
		try {
			routes = this.binder.bind(name, ROUTES).orElse(List.of());
		}
		catch (BindException ex) {
			// Gateway cannot create routes from this value, so there is no rule.
			return;
		}
		for (int i = 0; i < routes.size(); i++) {
			if (routes.get(i).get("metadata") instanceof Map<?, ?> metadata
					&& metadata.get("cors") instanceof Map<?, ?> cors) {
				rules.add(new ApplicationRule(name + "[" + i + "].metadata.cors",
						List.of(path(routes.get(i).get("predicates"))), settings(cors)));
			}
		}
	}

	private static Settings settings(Map<?, ?> cors) {
		Object credentials = cors.get("allowCredentials");
		return new Settings(values(cors.get("allowedOrigins")), optional(cors.get("allowedOriginPatterns")),
				optional(cors.get("allowedMethods")), optional(cors.get("allowedHeaders")),
				optional(cors.get("exposedHeaders")),
				(credentials != null) ? Boolean.valueOf(credentials.toString()) : null, seconds(cors.get("maxAge")));
	}

	private static @Nullable List<String> optional(@Nullable Object value) {
		return (value != null) ? values(value) : null;
	}

	private static @Nullable Long seconds(@Nullable Object value) {
		try {
			return (value != null) ? Long.valueOf(value.toString()) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Gateway applies a route's rule to the first pattern of its first path predicate.
	 */
	private static String path(@Nullable Object predicates) {
		if (predicates instanceof Map<?, ?> byIndex) {
			for (Object predicate : byIndex.values()) {
				String patterns = patterns(predicate);
				if (patterns != null) {
					return StringUtils.commaDelimitedListToStringArray(patterns)[0].strip();
				}
			}
		}
		return "/**";
	}

	private static @Nullable String patterns(Object predicate) {
		if (predicate instanceof Map<?, ?> parts) {
			List<String> patterns = "Path".equals(parts.get("name")) ? patternsOf(parts.get("args")) : List.of();
			return patterns.isEmpty() ? null : patterns.get(0);
		}
		String text = predicate.toString();
		return text.startsWith("Path=") ? text.substring("Path=".length()) : null;
	}

	/** Arguments without names get generated names. */
	private static List<String> patternsOf(@Nullable Object args) {
		return (args instanceof Map<?, ?> named) ? values(named.containsKey("patterns") ? named.get("patterns") : named)
				: List.of();
	}

	/** The binder turns a list inside a map into a map from index to element. */
	private static List<String> values(@Nullable Object value) {
		if (value instanceof Map<?, ?> byIndex) {
			return byIndex.values().stream().map(String::valueOf).toList();
		}
		return (value != null) ? List.of(value.toString()) : List.of();
	}

}
