package io.github.corsstarter.sample.servlet;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.IpAddressAuthorizationManager;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

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
	SecurityFilterChain explanations(HttpSecurity http) {
		http.securityMatcher(PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/actuator/**"));
		http.authorizeHttpRequests(
				(requests) -> requests.anyRequest().access(IpAddressAuthorizationManager.hasIpAddress("127.0.0.0/8")));
		return http.build();
	}

	@Bean
	SecurityFilterChain loggedIn(HttpSecurity http) {
		http.securityMatcher("/account/**", "/internal/**", "/actuator/**", "/login", "/logout", "/default-ui.css");
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		http.formLogin(Customizer.withDefaults());
		http.httpBasic(Customizer.withDefaults());
		// Command-line scripts have no CSRF token. The policy "internal" rejects the
		// pages of other origins.
		http.csrf((csrf) -> csrf.ignoringRequestMatchers("/internal/**", "/actuator/**"));
		http.exceptionHandling((exceptions) -> exceptions
			// Redirects a user's browser to the login page. A script of a page gets the
			// status 401.
			.defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint("/login"), html())
			.defaultAuthenticationEntryPointFor(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), (request) -> true));
		return http.build();
	}

	private static MediaTypeRequestMatcher html() {
		MediaTypeRequestMatcher matcher = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
		matcher.setUseEquals(true);
		return matcher;
	}

}
