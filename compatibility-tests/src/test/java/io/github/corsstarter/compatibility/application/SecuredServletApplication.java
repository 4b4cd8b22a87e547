package io.github.corsstarter.compatibility.application;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.PreFlightRequestHandler;
import org.springframework.web.filter.PreFlightRequestFilter;

/**
 * Spring Security with every feature that sends responses itself: tokens, form login,
 * HTTP basic, method security, CSRF protection.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableMethodSecurity
@Import({ SecuredEndpoints.class, SecuredServletApplication.Methods.class,
		SecuredServletApplication.PreflightFilter.class, SecuredServletApplication.FirstPreflightFilter.class })
public class SecuredServletApplication {

	private final CorsInSecurity cors;

	SecuredServletApplication(@Value("${" + Launcher.CORS_IN_SECURITY + "}") CorsInSecurity cors) {
		this.cors = cors;
	}

	/**
	 * Start the application.
	 * @param args the folder for configurations and facts
	 * @throws Exception if it does not start
	 */
	public static void main(String[] args) throws Exception {
		Launcher.runSecured(SecuredServletApplication.class, args[0],
				"org.springframework.web.filter.PreFlightRequestFilter");
	}

	@Bean
	@Order(1)
	SecurityFilterChain tokens(HttpSecurity http, @Value("${" + Launcher.KEY + "}") String key) throws Exception {
		return withCors(http.securityMatcher("/*/token/**"))
			.authorizeHttpRequests((requests) -> requests.requestMatchers("/*/token/admin")
				.hasAuthority("SCOPE_admin")
				.anyRequest()
				.authenticated())
			.oauth2ResourceServer((server) -> server
				.jwt((jwt) -> jwt.decoder(NimbusJwtDecoder.withSecretKey(SecuredEndpoints.key(key)).build())))
			.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain form(HttpSecurity http) throws Exception {
		return withCors(http.securityMatcher("/*/form/**", "/login"))
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.formLogin(Customizer.withDefaults())
			.build();
	}

	@Bean
	SecurityFilterChain basic(HttpSecurity http) throws Exception {
		return withCors(http)
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers("/*/admin")
				.hasRole("ADMIN")
				.anyRequest()
				.authenticated())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	private HttpSecurity withCors(HttpSecurity http) throws Exception {
		return switch (this.cors) {
			case NONE, PREFLIGHT_FILTER, PREFLIGHT_FILTER_FIRST -> http;
			case DEFAULTS -> http.cors(Customizer.withDefaults());
			case OWN_SOURCE ->
				http.cors((configurer) -> configurer.configurationSource((request) -> SecuredEndpoints.ownRules()));
		};
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(SecuredEndpoints.user());
	}

	/**
	 * Runs immediately before Spring Security, and marks the responses of requests that
	 * passed the policies.
	 */
	@Bean
	FilterRegistrationBean<Filter> passed() {
		FilterRegistrationBean<Filter> passed = new FilterRegistrationBean<>((request, response, chain) -> {
			((HttpServletResponse) response).addHeader(Launcher.PASSED, "once");
			chain.doFilter(request, response);
		});
		passed.setOrder(-101);
		return passed;
	}

	/** The class of the filter is absent in early versions of Spring Framework. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = Launcher.CORS_IN_SECURITY, havingValue = "PREFLIGHT_FILTER")
	static class PreflightFilter {

		@Bean(CorsInSecurity.FILTER)
		FilterRegistrationBean<PreFlightRequestFilter> filter(PreFlightRequestHandler handler) {
			return registration(handler, -150);
		}

		static FilterRegistrationBean<PreFlightRequestFilter> registration(PreFlightRequestHandler handler, int order) {
			FilterRegistrationBean<PreFlightRequestFilter> registration = new FilterRegistrationBean<>(
					new PreFlightRequestFilter(handler));
			registration.setOrder(order);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = Launcher.CORS_IN_SECURITY, havingValue = "PREFLIGHT_FILTER_FIRST")
	static class FirstPreflightFilter {

		@Bean(CorsInSecurity.FILTER)
		FilterRegistrationBean<PreFlightRequestFilter> filter(PreFlightRequestHandler handler) {
			return PreflightFilter.registration(handler, Ordered.HIGHEST_PRECEDENCE);
		}

	}

	@RestController
	static class Methods {

		@PreAuthorize("hasRole('ADMIN')")
		@RequestMapping("/covered/method")
		String method() {
			return "method";
		}

	}

}
