package io.github.corsstarter.sample.reactive;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
 * Who has to log in. There is no {@code http.cors()} here, and none is needed: the
 * starter's filter comes before Spring Security and answers preflights itself.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	@Bean
	SecurityWebFilterChain loggedIn(ServerHttpSecurity http) {
		http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/account/**", "/internal/**", "/login", "/logout",
				"/default-ui.css"));
		http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated());
		// A person is sent to the login page, a page's script is told.
		http.formLogin(Customizer.withDefaults());
		http.httpBasic((basic) -> basic
			.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED))
			.authenticationFailureHandler(
					new ServerAuthenticationEntryPointFailureHandler(new HttpBasicServerAuthenticationEntryPoint())));
		// Scripts have no token. Pages elsewhere are refused by the policy "internal".
		http.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(
				new AndServerWebExchangeMatcher(CsrfWebFilter.DEFAULT_CSRF_MATCHER, not("/internal/**"))));
		return http.build();
	}

	private static ServerWebExchangeMatcher not(String path) {
		return new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers(path));
	}

}
