package io.github.corsstarter.applicationrules;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/**
 * Finds the CORS rules in the properties of other components: the actuator, Spring for
 * GraphQL and, on WebFlux, Spring Cloud Gateway.
 */
final class PropertyApplicationRules implements ApplicationRuleSource {

	static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.endpoint.web.CorsEndpointProperties";

	private static final String ACTUATOR_CORS = "management.endpoints.web.cors";

	static final String GRAPHQL = "org.springframework.graphql.server.WebGraphQlHandler";

	private static final String GRAPHQL_CORS = "spring.graphql.cors";

	/** Gateway for Spring MVC has no CORS properties. */
	static final String GATEWAY = "org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping";

	private static final int DEFAULT_PORT = 8080;

	private static final long DEFAULT_MAX_AGE = 1800;

	private final Environment environment;

	private final Predicate<String> present;

	private final Stack stack;

	private final String dispatcherPath;

	/**
	 * Create a source.
	 * @param environment the properties
	 * @param present whether a class is on the class path
	 * @param stack the stack of the application
	 * @param dispatcherPath the path that precedes the paths of the handler mappings, or
	 * an empty string
	 */
	PropertyApplicationRules(Environment environment, Predicate<String> present, Stack stack, String dispatcherPath) {
		this.environment = environment;
		this.present = present;
		this.stack = stack;
		this.dispatcherPath = dispatcherPath;
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		List<ApplicationRule> rules = new ArrayList<>();
		addActuator(rules);
		addGraphQl(rules);
		addGateway(rules);
		return rules;
	}

	/**
	 * On a separate port, policies see paths without the base path of the management
	 * server and without the path of the dispatcher servlet.
	 */
	private void addActuator(List<ApplicationRule> rules) {
		Settings settings = this.present.test(ACTUATOR) ? settings(ACTUATOR_CORS) : null;
		Integer port = number("management.server.port");
		if (settings == null || (port != null && port < 0)) {
			return;
		}
		boolean separate = hasManagementPort();
		String path = UrlPath.normalize(property("management.endpoints.web.base-path", "/actuator")) + "/**";
		rules.add(new ApplicationRule(ACTUATOR_CORS, List.of(separate ? path : this.dispatcherPath + path), settings));
	}

	/**
	 * The part of the paths on a separate management port that policies do not see.
	 * @return the path, or an empty string
	 */
	String managementBasePath() {
		return hasManagementPort() ? UrlPath.normalize(property("management.server.base-path", "")) : "";
	}

	boolean hasManagementPort() {
		Integer port = number("management.server.port");
		Integer serverPort = number("server.port");
		int ownPort = (serverPort != null) ? serverPort : DEFAULT_PORT;
		// Port 0 means a random port, which differs from the port of the server.
		return port != null && (port != ownPort || port == 0);
	}

	/** Whether the actuator has a port of its own. */
	boolean isActuatorOnOwnPort() {
		Integer port = number("management.server.port");
		return this.present.test(ACTUATOR) && hasManagementPort() && port != null && port >= 0;
	}

	/**
	 * The rules of a separate management port, whose handler mappings are in another
	 * application context.
	 */
	List<ApplicationRule> ofManagementPort() {
		List<ApplicationRule> rules = new ArrayList<>();
		if (hasManagementPort()) {
			addActuator(rules);
		}
		return rules;
	}

	private void addGraphQl(List<ApplicationRule> rules) {
		Settings settings = this.present.test(GRAPHQL) ? settings(GRAPHQL_CORS) : null;
		if (settings == null) {
			return;
		}
		String httpPath = UrlPath
			.normalize(property("spring.graphql.http.path", property("spring.graphql.path", "/graphql")));
		String socketPath = UrlPath.normalize(property("spring.graphql.websocket.path", ""));
		// The property configures both the CORS rule and the origin check of handshakes.
		// So the CORS rule cannot be removed while handshakes need the property.
		// In WebFlux, the origin check of handshakes is an ordinary CORS rule.
		Precedence precedence = (this.stack == Stack.SERVLET && !socketPath.isEmpty()) ? Precedence.ON_HANDSHAKES
				: Precedence.AFTER_POLICIES;
		Set<String> paths = new LinkedHashSet<>(List.of(httpPath));
		if (!socketPath.isEmpty()) {
			paths.add(socketPath);
		}
		paths.forEach((path) -> rules
			.add(new ApplicationRule(GRAPHQL_CORS, List.of(this.dispatcherPath + path), settings, precedence)));
	}

	private void addGateway(List<ApplicationRule> rules) {
		if (this.stack == Stack.REACTIVE && this.present.test(GATEWAY)) {
			rules.addAll(new GatewayApplicationRules(this.environment).find());
		}
	}

	/**
	 * The settings, or {@code null} if they allow no origin. The component then has no
	 * CORS rule at all, and the other properties, which take time to bind, do not matter.
	 */
	private @Nullable Settings settings(String prefix) {
		List<String> origins = list(prefix + ".allowed-origins", List.of());
		List<String> patterns = list(prefix + ".allowed-origin-patterns", null);
		boolean onlyPatterns = origins != null && origins.isEmpty() && patterns != null;
		origins = onlyPatterns ? null : origins;
		List<String> all = Settings.ofOrigins(origins, patterns).originsAndPatterns();
		if (all != null && all.isEmpty()) {
			return null;
		}
		return new Settings(origins, patterns, list(prefix + ".allowed-methods", null),
				list(prefix + ".allowed-headers", null), list(prefix + ".exposed-headers", null),
				value(prefix + ".allow-credentials", Boolean.class), maxAge(prefix + ".max-age"));
	}

	/** The list, or {@code null} if binding fails. */
	private @Nullable List<String> list(String name, @Nullable List<String> defaultValue) {
		try {
			return Binder.get(this.environment).bind(name, Bindable.listOf(String.class)).orElse(defaultValue);
		}
		catch (BindException ex) {
			return null;
		}
	}

	private <T> @Nullable T value(String name, Class<T> type) {
		try {
			return Binder.get(this.environment).bind(name, type).orElse(null);
		}
		catch (BindException ex) {
			return null;
		}
	}

	/** Both components use the same default. A bare number is in seconds. */
	private @Nullable Long maxAge(String name) {
		String text = value(name, String.class);
		try {
			return (text != null) ? DurationStyle.detectAndParse(text, ChronoUnit.SECONDS).toSeconds()
					: Long.valueOf(DEFAULT_MAX_AGE);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private @Nullable Integer number(String name) {
		try {
			return this.environment.getProperty(name, Integer.class);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private String property(String name, String defaultValue) {
		return this.environment.getProperty(name, defaultValue);
	}

}
