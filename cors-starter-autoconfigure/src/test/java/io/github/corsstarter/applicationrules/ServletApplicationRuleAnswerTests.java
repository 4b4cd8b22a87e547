package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Tag;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.PreFlightRequestHandler;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.PreFlightRequestFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The comparison with Spring MVC on Tomcat.
 */
@Tag("slow")
class ServletApplicationRuleAnswerTests extends AbstractApplicationRuleAnswerTests {

	@Override
	TestServer start(String... properties) {
		return TestServer.start(Container.TOMCAT, Application.class, properties);
	}

	@Override
	TestServer startSecured() {
		return TestServer.startWithSecurity(Container.TOMCAT, SecuredApplication.class);
	}

	@Override
	String filterName() {
		return "CorsFilter 'filtered'";
	}

	static UrlBasedCorsConfigurationSource source(String path) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOriginPatterns(List.of("https://*.b.example", "https://b.example"));
		configuration.setAllowedMethods(List.of("GET", "PUT"));
		configuration.setAllowedHeaders(List.of("x-a"));
		configuration.setAllowCredentials(true);
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration(path, configuration);
		return source;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ RuleControllers.TypeController.class, RuleControllers.BothController.class,
			RuleControllers.PlainController.class })
	static class Rules implements WebMvcConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/both/global").allowedOrigins(A).allowedMethods("GET", "DELETE");
			registry.addMapping("/global/**").allowedOrigins("*");
			registry.addMapping("/invalid").allowedOrigins("*").allowCredentials(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application extends Rules {

		@Bean
		@ConditionalOnProperty("test.filter")
		FilterRegistrationBean<CorsFilter> filtered() {
			FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(
					new CorsFilter(source("/filtered/**")));
			registration.setUrlPatterns(List.of("/filtered/*"));
			registration.setOrder(Ordered.LOWEST_PRECEDENCE - 5);
			return registration;
		}

		@Bean
		@ConditionalOnProperty("test.preflights")
		FilterRegistrationBean<PreFlightRequestFilter> preflights(PreFlightRequestHandler handler) {
			FilterRegistrationBean<PreFlightRequestFilter> registration = new FilterRegistrationBean<>(
					new PreFlightRequestFilter(handler));
			registration.setOrder(0);
			return registration;
		}

		@Bean
		@ConditionalOnProperty("test.hand-written")
		SimpleCorsFilter handWritten() {
			return new SimpleCorsFilter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecuredApplication extends Rules {

		@Bean
		SecurityFilterChain filtered(HttpSecurity http) throws Exception {
			return http.securityMatcher("/filtered/**")
				.cors((cors) -> cors.configurationSource(source("/**")))
				.csrf(AbstractHttpConfigurer::disable)
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

		@Bean
		SecurityFilterChain others(HttpSecurity http) throws Exception {
			return http.cors((cors) -> {
			})
				.csrf(AbstractHttpConfigurer::disable)
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

	}

	/**
	 * A filter as found in many applications.
	 */
	static class SimpleCorsFilter implements Filter {

		@Override
		public void doFilter(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response,
				jakarta.servlet.FilterChain chain) throws java.io.IOException, jakarta.servlet.ServletException {
			chain.doFilter(request, response);
		}

	}

}
