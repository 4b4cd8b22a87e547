package io.github.corsstarter.autoconfigure;

import java.util.Arrays;

import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for applications with Spring Cloud. It reloads the rules when Spring
 * Cloud has changed the environment (Config Server, Bus, Kubernetes,
 * {@code POST /actuator/refresh}).
 */
@AutoConfiguration(after = CorsAutoConfiguration.class)
@ConditionalOnClass(EnvironmentChangeEvent.class)
@ConditionalOnBean(CorsPolicies.class)
public final class CorsCloudAutoConfiguration {

	private static final Log logger = LogFactory.getLog(CorsCloudAutoConfiguration.class);

	/**
	 * Listeners without an order are called in the order in which they are created. The
	 * rebinder is created first, because policy sources may read beans that it rebinds.
	 */
	@Bean
	ApplicationListener<EnvironmentChangeEvent> corsPoliciesReloader(CorsPolicies corsPolicies,
			ObjectProvider<ConfigurationPropertiesRebinder> rebinder) {
		rebinder.getIfAvailable();
		return new Reloader(corsPolicies);
	}

	/**
	 * Reloads again after a refresh, because Spring Cloud recreates the beans in the
	 * scope {@code refresh} only after it has changed the environment.
	 */
	@Bean
	ApplicationListener<RefreshScopeRefreshedEvent> corsRefreshedPoliciesReloader(CorsPolicies corsPolicies,
			ListableBeanFactory beanFactory) {
		return new RefreshedReloader(corsPolicies, beanFactory);
	}

	private static void reload(CorsPolicies policies) {
		try {
			policies.reload();
		}
		catch (InvalidCorsPolicyException ex) {
			ProblemReport report = new ProblemReport(ex.problems());
			logger.error("The reload failed, so the current rules stay in force (generation " + policies.generation()
					+ "). " + report.description() + System.lineSeparator() + System.lineSeparator() + report.action());
		}
	}

	/**
	 * Not a lambda, because Spring cannot determine the event type of a lambda.
	 */
	private record Reloader(CorsPolicies policies) implements ApplicationListener<EnvironmentChangeEvent> {

		/**
		 * Reloads on every event, whichever keys have changed, because a placeholder in a
		 * policy can refer to any property, and a policy source can read any property.
		 */
		@Override
		public void onApplicationEvent(EnvironmentChangeEvent event) {
			reload(this.policies);
		}

	}

	private record RefreshedReloader(CorsPolicies policies,
			ListableBeanFactory beanFactory) implements ApplicationListener<RefreshScopeRefreshedEvent> {

		private static final String TARGET = "scopedTarget.";

		@Override
		public void onApplicationEvent(RefreshScopeRefreshedEvent event) {
			String[] sources = this.beanFactory.getBeanNamesForType(CorsPolicySource.class, true, false);
			if (Arrays.stream(sources).anyMatch((name) -> name.startsWith(TARGET))) {
				reload(this.policies);
			}
		}

	}

}
