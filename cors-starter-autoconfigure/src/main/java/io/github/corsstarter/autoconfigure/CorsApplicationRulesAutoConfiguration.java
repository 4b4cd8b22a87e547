package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.applicationrules.ApplicationRuleAnswers;
import io.github.corsstarter.applicationrules.ApplicationRuleSource;
import io.github.corsstarter.applicationrules.ApplicationRuleSources;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.web.CorsPolicies;
import jakarta.servlet.Servlet;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;

/**
 * Auto-configuration that finds the CORS rules that the application has in addition to
 * the policies, and logs which rule decides. The beans that find them are lazy, because
 * the application can start without them.
 */
@AutoConfiguration(after = { CorsServletAutoConfiguration.class, CorsReactiveAutoConfiguration.class })
@ConditionalOnBean(CorsPolicies.class)
public final class CorsApplicationRulesAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ApplicationRules corsApplicationRules(ObjectProvider<ApplicationRuleSource> sources, CorsPolicies corsPolicies,
			ObjectProvider<ApplicationRuleAnswers> corsApplicationRuleAnswers) {
		return new ApplicationRules(() -> sources.orderedStream().toList(), corsPolicies,
				corsApplicationRuleAnswers::getIfAvailable);
	}

	@Bean
	ApplicationRulesReport corsApplicationRulesReport(ApplicationContext context, ApplicationRules corsApplicationRules,
			CorsPolicies corsPolicies, ObjectProvider<ApplicationRuleSources> corsApplicationRuleSources) {
		ApplicationRuleSources present = corsApplicationRuleSources.getIfAvailable();
		return new ApplicationRulesReport(context, corsApplicationRules, corsPolicies,
				(present != null) ? present.contextPath() : "", (present != null) ? present.managementBasePath() : "");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Servlet.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		ApplicationRuleSources corsApplicationRuleSources(Environment environment,
				ConfigurableListableBeanFactory beanFactory) {
			return ApplicationRuleSources.servlet(environment, beanFactory);
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsPropertyApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
			return corsApplicationRuleSources.properties();
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsFilterApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
			return corsApplicationRuleSources.servletFilters();
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsSourceApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
			return corsApplicationRuleSources.servletConfigurationSources();
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(name = "org.springframework.data.rest.webmvc.RepositoryRestController")
		static class DataRestConfiguration {

			@Bean
			@Lazy
			ApplicationRuleSource corsDataRestApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
				return corsApplicationRuleSources.dataRest();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(AbstractHandlerMapping.class)
		static class MvcConfiguration {

			@Bean
			@Lazy
			ApplicationRuleSource corsMvcApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
				return corsApplicationRuleSources.springMvc();
			}

			@Bean
			@Lazy
			@ConditionalOnMissingBean
			ApplicationRuleAnswers corsApplicationRuleAnswers(ApplicationRuleSources corsApplicationRuleSources) {
				return corsApplicationRuleSources.servletAnswers();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ AbstractHandlerMapping.class, OriginHandshakeInterceptor.class })
		static class WebSocketConfiguration {

			@Bean
			@Lazy
			ApplicationRuleSource corsWebSocketApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
				return corsApplicationRuleSources.webSockets();
			}

		}

	}

	/**
	 * Needs no condition on Spring WebFlux, because Spring Boot considers an application
	 * reactive only if WebFlux is present.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass({ WebFilter.class, Mono.class })
	static class ReactiveConfiguration {

		@Bean
		ApplicationRuleSources corsApplicationRuleSources(Environment environment,
				ConfigurableListableBeanFactory beanFactory) {
			return ApplicationRuleSources.reactive(environment, beanFactory);
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsPropertyApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
			return corsApplicationRuleSources.properties();
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsWebFilterApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
			return corsApplicationRuleSources.webFilters();
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsWebFluxApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
			return corsApplicationRuleSources.springWebFlux();
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		ApplicationRuleAnswers corsApplicationRuleAnswers(ApplicationRuleSources corsApplicationRuleSources) {
			return corsApplicationRuleSources.reactiveAnswers();
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ HttpServer.class, WebServerFactory.class })
		static class NettyConfiguration {

			@Bean
			@Lazy
			ApplicationRuleSource corsNettyApplicationRules(ApplicationRuleSources corsApplicationRuleSources) {
				return corsApplicationRuleSources.nettyRoutes();
			}

		}

	}

}
