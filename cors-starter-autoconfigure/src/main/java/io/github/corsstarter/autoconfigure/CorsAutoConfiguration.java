package io.github.corsstarter.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.observe.CorsShadowListener;
import io.github.corsstarter.observe.CorsShadows;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPoliciesReloadedEvent;
import io.github.corsstarter.web.CorsPolicySource;
import io.github.corsstarter.web.CorsReload;
import io.github.corsstarter.web.CorsReloadAttempt;
import io.github.corsstarter.web.CorsReloadListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for the policies in force. They come from {@code cors.policies} and
 * from every {@link CorsPolicySource} bean. In all auto-configurations of the starter,
 * parameters have the names of beans, because Spring then finds the beans faster.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@Conditional(CorsEnabledCondition.class)
public final class CorsAutoConfiguration {

	private static final Log logger = LogFactory.getLog(CorsAutoConfiguration.class);

	private static final int MAX_LISTED = 10;

	/** Applications have beans with simpler names, such as {@code corsProperties}. */
	@Bean
	PropertiesCorsPolicySource corsPropertiesPolicySource(ConfigurableEnvironment environment) {
		return new PropertiesCorsPolicySource(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	CorsPolicies corsPolicies(PropertiesCorsPolicySource corsPropertiesPolicySource,
			ObjectProvider<CorsPolicySource> sources, ConfigurableApplicationContext context,
			ObjectProvider<CorsRejections> corsRejections, ObjectProvider<CorsShadows> corsShadows,
			ObjectProvider<CorsReloadListener> listeners) {
		CorsPolicies policies = load(corsPropertiesPolicySource, PolicySourceBeans.find(sources, context),
				(attempt) -> {
					if (!context.isActive()) {
						// The beans are gone, or will be soon.
						return;
					}
					CorsReload reload = attempt.reload();
					if (reload != null) {
						corsRejections.ifAvailable(CorsRejections::warnAgain);
						corsShadows.ifAvailable(CorsShadows::warnAgain);
						reloaded(reload, context);
					}
					inform(listeners, attempt);
				});
		report(policies);
		return policies;
	}

	/**
	 * Load the policies of all sources, with the settings of the properties.
	 */
	static CorsPolicies load(PropertiesCorsPolicySource properties, Map<String, CorsPolicySource> sources,
			CorsReloadListener listener) {
		return new CorsPolicies(properties, sources, properties.settings().debug(), listener);
	}

	private static void inform(ObjectProvider<CorsReloadListener> listeners, CorsReloadAttempt attempt) {
		listeners.orderedStream().forEach((listener) -> {
			try {
				listener.onReload(attempt);
			}
			catch (RuntimeException ex) {
				logger.warn("A CorsReloadListener has failed. This does not affect the rules.", ex);
			}
		});
	}

	@Bean
	ReloadInterval corsReloadInterval(PropertiesCorsPolicySource corsPropertiesPolicySource,
			CorsPolicies corsPolicies) {
		return new ReloadInterval(corsPolicies, corsPropertiesPolicySource.reloadInterval());
	}

	@Bean
	@ConditionalOnMissingBean
	CorsRejections corsRejections(ApplicationContext context) {
		return new CorsRejections(Clock.systemUTC(),
				(event) -> context.publishEvent(new RejectionPublication(context, event)));
	}

	@Bean
	@ConditionalOnMissingBean
	CorsShadows corsShadows(CorsPolicies corsPolicies, ObjectProvider<CorsShadowListener> listeners) {
		return new CorsShadows(corsPolicies, CorsShadowListener.of(listeners.orderedStream().toList()),
				Clock.systemUTC());
	}

	@Bean
	StaticLocationCheck corsStaticLocationCheck(ConfigurableEnvironment environment, CorsPolicies corsPolicies) {
		return new StaticLocationCheck(environment, corsPolicies);
	}

	private static void reloaded(CorsReload reload, ApplicationEventPublisher events) {
		CorsGeneration generation = reload.current();
		logger.info("CORS policies reloaded: generation " + generation.number() + ", " + generation.policies().size()
				+ ((generation.policies().size() == 1) ? " policy" : " policies"));
		if (generation.policies().isEmpty()) {
			logger
				.warn("After the reload there is no CORS policy, so no path is covered. If this is not intended, check"
						+ " for an empty or missing configuration file, or for a policy source without policies.");
		}
		else {
			warnOfRemoval(reload);
		}
		reportHosts(reload);
		warnOfWatching(generation.policies());
		warn(reload.newWarnings());
		try {
			events.publishEvent(new CorsPoliciesReloadedEvent(generation));
		}
		catch (RuntimeException ex) {
			// The new rules are in force, so a failing listener must not make the reload
			// look as if it had failed.
			logger.warn("A listener for CorsPoliciesReloadedEvent has failed. The new rules are in force.", ex);
		}
	}

	private static void reportHosts(CorsReload reload) {
		AllowedHosts hosts = reload.current().allowedHosts();
		if (hosts.entries().equals(reload.previous().allowedHosts().entries())) {
			return;
		}
		if (hosts.isAny()) {
			logger.warn("The reload has removed " + AllowedHosts.PROPERTY + ", so requests to every host are allowed.");
		}
		else {
			logger.info(AllowedHosts.PROPERTY + " is now " + first(hosts.entries()));
		}
	}

	private static void warnOfRemoval(CorsReload reload) {
		List<String> policies = reload.removedPolicies();
		List<String> paths = reload.removedPaths()
			.stream()
			.map((path) -> path.path() + " of '" + path.policy() + "' ("
					+ ((path.now() != null) ? "now covered by '" + path.now() + "')"
							: "now not covered by any single policy)"))
			.toList();
		if (policies.isEmpty() && paths.isEmpty()) {
			return;
		}
		logger.warn("The reload has removed " + (policies.isEmpty() ? "" : "the policies " + first(policies))
				+ ((policies.isEmpty() || paths.isEmpty()) ? "" : ", and ")
				+ (paths.isEmpty() ? "" : "the paths " + first(paths))
				+ ". If this is not intended, check for an incomplete configuration file or policy source.");
	}

	private static void warnOfWatching(List<CorsPolicy> policies) {
		List<String> names = new ArrayList<>();
		for (CorsPolicy policy : policies) {
			if (!policy.enforced()) {
				names.add("'" + policy.name() + "'");
			}
		}
		if (!names.isEmpty()) {
			logger.warn("These CORS policies are not enforced (enforce: false): " + String.join(", ", names)
					+ ". Requests to their paths are decided without them. The actuator endpoint 'cors' and the log show"
					+ " what they would change.");
		}
	}

	private static void warn(List<CorsProblem> warnings) {
		for (CorsProblem warning : warnings) {
			logger.warn(ProblemReport.line(warning));
		}
	}

	private static void report(CorsPolicies policies) {
		if (policies.policies().isEmpty()) {
			logger.info("No CORS policies are configured, so the starter does not change any request or response."
					+ " To add a policy, set cors.policies.");
		}
		for (CorsPolicy policy : policies.policies()) {
			logger.info("CORS policy '" + policy.name() + "' covers " + first(policy.paths()) + ": origins "
					+ first(policy.allowedOrigins()) + ", methods " + first(policy.allowedMethods())
					+ (policy.allowCredentials() ? ", with credentials" : "")
					+ ((policy.shadow() != null) ? "; its candidate (shadow) is evaluated, but not enforced" : ""));
		}
		warnOfWatching(policies.policies());
		warn(policies.warnings());
		AllowedHosts hosts = policies.current().allowedHosts();
		if (!hosts.isAny()) {
			List<String> names = hosts.entries().stream().filter((name) -> !AllowedHosts.ANY.allowsHost(name)).toList();
			logger
				.info("On the paths of CORS policies, only requests to " + (names.isEmpty() ? "" : first(names) + ", ")
						+ "localhost and IP addresses are accepted (" + AllowedHosts.PROPERTY + ").");
		}
		if (policies.isDebug()) {
			logger.warn(
					"cors.debug is true, so responses tell clients why requests are rejected. Do not use it in production.");
		}
	}

	/** A log line lists only the first values, because a policy can have thousands. */
	private static String first(List<?> values) {
		return (values.size() > MAX_LISTED)
				? values.subList(0, MAX_LISTED) + " and " + (values.size() - MAX_LISTED) + " more" : values.toString();
	}

}
