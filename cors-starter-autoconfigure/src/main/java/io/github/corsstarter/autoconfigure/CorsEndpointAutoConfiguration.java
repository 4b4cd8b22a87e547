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
		CorsEndpoint corsEndpoint(CorsPolicies policies, CorsRejections rejections, CorsShadows shadows,
				ObjectProvider<ApplicationRules> applicationRules) {
			return new CorsEndpoint(policies, rejections, shadows, rules(applicationRules, policies));
		}

		@Bean
		@ConditionalOnMissingBean
		CorsEndpointWebExtension corsEndpointWebExtension(CorsEndpoint endpoint) {
			return new CorsEndpointWebExtension(endpoint);
		}

		@Bean
		ReloadPaths corsReloadPaths(Environment environment, ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<EndpointAccessResolver> access) {
			return new ReloadPaths(environment, endpoints, access);
		}

		/**
		 * On a separate management port, {@link CorsManagementContextConfiguration} has
		 * one.
		 */
		@Bean
		@ConditionalOnManagementPort(ManagementPortType.SAME)
		ReloadGuard corsReloadGuard(CorsPolicies policies, ReloadPaths paths) {
			return new ReloadGuard(policies, paths);
		}

		@Bean
		ReloadReport corsReloadReport(ApplicationContext context, CorsPolicies policies, ReloadPaths paths) {
			return new ReloadReport(context, policies, paths);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(CorsCheckEndpoint.class)
	static class CheckConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CorsCheckEndpoint corsCheckEndpoint(CorsPolicies policies, ObjectProvider<ApplicationRuleSources> sources,
				ObjectProvider<ApplicationRules> applicationRules, ObjectProvider<ReloadGuard> reloadGuard) {
			ApplicationRuleSources present = sources.getIfAvailable();
			ReloadGuard guard = reloadGuard.getIfAvailable();
			return new CorsCheckEndpoint(policies, (present != null) ? present.contextPath() : "",
					(present != null) ? present.managementBasePath() : "", rules(applicationRules, policies),
					(guard != null) ? guard : ReloadGuard.none(policies));
		}

		@Bean
		@ConditionalOnMissingBean
		CorsCheckEndpointWebExtension corsCheckEndpointWebExtension(CorsCheckEndpoint endpoint) {
			return new CorsCheckEndpointWebExtension(endpoint);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(CorsPageEndpoint.class)
	static class PageConfiguration {

		@Bean
		CorsPageAttributes corsPageAttributes(Environment environment, ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<ApplicationRuleSources> sources) {
			return new CorsPageAttributes(environment, endpoints, sources);
		}

		@Bean
		@ConditionalOnMissingBean
		CorsPageEndpoint corsPageEndpoint(CorsPageAttributes attributes) {
			return new CorsPageEndpoint(attributes);
		}

		@Bean
		CorsPageHeaders corsPageHeaders(CorsPageAttributes attributes, CorsPageEndpoint endpoint) {
			return new CorsPageHeaders(attributes, endpoint);
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
			FilterRegistrationBean<CorsPageFilter> corsPageFilterRegistration(CorsPageHeaders headers) {
				return CorsPageFilter.registration(headers);
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnManagementPort(ManagementPortType.SAME)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		@ConditionalOnClass({ WebFilter.class, Mono.class })
		static class ReactivePageConfiguration {

			@Bean
			CorsPageWebFilter corsPageWebFilter(CorsPageHeaders headers) {
				return new CorsPageWebFilter(headers);
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
