package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.ReloadGuard;
import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import jakarta.servlet.Servlet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Configuration for the filter that enforces the rules on a separate management port of a
 * servlet application. A reactive application needs none, because its web filters run on
 * both ports.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Servlet.class, FilterRegistrationBean.class })
@ConditionalOnBean(CorsPolicies.class)
final class CorsManagementContextConfiguration {

	@Bean
	FilterRegistrationBean<CorsPolicyFilter> corsPolicyFilterRegistration(CorsPolicies policies,
			ObjectProvider<CorsDecisionListener> listeners, ObjectProvider<ReloadGuard> reloadGuard,
			ConfigurableEnvironment environment) {
		return CorsServletAutoConfiguration
			.registration(new CorsPolicyFilter(policies, CorsDecisionListener.of(listeners.orderedStream().toList()),
					reloadGuard.getIfAvailable(() -> ReloadGuard.none(policies))), environment);
	}

}
