package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Finds the CORS rules in the properties of other components: the actuator, Spring for
 * GraphQL and, on WebFlux, Spring Cloud Gateway.
 */
final class PropertyApplicationRules implements ApplicationRuleSource {

	static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.endpoint.web.CorsEndpointProperties";

	static final String GRAPHQL = "org.springframework.graphql.server.WebGraphQlHandler";

	private static final String GRAPHQL_CORS = "spring.graphql.cors";

	/** Gateway for Spring MVC has no CORS properties. */
	static final String GATEWAY = "org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping";

	private static final int DEFAULT_PORT = 8080;

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
		String prefix = "management.endpoints.web.cors";
		List<String> origins = origins(prefix);
		Integer port = number("management.server.port");
		boolean none = origins != null && origins.isEmpty();
		if (!this.present.test(ACTUATOR) || none || (port != null && port < 0)) {
			return;
		}
		Integer serverPort = number("server.port");
		int ownPort = (serverPort != null) ? serverPort : DEFAULT_PORT;
		// Port 0 means a random port, which differs from the port of the server.
		boolean separate = port != null && (port != ownPort || port == 0);
		String path = UrlPath.normalize(property("management.endpoints.web.base-path", "/actuator")) + "/**";
		rules.add(new ApplicationRule(prefix, List.of(separate ? path : this.dispatcherPath + path), origins));
	}

	private void addGraphQl(List<ApplicationRule> rules) {
		List<String> origins = origins(GRAPHQL_CORS);
		if (!this.present.test(GRAPHQL) || (origins != null && origins.isEmpty())) {
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
			.add(new ApplicationRule(GRAPHQL_CORS, List.of(this.dispatcherPath + path), origins, precedence)));
	}

	private void addGateway(List<ApplicationRule> rules) {
		if (this.stack == Stack.REACTIVE && this.present.test(GATEWAY)) {
			rules.addAll(new GatewayApplicationRules(this.environment).find());
		}
	}

	/** The allowed origins; empty if none are set, {@code null} if binding fails. */
	private @Nullable List<String> origins(String prefix) {
		Set<String> origins = new LinkedHashSet<>();
		try {
			for (String key : List.of("allowed-origins", "allowed-origin-patterns")) {
				origins.addAll(Binder.get(this.environment)
					.bind(prefix + "." + key, Bindable.listOf(String.class))
					.orElse(List.of()));
			}
		}
		catch (BindException ex) {
			return null;
		}
		return List.copyOf(origins);
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
