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
		// Scripts have no token. Pages elsewhere are refused by the policy "internal".
		http.csrf((csrf) -> csrf.ignoringRequestMatchers("/internal/**", "/actuator/**"));
		http.exceptionHandling((exceptions) -> exceptions
			// A person is sent to the login page, a page's script is told.
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
