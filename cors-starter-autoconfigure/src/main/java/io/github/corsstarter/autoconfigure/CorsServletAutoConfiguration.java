package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.ReloadGuard;
import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.filter.HiddenHttpMethodFilter;

/**
 * Auto-configuration for the filter that enforces the rules in a servlet container. No
 * bean here has a name or type that Spring Security looks for ({@code corsFilter},
 * {@code CorsFilter}, {@code CorsConfigurationSource}). With such a bean, Spring Security
 * would no longer use the CORS configuration of Spring MVC for paths that no policy
 * covers.
 */
@AutoConfiguration(after = CorsAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Servlet.class, FilterRegistrationBean.class })
@ConditionalOnBean(CorsPolicies.class)
public final class CorsServletAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "corsPolicyFilterRegistration")
	FilterRegistrationBean<CorsPolicyFilter> corsPolicyFilterRegistration(CorsPolicies corsPolicies,
			ObjectProvider<CorsDecisionListener> listeners, ObjectProvider<ReloadGuard> corsReloadGuard,
			ObjectProvider<PropertiesCorsPolicySource> corsPropertiesPolicySource,
			ConfigurableEnvironment environment) {
		ReloadGuard guard = corsReloadGuard.getIfAvailable();
		return registration(
				new CorsPolicyFilter(corsPolicies, CorsDecisionListener.of(listeners.orderedStream().toList()),
						(guard != null) ? guard : ReloadGuard.none(corsPolicies)),
				corsPropertiesPolicySource, environment);
	}

	static FilterRegistrationBean<CorsPolicyFilter> registration(CorsPolicyFilter filter,
			ObjectProvider<PropertiesCorsPolicySource> properties, ConfigurableEnvironment environment) {
		FilterRegistrationBean<CorsPolicyFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setName("corsPolicyFilter");
		int order = PropertiesCorsPolicySource.settings(properties, environment).filterOrder();
		FilterOrderCheck.checkServletFilter(order, environment);
		registration.setOrder(order);
		// FORWARD is needed in a WAR, where Spring Boot's error page filter resets the
		// response and forwards the request.
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR,
				DispatcherType.FORWARD);
		return registration;
	}

	@Bean
	ReplacedHostCheck corsReplacedHostCheck(CorsPolicies corsPolicies, WebApplicationContext context) {
		ServletContext servletContext = context.getServletContext();
		return new ReplacedHostCheck(corsPolicies, context.getEnvironment(),
				(servletContext != null) ? servletContext.getServerInfo() : null);
	}

	@Bean
	SmartInitializingSingleton corsHiddenMethodCheck(CorsPolicies corsPolicies,
			ObjectProvider<HiddenHttpMethodFilter> filters) {
		return new HiddenMethodCheck(corsPolicies, () -> filters.stream().findAny().isPresent());
	}

}
