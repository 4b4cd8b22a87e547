package io.github.corsstarter.autoconfigure;

import java.util.List;

import io.github.corsstarter.actuate.CorsCheckEndpoint;
import io.github.corsstarter.actuate.CorsCheckEndpointWebExtension;
import io.github.corsstarter.actuate.CorsEndpoint;
import io.github.corsstarter.actuate.CorsEndpointWebExtension;
import io.github.corsstarter.actuate.CorsMigrationEndpoint;
import io.github.corsstarter.actuate.CorsPageEndpoint;
import io.github.corsstarter.applicationrules.ApplicationRuleSources;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.observe.CorsShadows;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.ReloadGuard;
import jakarta.servlet.Servlet;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;

/**
 * Auto-configuration for the actuator endpoints {@code cors}, {@code corscheck},
 * {@code corsmigration} and {@code corspage}. Each one is created only if the application
 * exposes it.
 */
@AutoConfiguration(after = CorsApplicationRulesAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(CorsPolicies.class)
public final class CorsEndpointAutoConfiguration {

	private static ApplicationRules rules(ObjectProvider<ApplicationRules> rules, CorsPolicies policies) {
		ApplicationRules present = rules.getIfAvailable();
		return (present != null) ? present : new ApplicationRules(List.of(), policies);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(CorsEndpoint.class)
	static class RulesConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CorsEndpoint corsEndpoint(CorsPolicies corsPolicies, CorsRejections corsRejections, CorsShadows corsShadows,
				ObjectProvider<ApplicationRules> corsApplicationRules) {
			return new CorsEndpoint(corsPolicies, corsRejections, corsShadows,
					rules(corsApplicationRules, corsPolicies));
		}

		@Bean
		@ConditionalOnMissingBean
		CorsEndpointWebExtension corsEndpointWebExtension(CorsEndpoint corsEndpoint) {
			return new CorsEndpointWebExtension(corsEndpoint);
		}

		@Bean
		ReloadPaths corsReloadPaths(Environment environment, ObjectProvider<PathMappedEndpoints> pathMappedEndpoints,
				ObjectProvider<EndpointAccessResolver> access) {
			return new ReloadPaths(environment, pathMappedEndpoints, access);
		}

		/**
		 * On a separate management port, {@link CorsManagementContextConfiguration} has
		 * one.
		 */
		@Bean
		@ConditionalOnManagementPort(ManagementPortType.SAME)
		ReloadGuard corsReloadGuard(CorsPolicies corsPolicies, ReloadPaths corsReloadPaths) {
			return new ReloadGuard(corsPolicies, corsReloadPaths);
		}

		@Bean
		ReloadReport corsReloadReport(ApplicationContext context, CorsPolicies corsPolicies,
				ReloadPaths corsReloadPaths) {
			return new ReloadReport(context, corsPolicies, corsReloadPaths);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(CorsCheckEndpoint.class)
	static class CheckConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CorsCheckEndpoint corsCheckEndpoint(CorsPolicies corsPolicies,
				ObjectProvider<ApplicationRuleSources> corsApplicationRuleSources,
				ObjectProvider<ApplicationRules> corsApplicationRules, ObjectProvider<ReloadGuard> corsReloadGuard) {
			ApplicationRuleSources present = corsApplicationRuleSources.getIfAvailable();
			ReloadGuard guard = corsReloadGuard.getIfAvailable();
			return new CorsCheckEndpoint(corsPolicies, (present != null) ? present.contextPath() : "",
					(present != null) ? present.managementBasePath() : "", rules(corsApplicationRules, corsPolicies),
					(guard != null) ? guard : ReloadGuard.none(corsPolicies));
		}

		@Bean
		@ConditionalOnMissingBean
		CorsCheckEndpointWebExtension corsCheckEndpointWebExtension(CorsCheckEndpoint corsCheckEndpoint) {
			return new CorsCheckEndpointWebExtension(corsCheckEndpoint);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(CorsPageEndpoint.class)
	static class PageConfiguration {

		@Bean
		CorsPageAttributes corsPageAttributes(Environment environment,
				ObjectProvider<PathMappedEndpoints> pathMappedEndpoints,
				ObjectProvider<ApplicationRuleSources> corsApplicationRuleSources) {
			return new CorsPageAttributes(environment, pathMappedEndpoints, corsApplicationRuleSources);
		}

		@Bean
		@ConditionalOnMissingBean
		CorsPageEndpoint corsPageEndpoint(CorsPageAttributes corsPageAttributes) {
			return new CorsPageEndpoint(corsPageAttributes);
		}

		@Bean
		CorsPageHeaders corsPageHeaders(CorsPageAttributes corsPageAttributes, CorsPageEndpoint corsPageEndpoint) {
			return new CorsPageHeaders(corsPageAttributes, corsPageEndpoint);
		}

		/**
		 * On a separate management port, {@link CorsManagementContextConfiguration} has
		 * these filters.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnManagementPort(ManagementPortType.SAME)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		@ConditionalOnClass({ Servlet.class, FilterRegistrationBean.class })
		static class ServletPageConfiguration {

			@Bean
			FilterRegistrationBean<CorsPageFilter> corsPageFilterRegistration(CorsPageHeaders corsPageHeaders) {
				return CorsPageFilter.registration(corsPageHeaders);
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnManagementPort(ManagementPortType.SAME)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		@ConditionalOnClass({ WebFilter.class, Mono.class })
		static class ReactivePageConfiguration {

			@Bean
			CorsPageWebFilter corsPageWebFilter(CorsPageHeaders corsPageHeaders) {
				return new CorsPageWebFilter(corsPageHeaders);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(CorsMigrationEndpoint.class)
	static class MigrationConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CorsMigrationEndpoint corsMigrationEndpoint(ApplicationContext context) {
			return new CorsMigrationEndpoint(context);
		}

	}

}
