package io.github.corsstarter.compatibility.application;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.reactive.PreFlightRequestHandler;
import org.springframework.web.cors.reactive.PreFlightRequestWebFilter;
import org.springframework.web.server.WebFilter;

/**
 * The counterpart of {@link SecuredServletApplication}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebFluxSecurity
@EnableReactiveMethodSecurity
@Import({ SecuredEndpoints.class, SecuredReactiveApplication.Methods.class })
public class SecuredReactiveApplication {

	private final CorsInSecurity cors;

	SecuredReactiveApplication(@Value("${" + Launcher.CORS_IN_SECURITY + "}") CorsInSecurity cors) {
		this.cors = cors;
	}

	/**
	 * Start the application.
	 * @param args the folder for configurations and facts
	 * @throws Exception if it does not start
	 */
	public static void main(String[] args) throws Exception {
		Launcher.runSecured(SecuredReactiveApplication.class, args[0], PreFlightRequestWebFilter.class.getName());
	}

	@Bean
	@Order(1)
	SecurityWebFilterChain tokens(ServerHttpSecurity http, @Value("${" + Launcher.KEY + "}") String key) {
		return withCors(http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/*/token/**")))
			.authorizeExchange((exchanges) -> exchanges.pathMatchers("/*/token/admin")
				.hasAuthority("SCOPE_admin")
				.anyExchange()
				.authenticated())
			.oauth2ResourceServer((server) -> server.jwt(
					(jwt) -> jwt.jwtDecoder(NimbusReactiveJwtDecoder.withSecretKey(SecuredEndpoints.key(key)).build())))
			.build();
	}

	@Bean
	@Order(2)
	SecurityWebFilterChain form(ServerHttpSecurity http) {
		return withCors(http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/*/form/**", "/login")))
			.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
			.formLogin(Customizer.withDefaults())
			.build();
	}

	@Bean
	@Order(3)
	SecurityWebFilterChain basic(ServerHttpSecurity http) {
		return withCors(http)
			.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers("/*/admin").hasRole("ADMIN").anyExchange().authenticated())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	private ServerHttpSecurity withCors(ServerHttpSecurity http) {
		return switch (this.cors) {
			case NONE, PREFLIGHT_FILTER, PREFLIGHT_FILTER_FIRST -> http;
			case DEFAULTS -> http.cors(Customizer.withDefaults());
			case OWN_SOURCE -> http.cors((cors) -> cors.configurationSource((exchange) -> SecuredEndpoints.ownRules()));
		};
	}

	@Bean
	MapReactiveUserDetailsService users() {
		return new MapReactiveUserDetailsService(SecuredEndpoints.user());
	}

	/**
	 * Runs immediately before Spring Security, and marks the responses of requests that
	 * passed the policies.
	 */
	@Bean
	@Order(-101)
	WebFilter passed() {
		return (exchange, chain) -> {
			exchange.getResponse().getHeaders().add(Launcher.PASSED, "once");
			return chain.filter(exchange);
		};
	}

	@Bean(CorsInSecurity.FILTER)
	@Order(-150)
	@ConditionalOnProperty(name = Launcher.CORS_IN_SECURITY, havingValue = "PREFLIGHT_FILTER")
	PreFlightRequestWebFilter preflightFilter(PreFlightRequestHandler handler) {
		return new PreFlightRequestWebFilter(handler);
	}

	@Bean(CorsInSecurity.FILTER)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnProperty(name = Launcher.CORS_IN_SECURITY, havingValue = "PREFLIGHT_FILTER_FIRST")
	PreFlightRequestWebFilter firstPreflightFilter(PreFlightRequestHandler handler) {
		return new PreFlightRequestWebFilter(handler);
	}

	@RestController
	static class Methods {

		@PreAuthorize("hasRole('ADMIN')")
		@RequestMapping("/covered/method")
		Mono<String> method() {
			return Mono.just("method");
		}

	}

}
