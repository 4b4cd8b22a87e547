package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.web.ApplicationRuleSource;
import io.github.corsstarter.web.ApplicationRules;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.reactive.WebFilterApplicationRules;
import io.github.corsstarter.web.reactive.WebFluxApplicationRules;
import io.github.corsstarter.web.servlet.CorsSourceApplicationRules;
import io.github.corsstarter.web.servlet.MvcApplicationRules;
import io.github.corsstarter.web.servlet.WebSocketApplicationRules;
import jakarta.servlet.Servlet;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
import org.springframework.util.ClassUtils;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;

/**
 * Auto-configuration for what is known of the application's own CORS rules, and for the
 * lines in the log that say who decides.
 */
@AutoConfiguration(after = { CorsServletAutoConfiguration.class, CorsReactiveAutoConfiguration.class })
@ConditionalOnBean(CorsPolicies.class)
public final class CorsApplicationRulesAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ApplicationRules corsApplicationRules(ObjectProvider<ApplicationRuleSource> sources, CorsPolicies policies) {
		return new ApplicationRules(sources.orderedStream().toList(), policies);
	}

	@Bean
	ApplicationRulesReport corsApplicationRulesReport(ApplicationContext context, ApplicationRules rules,
			CorsPolicies policies, ObjectProvider<PropertyApplicationRules> properties) {
		PropertyApplicationRules present = properties.getIfAvailable();
		return new ApplicationRulesReport(context, rules, policies, (present != null) ? present.contextPath() : "");
	}

	private static PropertyApplicationRules properties(Environment environment,
			ConfigurableListableBeanFactory beanFactory, boolean servlet) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		return new PropertyApplicationRules(environment, (name) -> ClassUtils.isPresent(name, classLoader), servlet);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Servlet.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		PropertyApplicationRules corsPropertyApplicationRules(Environment environment,
				ConfigurableListableBeanFactory beanFactory) {
			return properties(environment, beanFactory, true);
		}

		@Bean
		ServletFilterApplicationRules corsFilterApplicationRules(ConfigurableListableBeanFactory beanFactory) {
			return new ServletFilterApplicationRules(beanFactory);
		}

		@Bean
		CorsSourceApplicationRules corsSourceApplicationRules(ConfigurableListableBeanFactory beanFactory) {
			return new CorsSourceApplicationRules(beanFactory);
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(name = DataRestApplicationRules.DATA_REST)
		static class DataRestConfiguration {

			@Bean
			DataRestApplicationRules corsDataRestApplicationRules(ConfigurableListableBeanFactory beanFactory,
					Environment environment) {
				return new DataRestApplicationRules(beanFactory, environment);
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(AbstractHandlerMapping.class)
		static class MvcConfiguration {

			@Bean
			MvcApplicationRules corsMvcApplicationRules(Environment environment,
					ConfigurableListableBeanFactory beanFactory, PropertyApplicationRules properties) {
				return new MvcApplicationRules(beanFactory, PropertyApplicationRules.servletPath(environment),
						properties.applicationRules());
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ AbstractHandlerMapping.class, OriginHandshakeInterceptor.class })
		static class WebSocketConfiguration {

			@Bean
			WebSocketApplicationRules corsWebSocketApplicationRules(Environment environment,
					ConfigurableListableBeanFactory beanFactory, PropertyApplicationRules properties) {
				return new WebSocketApplicationRules(beanFactory, PropertyApplicationRules.servletPath(environment),
						properties.applicationRules());
			}

		}

	}

	/** To Spring Boot, there is no reactive web application without Spring WebFlux. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass({ WebFilter.class, Mono.class })
	static class ReactiveConfiguration {

		@Bean
		PropertyApplicationRules corsPropertyApplicationRules(Environment environment,
				ConfigurableListableBeanFactory beanFactory) {
			return properties(environment, beanFactory, false);
		}

		@Bean
		WebFilterApplicationRules corsWebFilterApplicationRules(ConfigurableListableBeanFactory beanFactory) {
			return new WebFilterApplicationRules(beanFactory);
		}

		@Bean
		WebFluxApplicationRules corsWebFluxApplicationRules(ConfigurableListableBeanFactory beanFactory,
				PropertyApplicationRules properties) {
			return new WebFluxApplicationRules(beanFactory, properties.applicationRules());
		}

	}

}
