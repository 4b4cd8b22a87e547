package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for the filter that enforces the rules in a servlet container. It is
 * no bean of a name or type that Spring Security looks for ({@code corsFilter},
 * {@code CorsFilter}, {@code CorsConfigurationSource}): Security would then stop asking
 * Spring MVC about the paths that no policy covers.
 */
@AutoConfiguration(after = CorsAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Servlet.class, FilterRegistrationBean.class })
@ConditionalOnBean(CorsPolicies.class)
public final class CorsServletAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "corsPolicyFilterRegistration")
	FilterRegistrationBean<CorsPolicyFilter> corsPolicyFilterRegistration(CorsPolicies policies,
			ObjectProvider<CorsDecisionListener> listeners, ConfigurableEnvironment environment) {
		FilterRegistrationBean<CorsPolicyFilter> registration = new FilterRegistrationBean<>(
				new CorsPolicyFilter(policies, CorsDecisionListener.of(listeners.orderedStream().toList())));
		registration.setName("corsPolicyFilter");
		int order = PropertiesCorsPolicySource.settings(environment).filterOrder();
		FilterOrderCheck.warnIfBehind(order, environment, true);
		registration.setOrder(order);
		// In a WAR, Spring Boot's filter for error pages resets the response and
		// forwards.
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR,
				DispatcherType.FORWARD);
		return registration;
	}

}
