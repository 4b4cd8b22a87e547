package io.github.corsstarter.stacks;

import java.util.Map;

import javax.crypto.spec.SecretKeySpec;

import io.github.corsstarter.stacks.AbstractSpringSecurityTests.SecuredEndpoints;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Servlet applications with Spring Security.
 */
final class ServletSecurityApplications {

	static final Map<SecurityVariant, Class<?>> ALL = Map.of(SecurityVariant.WITHOUT_CORS, WithoutCors.class,
			SecurityVariant.CORS, WithCors.class, SecurityVariant.OWN_SOURCE, WithOwnSource.class,
			SecurityVariant.SOURCE_BEAN, WithSourceBean.class, SecurityVariant.FILTER_BEAN, WithFilterBean.class,
			SecurityVariant.FORM_AND_TOKENS, FormAndTokens.class);

	private ServletSecurityApplications() {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ SecuredEndpoints.class, SecuredMethod.class })
	static class WithoutCors {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return secured(http).build();
		}

		static HttpSecurity secured(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
					.permitAll()
					.requestMatchers("/*/admin")
					.hasRole("ADMIN")
					.anyRequest()
					.authenticated())
				.httpBasic(Customizer.withDefaults());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ SecuredEndpoints.class, SecuredMethod.class })
	static class WithCors {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return WithoutCors.secured(http).cors(Customizer.withDefaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ SecuredEndpoints.class, SecuredMethod.class })
	static class WithOwnSource {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return WithoutCors.secured(http).cors((cors) -> cors.configurationSource((request) -> elsewhere())).build();
		}

		static CorsConfiguration elsewhere() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin("https://elsewhere.example");
			configuration.addExposedHeader("x-own");
			return configuration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ SecuredEndpoints.class, SecuredMethod.class })
	static class WithSourceBean {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return WithoutCors.secured(http).cors(Customizer.withDefaults()).build();
		}

		@Bean
		CorsConfigurationSource corsConfigurationSource() {
			return (request) -> WithOwnSource.elsewhere();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ SecuredEndpoints.class, SecuredMethod.class })
	static class WithFilterBean {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return WithoutCors.secured(http).cors(Customizer.withDefaults()).build();
		}

		@Bean
		CorsFilter corsFilter() {
			return new CorsFilter((request) -> WithOwnSource.elsewhere());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ SecuredEndpoints.class, SecuredMethod.class })
	static class FormAndTokens {

		@Bean
		@Order(1)
		SecurityFilterChain tokens(HttpSecurity http) {
			return http.securityMatcher("/*/token/**")
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/*/token/admin")
					.hasAuthority("SCOPE_admin")
					.anyRequest()
					.authenticated())
				.oauth2ResourceServer((server) -> server.jwt((jwt) -> jwt.decoder(
						NimbusJwtDecoder.withSecretKey(new SecretKeySpec(AbstractSpringSecurityTests.KEY, "HmacSHA256"))
							.build())))
				.build();
		}

		@Bean
		SecurityFilterChain form(HttpSecurity http) {
			return WithoutCors.secured(http).formLogin(Customizer.withDefaults()).build();
		}

	}

	@RestController
	static class SecuredMethod {

		@PreAuthorize("hasRole('ADMIN')")
		@RequestMapping({ "/covered/method", "/plain/method" })
		String method() {
			return "method";
		}

	}

}
