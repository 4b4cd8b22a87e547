package io.github.corsstarter.stacks;

import java.util.Map;

import javax.crypto.spec.SecretKeySpec;

import io.github.corsstarter.stacks.AbstractSpringSecurityTests.SecuredEndpoints;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;

/**
 * Reactive applications with Spring Security.
 */
final class ReactiveSecurityApplications {

	static final Map<SecurityVariant, Class<?>> ALL = Map.of(SecurityVariant.WITHOUT_CORS, WithoutCors.class,
			SecurityVariant.CORS, WithCors.class, SecurityVariant.OWN_SOURCE, WithOwnSource.class,
			SecurityVariant.SOURCE_BEAN, WithSourceBean.class, SecurityVariant.FILTER_BEAN, WithFilterBean.class,
			SecurityVariant.FORM_AND_TOKENS, FormAndTokens.class);

	private ReactiveSecurityApplications() {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableReactiveMethodSecurity
	@Import({ SecuredEndpoints.class, SecuredMethod.class })
	static class Base {

		static ServerHttpSecurity secured(ServerHttpSecurity http) {
			return http.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers("/*/admin").hasRole("ADMIN").anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults());
		}

		static CorsConfiguration elsewhere() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin("https://elsewhere.example");
			configuration.addExposedHeader("x-own");
			return configuration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutCors extends Base {

		@Bean
		SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http) {
			return secured(http).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithCors extends Base {

		@Bean
		SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http) {
			return secured(http).cors(Customizer.withDefaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithOwnSource extends Base {

		@Bean
		SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http) {
			return secured(http).cors((cors) -> cors.configurationSource((exchange) -> elsewhere())).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithSourceBean extends Base {

		@Bean
		SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http) {
			return secured(http).cors(Customizer.withDefaults()).build();
		}

		@Bean
		CorsConfigurationSource ownSource() {
			return (exchange) -> elsewhere();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithFilterBean extends Base {

		@Bean
		SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http) {
			return secured(http).build();
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 100)
		CorsWebFilter corsWebFilter() {
			return new CorsWebFilter((exchange) -> elsewhere());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FormAndTokens extends Base {

		@Bean
		@Order(1)
		SecurityWebFilterChain tokens(ServerHttpSecurity http) {
			return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/*/token/**"))
				.authorizeExchange((exchanges) -> exchanges.pathMatchers("/*/token/admin")
					.hasAuthority("SCOPE_admin")
					.anyExchange()
					.authenticated())
				.oauth2ResourceServer((server) -> server.jwt((jwt) -> jwt.jwtDecoder(NimbusReactiveJwtDecoder
					.withSecretKey(new SecretKeySpec(AbstractSpringSecurityTests.KEY, "HmacSHA256"))
					.build())))
				.build();
		}

		@Bean
		@Order(2)
		SecurityWebFilterChain form(ServerHttpSecurity http) {
			return secured(http).formLogin(Customizer.withDefaults()).build();
		}

	}

	@RestController
	static class SecuredMethod {

		@PreAuthorize("hasRole('ADMIN')")
		@RequestMapping({ "/covered/method", "/plain/method" })
		Mono<String> method() {
			return Mono.just("method");
		}

	}

}
