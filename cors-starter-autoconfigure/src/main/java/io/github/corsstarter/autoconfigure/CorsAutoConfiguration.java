package io.github.corsstarter.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import io.github.corsstarter.web.CorsRejections;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for the rules in force: {@code cors.policies} and every
 * {@link CorsPolicySource} bean.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@Conditional(CorsEnabledCondition.class)
public final class CorsAutoConfiguration {

	private static final Log logger = LogFactory.getLog(CorsAutoConfiguration.class);

	private static final int MAX_LISTED = 10;

	@Bean
	@ConditionalOnMissingBean
	CorsPolicies corsPolicies(ConfigurableEnvironment environment, ObjectProvider<CorsPolicySource> sources) {
		List<CorsPolicySource> all = new ArrayList<>();
		all.add(new PropertiesCorsPolicySource(environment));
		sources.orderedStream().forEach(all::add);
		CorsPolicies policies = new CorsPolicies(all, PropertiesCorsPolicySource.settings(environment).debug());
		report(policies);
		return policies;
	}

	@Bean
	@ConditionalOnMissingBean
	CorsRejections corsRejections(ApplicationEventPublisher events) {
		return new CorsRejections(Clock.systemUTC(), events::publishEvent);
	}

	private static void report(CorsPolicies policies) {
		if (policies.policies().isEmpty()) {
			logger.info("No CORS policies: nothing is allowed, nothing is touched (set cors.policies)");
		}
		for (CorsPolicy policy : policies.policies()) {
			logger.info("CORS policy '" + policy.name() + "' covers " + first(policy.paths()) + ": origins "
					+ first(policy.allowedOrigins()) + ", methods " + first(policy.allowedMethods())
					+ (policy.allowCredentials() ? ", with credentials" : ""));
		}
		for (CorsProblem warning : policies.warnings()) {
			logger.warn(ProblemReport.line(warning));
		}
		if (policies.isDebug()) {
			logger.warn("cors.debug is on: clients are told why they are refused. Do not use it in production.");
		}
	}

	/** A line of the log has room for some; a tenant's policy can have thousands. */
	private static String first(List<?> values) {
		return (values.size() > MAX_LISTED)
				? values.subList(0, MAX_LISTED) + " and " + (values.size() - MAX_LISTED) + " more" : values.toString();
	}

}
