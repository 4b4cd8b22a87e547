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
	ApplicationRules corsApplicationRules(ObjectProvider<ApplicationRuleSource> sources, CorsPolicies policies,
			ObjectProvider<ApplicationRuleAnswers> answers) {
		return new ApplicationRules(() -> sources.orderedStream().toList(), policies, answers::getIfAvailable);
	}

	@Bean
	ApplicationRulesReport corsApplicationRulesReport(ApplicationContext context, ApplicationRules rules,
			CorsPolicies policies, ObjectProvider<ApplicationRuleSources> sources) {
		ApplicationRuleSources present = sources.getIfAvailable();
		return new ApplicationRulesReport(context, rules, policies, (present != null) ? present.contextPath() : "",
				(present != null) ? present.managementBasePath() : "");
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
		ApplicationRuleSource corsPropertyApplicationRules(ApplicationRuleSources sources) {
			return sources.properties();
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsFilterApplicationRules(ApplicationRuleSources sources) {
			return sources.servletFilters();
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsSourceApplicationRules(ApplicationRuleSources sources) {
			return sources.servletConfigurationSources();
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(name = "org.springframework.data.rest.webmvc.RepositoryRestController")
		static class DataRestConfiguration {

			@Bean
			@Lazy
			ApplicationRuleSource corsDataRestApplicationRules(ApplicationRuleSources sources) {
				return sources.dataRest();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(AbstractHandlerMapping.class)
		static class MvcConfiguration {

			@Bean
			@Lazy
			ApplicationRuleSource corsMvcApplicationRules(ApplicationRuleSources sources) {
				return sources.springMvc();
			}

			@Bean
			@Lazy
			@ConditionalOnMissingBean
			ApplicationRuleAnswers corsApplicationRuleAnswers(ApplicationRuleSources sources) {
				return sources.servletAnswers();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ AbstractHandlerMapping.class, OriginHandshakeInterceptor.class })
		static class WebSocketConfiguration {

			@Bean
			@Lazy
			ApplicationRuleSource corsWebSocketApplicationRules(ApplicationRuleSources sources) {
				return sources.webSockets();
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
		ApplicationRuleSource corsPropertyApplicationRules(ApplicationRuleSources sources) {
			return sources.properties();
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsWebFilterApplicationRules(ApplicationRuleSources sources) {
			return sources.webFilters();
		}

		@Bean
		@Lazy
		ApplicationRuleSource corsWebFluxApplicationRules(ApplicationRuleSources sources) {
			return sources.springWebFlux();
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		ApplicationRuleAnswers corsApplicationRuleAnswers(ApplicationRuleSources sources) {
			return sources.reactiveAnswers();
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ HttpServer.class, WebServerFactory.class })
		static class NettyConfiguration {

			@Bean
			@Lazy
			ApplicationRuleSource corsNettyApplicationRules(ApplicationRuleSources sources) {
				return sources.nettyRoutes();
			}

		}

	}

}
