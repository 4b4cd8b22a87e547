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
 * Who has to log in. There is no {@code http.cors()} here, and none is needed: the
 * starter's filter comes before Spring Security and answers preflights itself.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	/**
	 * While developing, whoever sits at this machine asks why a request was refused, and
	 * need not log in for that. Reading only: {@code POST /actuator/cors}, which loads
	 * the rules anew, takes a login, and so does everything under {@code /actuator} in
	 * the profile {@code prod}, where a proxy may be what is on the same machine.
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
		// A person is sent to the login page, a page's script is told.
		http.formLogin(Customizer.withDefaults());
		http.httpBasic((basic) -> basic
			.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED))
			.authenticationFailureHandler(
					new ServerAuthenticationEntryPointFailureHandler(new HttpBasicServerAuthenticationEntryPoint())));
		// Scripts have no token. Pages elsewhere are refused by the policy "internal".
		http.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(new AndServerWebExchangeMatcher(
				CsrfWebFilter.DEFAULT_CSRF_MATCHER, not("/internal/**", "/actuator/**"))));
		return http.build();
	}

	private static ServerWebExchangeMatcher not(String... paths) {
		return new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers(paths));
	}

}
