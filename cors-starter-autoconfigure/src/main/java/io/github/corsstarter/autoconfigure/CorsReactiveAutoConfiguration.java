package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.ReloadGuard;
import io.github.corsstarter.web.reactive.CorsPolicyWebFilter;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.filter.reactive.HiddenHttpMethodFilter;
import org.springframework.web.server.WebFilter;

/**
 * Auto-configuration for the filter that enforces the rules on the reactive stack.
 * Mirrors {@link CorsServletAutoConfiguration}.
 */
@AutoConfiguration(after = CorsAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ WebFilter.class, Mono.class })
@ConditionalOnBean(CorsPolicies.class)
public final class CorsReactiveAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "corsPolicyWebFilter")
	CorsPolicyWebFilter corsPolicyWebFilter(CorsPolicies corsPolicies, ObjectProvider<CorsDecisionListener> listeners,
			ObjectProvider<ReloadGuard> corsReloadGuard,
			ObjectProvider<PropertiesCorsPolicySource> corsPropertiesPolicySource,
			ConfigurableEnvironment environment) {
		int order = PropertiesCorsPolicySource.settings(corsPropertiesPolicySource, environment).filterOrder();
		FilterOrderCheck.checkWebFilter(order);
		return new CorsPolicyWebFilter(corsPolicies, CorsDecisionListener.of(listeners.orderedStream().toList()),
				corsReloadGuard.getIfAvailable(() -> ReloadGuard.none(corsPolicies)), order);
	}

	/**
	 * The server is known by the name of Spring Boot's bean, because its type is in
	 * another package in each version of Spring Boot.
	 */
	@Bean
	ReplacedHostCheck corsReplacedHostCheck(CorsPolicies corsPolicies, ApplicationContext context) {
		String server = context.containsBean("jettyReactiveWebServerFactory") ? "jetty"
				: context.containsBean("undertowReactiveWebServerFactory") ? "undertow" : null;
		return new ReplacedHostCheck(corsPolicies, context.getEnvironment(), server);
	}

	@Bean
	SmartInitializingSingleton corsHiddenMethodCheck(CorsPolicies corsPolicies,
			ObjectProvider<HiddenHttpMethodFilter> filters) {
		return new HiddenMethodCheck(corsPolicies, () -> filters.stream().findAny().isPresent());
	}

}
