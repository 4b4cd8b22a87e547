package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Tag;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.PreFlightRequestHandler;
import org.springframework.web.cors.reactive.PreFlightRequestWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * The comparison with Spring WebFlux on Netty.
 */
@Tag("slow")
class ReactiveApplicationRuleAnswerTests extends AbstractApplicationRuleAnswerTests {

	@Override
	TestServer start(String... properties) {
		return TestServer.start(Container.NETTY, Application.class, properties);
	}

	@Override
	TestServer startSecured() {
		return TestServer.startWithSecurity(Container.NETTY, SecuredApplication.class);
	}

	@Override
	String filterName() {
		return "CorsWebFilter 'filtered'";
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
	static class Rules implements WebFluxConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/both/global").allowedOrigins(A).allowedMethods("GET", "DELETE");
			registry.addMapping("/global/**").allowedOrigins("*");
			registry.addMapping("/invalid").allowedOrigins("*").allowCredentials(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application extends Rules {

		/** It ends every preflight, whatever its path. */
		@Bean
		@ConditionalOnProperty("test.filter")
		CorsWebFilter filtered() {
			return new CorsWebFilter(source("/filtered/**"));
		}

		@Bean
		@Order(0)
		@ConditionalOnProperty("test.preflights")
		PreFlightRequestWebFilter preflights(PreFlightRequestHandler handler) {
			return new PreFlightRequestWebFilter(handler);
		}

		@Bean
		@ConditionalOnProperty("test.hand-written")
		SimpleCorsFilter handWritten() {
			return new SimpleCorsFilter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class SecuredApplication extends Rules {

		@Bean
		@Order(1)
		SecurityWebFilterChain filtered(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/filtered/**"))
				.cors((cors) -> cors.configurationSource(source("/**")))
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

		@Bean
		@Order(2)
		SecurityWebFilterChain others(ServerHttpSecurity http) {
			return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

	}

	/**
	 * A filter as found in many applications.
	 */
	static class SimpleCorsFilter implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return chain.filter(exchange);
		}

	}

}
