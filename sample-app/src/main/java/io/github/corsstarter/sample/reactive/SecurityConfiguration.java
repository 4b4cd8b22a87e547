package io.github.corsstarter.sample.reactive;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpBasicServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Configures who has to log in. {@code http.cors()} is not needed, because the starter's
 * filter runs before Spring Security and answers preflights itself.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	/**
	 * During development, anyone on this machine may ask without a login why a request
	 * was rejected. This allows only reading: {@code POST /actuator/cors}, which reloads
	 * the policies, requires a login. In the profile {@code prod}, everything under
	 * {@code /actuator} requires a login, because a proxy on the same machine may forward
	 * requests from elsewhere.
	 */
	@Bean
	@Order(0)
	@Profile("!prod")
	SecurityWebFilterChain explanations(ServerHttpSecurity http) {
		http.securityMatcher(ServerWebExchangeMatchers.pathMatchers(HttpMethod.GET, "/actuator/**"));
		http.authorizeExchange((exchanges) -> exchanges.anyExchange().hasIpAddress("127.0.0.0/8"));
		return http.build();
	}

	@Bean
	SecurityWebFilterChain loggedIn(ServerHttpSecurity http) {
		http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/account/**", "/internal/**", "/actuator/**",
				"/login", "/logout", "/default-ui.css"));
		http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated());
		// Redirects a user's browser to the login page. A script of a page gets the
		// status 401.
		http.formLogin(Customizer.withDefaults());
		http.httpBasic((basic) -> basic
			.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED))
			.authenticationFailureHandler(
					new ServerAuthenticationEntryPointFailureHandler(new HttpBasicServerAuthenticationEntryPoint())));
		// Command-line scripts have no CSRF token. The policy "internal" rejects the
		// pages of other origins.
		http.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(new AndServerWebExchangeMatcher(
				CsrfWebFilter.DEFAULT_CSRF_MATCHER, not("/internal/**", "/actuator/**"))));
		return http.build();
	}

	private static ServerWebExchangeMatcher not(String... paths) {
		return new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers(paths));
	}

}
