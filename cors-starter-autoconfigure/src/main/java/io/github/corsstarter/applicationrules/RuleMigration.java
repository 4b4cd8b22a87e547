package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.web.CorsPolicies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Writes the configuration of policies that allow the same as the CORS rules that an
 * application has today. Sends no request and changes nothing.
 */
public final class RuleMigration {

	private static final Log logger = LogFactory.getLog(RuleMigration.class);

	private static final String SERVLET_CONTEXT = "org.springframework.web.context.WebApplicationContext";

	private static final String FILTER_REGISTRATION = "org.springframework.boot.web.servlet.FilterRegistrationBean";

	private static final String SPRING_MVC = "org.springframework.web.servlet.handler.AbstractHandlerMapping";

	private static final String SPRING_WEBFLUX = "org.springframework.web.reactive.HandlerMapping";

	private static final List<String> ACTUATOR_MAPPINGS = List.of("webEndpointServletHandlerMapping",
			"webEndpointReactiveHandlerMapping");

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final boolean servlet;

	private final ExistingRules rules = new ExistingRules();

	private RuleMigration(ConfigurableListableBeanFactory beanFactory, Environment environment, boolean servlet) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.servlet = servlet;
	}

	/**
	 * Write the configuration.
	 * @param context the application; a web application of either stack that is running
	 * @return a YAML document. Comments name each rule, and say where a policy differs
	 * from it. If the application has no policies, the document has
	 * {@code cors.defaults.enforce: false}; otherwise each of its policies has
	 * {@code enforce: false}
	 */
	public static String of(ApplicationContext context) {
		if (!(context.getAutowireCapableBeanFactory() instanceof ConfigurableListableBeanFactory beanFactory)) {
			throw new IllegalArgumentException("The application context has no list of beans");
		}
		CorsPolicies policies = context.getBeanProvider(CorsPolicies.class).getIfAvailable();
		RuleMigration migration = new RuleMigration(beanFactory, context.getEnvironment(), isServlet(context));
		return migration.write((policies != null) ? policies.policies() : List.of());
	}

	private static boolean isServlet(ApplicationContext context) {
		Class<?> type = load(SERVLET_CONTEXT, context.getClassLoader());
		return type != null && type.isInstance(context);
	}

	private static @Nullable Class<?> load(String name, @Nullable ClassLoader classLoader) {
		try {
			return ClassUtils.forName(name, classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	private String write(Collection<CorsPolicy> policies) {
		ApplicationRuleSources sources = this.servlet
				? ApplicationRuleSources.servlet(this.environment, this.beanFactory)
				: ApplicationRuleSources.reactive(this.environment, this.beanFactory);
		List<ApplicationRule> properties = new ArrayList<>();
		collect("properties", () -> properties.addAll(sources.properties().applicationRules()));
		collect("actuator", () -> addActuator(properties, sources.dispatcherPath(), sources.hasManagementPort()));
		if (this.servlet) {
			collectServlet(sources, properties);
		}
		else {
			collectReactive(properties);
		}
		removeInvalidPaths();
		return new MigrationWriter(this.rules, policies, new OriginProperties(this.environment), this.environment)
			.write();
	}

	private void collectServlet(ApplicationRuleSources sources, List<ApplicationRule> properties) {
		if (isPresent(FILTER_REGISTRATION)) {
			collect("filters",
					() -> new ServletExistingRules(this.beanFactory, this.rules).addFilters(this.environment));
		}
		if (isPresent(SPRING_MVC)) {
			collect("Spring MVC", () -> new MvcExistingRules(this.beanFactory, sources.dispatcherPath(), properties)
				.addTo(this.rules));
		}
	}

	private void collectReactive(List<ApplicationRule> properties) {
		if (isPresent(SPRING_WEBFLUX)) {
			collect("filters", () -> new ReactiveExistingRules(this.beanFactory, this.rules).addFilters());
			collect("Spring WebFlux", () -> new WebFluxExistingRules(this.beanFactory, properties).addTo(this.rules));
		}
		properties.stream()
			.filter((rule) -> rule.source().startsWith("spring.cloud.gateway."))
			.forEach((rule) -> rule.paths().forEach((path) -> addGateway(rule, path)));
	}

	/** One component that fails must not hide the rules of the others. */
	private void collect(String component, Runnable collector) {
		try {
			collector.run();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The CORS rules of " + component + " cannot be read", ex);
			this.rules.remarks().add("Unknown: the rules of " + component + ", because reading them failed.");
		}
	}

	private boolean isPresent(String type) {
		return ClassUtils.isPresent(type, this.beanFactory.getBeanClassLoader());
	}

	/** The actuator's handlers have their own rule, and no other applies to them. */
	private void addActuator(List<ApplicationRule> properties, String dispatcherPath, boolean ownPort) {
		ApplicationRule rule = properties.stream()
			.filter((candidate) -> candidate.source().startsWith("management."))
			.findFirst()
			.orElse(null);
		if (rule != null) {
			rule.paths().forEach((path) -> addActuator(rule, path, ownPort));
			return;
		}
		String path = UrlPath
			.normalize(this.environment.getProperty("management.endpoints.web.base-path", "/actuator"));
		if (!path.isEmpty() && ACTUATOR_MAPPINGS.stream().anyMatch(this.beanFactory::containsBean)) {
			this.rules.handlers()
				.add(new HandlerRule("", dispatcherPath + path + "/**", Set.of(), null, false, List.of()));
		}
	}

	/** Policies apply on both ports. */
	private void addActuator(ApplicationRule rule, String path, boolean ownPort) {
		if (ownPort && path.equals("/**")) {
			this.rules.remarks()
				.add("Left out: " + rule.source()
						+ ". The actuator has its own port, but a policy for its path /** would"
						+ " also cover the port of the application.");
			return;
		}
		List<String> notes = ownPort ? List.of("The actuator has its own port. This policy also covers these paths on"
				+ " the port of the application, where the rule does not apply now.") : List.of();
		this.rules.handlers()
			.add(new HandlerRule(rule.source(), path, Set.of(), configuration(rule.settings()), false, notes));
	}

	private void addGateway(ApplicationRule rule, String path) {
		if (this.rules.globals().stream().noneMatch((other) -> other.pattern().equals(path))) {
			this.rules.globals().add(new UrlRule(rule.source(), path, configuration(rule.settings())));
		}
	}

	private static CorsConfiguration configuration(Settings settings) {
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

	/** A pattern for another path matcher may not be a valid {@code PathPattern}. */
	private void removeInvalidPaths() {
		Set<String> invalid = new LinkedHashSet<>();
		this.rules.handlers().removeIf((rule) -> isInvalid(rule.pattern(), invalid));
		this.rules.globals().removeIf((rule) -> isInvalid(rule.pattern(), invalid));
		invalid.forEach((path) -> this.rules.remarks()
			.add("Left out: a policy cannot have the path " + MigrationYaml.shown(path) + "."));
	}

	private static boolean isInvalid(String path, Set<String> invalid) {
		try {
			PathPatternParser.defaultInstance.parse(path);
			return false;
		}
		catch (PatternParseException ex) {
			invalid.add(path);
			return true;
		}
	}

}
