package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsPolicies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for applications with Spring Cloud: when it has changed the
 * environment (Config Server, Bus, Kubernetes, {@code POST /actuator/refresh}), the rules
 * are loaded anew.
 */
@AutoConfiguration(after = CorsAutoConfiguration.class)
@ConditionalOnClass(EnvironmentChangeEvent.class)
@ConditionalOnBean(CorsPolicies.class)
public final class CorsCloudAutoConfiguration {

	private static final Log logger = LogFactory.getLog(CorsCloudAutoConfiguration.class);

	@Bean
	ApplicationListener<EnvironmentChangeEvent> corsPoliciesReloader(CorsPolicies policies) {
		return new Reloader(policies);
	}

	/**
	 * Not a lambda, whose event type Spring could not see.
	 */
	private record Reloader(CorsPolicies policies) implements ApplicationListener<EnvironmentChangeEvent> {

		/**
		 * Whatever has changed: a placeholder in a policy can stand for any property.
		 */
		@Override
		public void onApplicationEvent(EnvironmentChangeEvent event) {
			if (event.getKeys().isEmpty()) {
				return;
			}
			try {
				this.policies.reload();
			}
			catch (InvalidCorsPolicyException ex) {
				ProblemReport report = new ProblemReport(ex.problems());
				logger.error("The rules in force stay (generation " + this.policies.generation() + "). "
						+ report.description() + System.lineSeparator() + System.lineSeparator() + report.action());
			}
		}

	}

}
