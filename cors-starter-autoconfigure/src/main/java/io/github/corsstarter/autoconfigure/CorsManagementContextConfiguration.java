package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.ReloadGuard;
import io.github.corsstarter.web.reactive.CorsPolicyWebFilter;
import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import jakarta.servlet.Servlet;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.server.WebFilter;

/**
 * Configuration of a separate management port. In a servlet application, it has a filter
 * of its own that enforces the rules. The web filters of a reactive application run on
 * both ports.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnBean(CorsPolicies.class)
final class CorsManagementContextConfiguration {

	@Bean
	ReloadGuard corsReloadGuard(CorsPolicies corsPolicies, ObjectProvider<ReloadPaths> corsReloadPaths) {
		ReloadPaths present = corsReloadPaths.getIfAvailable();
		return (present != null) ? new ReloadGuard(corsPolicies, present) : ReloadGuard.none(corsPolicies);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Servlet.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		FilterRegistrationBean<CorsPolicyFilter> corsPolicyFilterRegistration(CorsPolicies corsPolicies,
				ObjectProvider<CorsDecisionListener> listeners, ReloadGuard corsReloadGuard,
				ObjectProvider<PropertiesCorsPolicySource> corsPropertiesPolicySource,
				ConfigurableEnvironment environment) {
			return CorsServletAutoConfiguration.registration(new CorsPolicyFilter(corsPolicies,
					CorsDecisionListener.of(listeners.orderedStream().toList()), corsReloadGuard),
					corsPropertiesPolicySource, environment);
		}

		@Bean
		@ConditionalOnBean(CorsPageHeaders.class)
		FilterRegistrationBean<CorsPageFilter> corsPageFilterRegistration(CorsPageHeaders corsPageHeaders) {
			return CorsPageFilter.registration(corsPageHeaders);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass({ WebFilter.class, Mono.class })
	static class ReactiveConfiguration {

		@Bean
		WebFilter corsReloadGuardWebFilter(ReloadGuard corsReloadGuard,
				ObjectProvider<PropertiesCorsPolicySource> corsPropertiesPolicySource,
				ConfigurableEnvironment environment) {
			return CorsPolicyWebFilter.guarding(corsReloadGuard,
					PropertiesCorsPolicySource.settings(corsPropertiesPolicySource, environment).filterOrder());
		}

		@Bean
		@ConditionalOnBean(CorsPageHeaders.class)
		CorsPageWebFilter corsPageWebFilter(CorsPageHeaders corsPageHeaders) {
			return new CorsPageWebFilter(corsPageHeaders);
		}

	}

}
