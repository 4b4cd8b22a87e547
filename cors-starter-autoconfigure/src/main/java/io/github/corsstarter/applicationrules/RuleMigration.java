package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.Scope;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.web.CorsPolicies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Writes policies that allow the same requests as the CORS rules that an application has
 * today. Sends no request and changes nothing.
 */
public final class RuleMigration {

	private static final Log logger = LogFactory.getLog(RuleMigration.class);

	private static final String SERVLET_CONTEXT = "org.springframework.web.context.WebApplicationContext";

	private static final String FILTER_REGISTRATION = "org.springframework.boot.web.servlet.FilterRegistrationBean";

	private static final String SPRING_MVC = "org.springframework.web.servlet.handler.AbstractHandlerMapping";

	private static final String GATEWAY = "spring.cloud.gateway.";

	private static final String SPRING_WEBFLUX = "org.springframework.web.reactive.HandlerMapping";

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
		ActuatorRules actuator = actuator(properties, sources);
		actuator.addTo(this.rules);
		if (this.servlet) {
			collectServlet(sources, properties, actuator);
		}
		else {
			collectReactive(properties, actuator);
		}
		removeInvalidPaths();
		return new MigrationWriter(this.rules, policies, new OriginProperties(this.environment), this.environment)
			.write();
	}

	private void collectServlet(ApplicationRuleSources sources, List<ApplicationRule> properties,
			ActuatorRules actuator) {
		if (isPresent(FILTER_REGISTRATION)) {
			collect("filters",
					() -> new ServletExistingRules(this.beanFactory, this.rules).addFilters(this.environment));
		}
		if (isPresent(SPRING_MVC)) {
			collect("servlets", () -> new OtherServlets(this.beanFactory, sources.dispatcherPath()).addTo(this.rules));
			collect("Spring MVC",
					() -> new MvcExistingRules(this.beanFactory, sources.dispatcherPath(), properties, actuator)
						.addTo(this.rules));
		}
	}

	private void collectReactive(List<ApplicationRule> properties, ActuatorRules actuator) {
		if (isPresent(SPRING_WEBFLUX)) {
			collect("filters", () -> new ReactiveExistingRules(this.beanFactory, this.rules).addFilters());
			collect("Spring WebFlux",
					() -> new WebFluxExistingRules(this.beanFactory, properties, actuator).addTo(this.rules));
		}
		properties.stream()
			.filter((rule) -> rule.source().startsWith(GATEWAY))
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

	private ActuatorRules actuator(List<ApplicationRule> properties, ApplicationRuleSources sources) {
		ApplicationRule rule = properties.stream()
			.filter((candidate) -> candidate.source().startsWith("management."))
			.findFirst()
			.orElse(null);
		boolean separate = sources.isActuatorOnOwnPort();
		boolean present = separate || ActuatorRules.mappings().stream().anyMatch(this.beanFactory::containsBean);
		String path = UrlPath
			.normalize(this.environment.getProperty("management.endpoints.web.base-path", "/actuator"));
		String own = (separate || path.isEmpty()) ? path : sources.dispatcherPath() + path;
		return new ActuatorRules(rule, (rule != null || present) ? own : "", separate);
	}

	/** A route that the handler mapping of Gateway does not have yet. */
	private void addGateway(ApplicationRule rule, String path) {
		if (this.rules.handlers()
			.stream()
			.noneMatch((other) -> other.pattern().equals(path) && other.source().startsWith(GATEWAY))) {
			this.rules.handlers()
				.add(new HandlerRule(1, rule.source(), path, Set.of(), ActuatorRules.configuration(rule.settings()),
						false, Scope.ALL_OF_METHODS, List.of()));
		}
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
