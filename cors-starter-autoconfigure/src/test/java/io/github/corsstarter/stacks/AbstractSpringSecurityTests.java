package io.github.corsstarter.web.servlet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;

import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filter in front of Spring Security, whether that handles CORS too or not.
 */
class SpringSecurityTests {

	private static final String CLIENT = "Origin: https://client.example";

	private static final String ELSEWHERE = "Origin: https://elsewhere.example";

	/** user:password. */
	private static final String USER = "Authorization: Basic dXNlcjpwYXNzd29yZA==";

	private static final Map<String, String> HEADERS = Map.of("access-control-allow-origin", "https://client.example",
			"access-control-allow-credentials", "true", "access-control-expose-headers", "x-exposed");

	@Nested
	class WithoutCors extends Suite {

		WithoutCors() {
			super(WithoutCorsConfiguration.class);
		}

		@Test
		void preflightOfAPathWithoutPolicyMeetsAuthentication() {
			assertThat(preflight("/plain/annotated").status()).isEqualTo(401);
		}

	}

	@Nested
	class WithCors extends Suite {

		WithCors() {
			super(WithCorsConfiguration.class);
		}

		@Test
		void preflightOfAPathWithoutPolicyIsAnsweredBySpringMvc() {
			Response response = preflight("/plain/annotated");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.cors()).containsEntry("access-control-allow-origin", "https://elsewhere.example")
				.containsEntry("access-control-max-age", "1800");
		}

	}

	@Nested
	class WithOwnSource extends Suite {

		WithOwnSource() {
			super(WithOwnSourceConfiguration.class);
		}

		@Test
		void preflightOfAPathWithoutPolicyIsAnsweredByTheOwnSource() {
			assertThat(preflight("/plain/ok").cors()).containsEntry("access-control-allow-origin",
					"https://elsewhere.example");
		}

	}

	@Nested
	class WithSourceBean extends Suite {

		WithSourceBean() {
			super(WithSourceBeanConfiguration.class);
		}

		@Test
		void preflightOfAPathWithoutPolicyIsAnsweredByTheBean() {
			assertThat(preflight("/plain/ok").cors()).containsEntry("access-control-allow-origin",
					"https://elsewhere.example");
		}

	}

	@Nested
	class WithFilterBean extends Suite {

		WithFilterBean() {
			super(WithFilterBeanConfiguration.class);
		}

		@Test
		void preflightOfAPathWithoutPolicyIsAnsweredByTheBean() {
			assertThat(preflight("/plain/ok").cors()).containsEntry("access-control-allow-origin",
					"https://elsewhere.example");
		}

	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class WithFormLoginAndTokens {

		private TestServer server;

		@BeforeAll
		void start() {
			this.server = TestServer.startWithSecurity(Container.TOMCAT, FormAndTokenConfiguration.class,
					"cors.policies.covered.paths=/covered/**,/login",
					"cors.policies.covered.allowed-origins=https://client.example",
					"cors.policies.covered.allowed-headers=authorization",
					"cors.policies.covered.exposed-headers=x-exposed", "cors.policies.covered.allow-credentials=true",
					"spring.security.user.name=user", "spring.security.user.password=password");
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@ParameterizedTest
		@CsvSource({ "/covered/ok", "/covered/method", "/covered/token/ok", "/login" })
		void preflightNeverMeetsAuthentication(String path) {
			Response response = this.server.http()
				.send("OPTIONS", path, CLIENT, "Access-Control-Request-Method: GET",
						"Access-Control-Request-Headers: authorization");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.header("Location")).isNull();
			assertThat(response.cors()).containsEntry("access-control-allow-headers", "authorization");
		}

		@Test
		void formLoginHasTheHeaders() {
			Response redirect = this.server.http().send("GET", "/covered/ok", CLIENT, "Accept: text/html");
			assertThat(redirect.status()).isEqualTo(302);
			assertThat(redirect.header("Location")).endsWith("/login");
			assertThat(redirect.cors()).isEqualTo(HEADERS);
			Response page = this.server.http().send("GET", "/login", CLIENT);
			assertThat(page.status()).isEqualTo(200);
			assertThat(page.cors()).isEqualTo(HEADERS);
			Response withoutToken = this.server.http().send("POST", "/login", CLIENT);
			assertThat(withoutToken.status()).isEqualTo(403);
			assertThat(withoutToken.cors()).isEqualTo(HEADERS);
			assertThat(this.server.http().send("POST", "/login", ELSEWHERE).body()).isEqualTo("Invalid CORS request");
		}

		@Test
		void resourceServerHasTheHeaders() throws JOSEException {
			Response missing = this.server.http().send("GET", "/covered/token/ok", CLIENT);
			assertThat(missing.status()).isEqualTo(401);
			assertThat(missing.header("WWW-Authenticate")).startsWith("Bearer");
			assertThat(missing.cors()).isEqualTo(HEADERS);
			Response broken = this.server.http().send("GET", "/covered/token/ok", CLIENT, "Authorization: Bearer x");
			assertThat(broken.status()).isEqualTo(401);
			assertThat(broken.cors()).isEqualTo(HEADERS);
			String bearer = "Authorization: Bearer " + FormAndTokenConfiguration.token();
			Response accepted = this.server.http().send("GET", "/covered/token/ok", CLIENT, bearer);
			assertThat(accepted.status()).isEqualTo(200);
			assertThat(accepted.cors()).isEqualTo(HEADERS);
			Response scope = this.server.http().send("GET", "/covered/token/admin", CLIENT, bearer);
			assertThat(scope.status()).isEqualTo(403);
			assertThat(scope.header("WWW-Authenticate")).contains("insufficient_scope");
			assertThat(scope.cors()).isEqualTo(HEADERS);
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Suite {

		private final Class<?> configuration;

		private TestServer server;

		private TestServer without;

		Suite(Class<?> configuration) {
			this.configuration = configuration;
		}

		@BeforeAll
		void start() {
			List<String> properties = new ArrayList<>(List.of("cors.policies.covered.paths=/covered/**",
					"cors.policies.covered.allowed-origins=https://client.example",
					"cors.policies.covered.allowed-headers=authorization",
					"cors.policies.covered.exposed-headers=x-exposed", "cors.policies.covered.allow-credentials=true",
					"spring.security.user.name=user", "spring.security.user.password=password"));
			this.server = TestServer.startWithSecurity(Container.TOMCAT, this.configuration,
					properties.toArray(String[]::new));
			properties.add("cors.enabled=false");
			this.without = TestServer.startWithSecurity(Container.TOMCAT, this.configuration,
					properties.toArray(String[]::new));
		}

		@AfterAll
		void stop() {
			this.server.close();
			this.without.close();
		}

		Response preflight(String path) {
			return this.server.http().send("OPTIONS", path, ELSEWHERE, "Access-Control-Request-Method: GET");
		}

		@ParameterizedTest
		@CsvSource({ "/covered/ok", "/covered/annotated", "/covered/admin", "/covered/missing" })
		void preflightOfACoveredPathNeverMeetsAuthentication(String path) {
			Response allowed = this.server.http()
				.send("OPTIONS", path, CLIENT, "Access-Control-Request-Method: GET",
						"Access-Control-Request-Headers: authorization");
			assertThat(allowed.status()).isEqualTo(200);
			assertThat(allowed.body()).isEmpty();
			assertThat(allowed.cors()).containsEntry("access-control-allow-origin", "https://client.example")
				.containsEntry("access-control-allow-headers", "authorization");
			assertThat(allowed.header("WWW-Authenticate")).isNull();
			Response rejected = preflight(path);
			assertThat(rejected.status()).isEqualTo(403);
			assertThat(rejected.body()).isEqualTo("Invalid CORS request");
			assertThat(rejected.cors()).isEmpty();
		}

		@ParameterizedTest
		@CsvSource({ "GET,/covered/ok,false,401", "GET,/covered/annotated,false,401", "GET,/covered/missing,false,401",
				"GET,/covered/ok,true,200", "GET,/covered/annotated,true,200", "GET,/covered/missing,true,404",
				"GET,/covered/boom,true,500", "GET,/covered/admin,true,403", "GET,/covered/method,true,403",
				"POST,/covered/ok,true,403", "POST,/covered/ok,false,403" })
		void everyResponseOfACoveredPathHasTheHeaders(String method, String path, boolean user, int status) {
			List<String> headers = user ? List.of(CLIENT, USER) : List.of(CLIENT);
			Response response = this.server.http().send(method, path, headers);
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.cors()).isEqualTo(HEADERS);
			assertThat(response.vary()).contains("origin").doesNotHaveDuplicates();
		}

		@Test
		void originThatIsNotAllowedDoesNotMeetAuthentication() {
			Response response = this.server.http().send("GET", "/covered/ok", ELSEWHERE);
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.body()).isEqualTo("Invalid CORS request");
			assertThat(response.header("WWW-Authenticate")).isNull();
		}

		@Test
		void responseOfAnyOtherPathIsWhatItIsWithoutTheStarter() {
			for (String path : List.of("/plain/ok", "/plain/annotated", "/plain/admin", "/plain/boom",
					"/plain/missing")) {
				for (String method : List.of("GET", "POST", "OPTIONS")) {
					for (List<String> headers : List.of(List.of(CLIENT), List.of(ELSEWHERE), List.of(ELSEWHERE, USER),
							List.of(ELSEWHERE, "Access-Control-Request-Method: GET"),
							List.of(CLIENT, "Access-Control-Request-Method: GET"), List.<String>of())) {
						Response with = this.server.http().send(method, path, headers);
						Response without = this.without.http().send(method, path, headers);
						assertThat(with.status()).as("%s %s %s", method, path, headers).isEqualTo(without.status());
						assertThat(withoutSession(with)).as("%s %s %s", method, path, headers)
							.isEqualTo(withoutSession(without));
					}
				}
			}
		}

		private static List<String> withoutSession(Response response) {
			return response.lines()
				.stream()
				.map((line) -> line.replaceFirst("JSESSIONID=\\w+", "JSESSIONID="))
				.toList();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import(Endpoints.class)
	static class WithoutCorsConfiguration {

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
	@Import(Endpoints.class)
	static class WithCorsConfiguration {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return WithoutCorsConfiguration.secured(http).cors(Customizer.withDefaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import(Endpoints.class)
	static class WithOwnSourceConfiguration {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return WithoutCorsConfiguration.secured(http)
				.cors((cors) -> cors.configurationSource((request) -> elsewhere()))
				.build();
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
	@Import(Endpoints.class)
	static class WithSourceBeanConfiguration {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return WithoutCorsConfiguration.secured(http).cors(Customizer.withDefaults()).build();
		}

		@Bean
		CorsConfigurationSource corsConfigurationSource() {
			return (request) -> WithOwnSourceConfiguration.elsewhere();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import(Endpoints.class)
	static class WithFilterBeanConfiguration {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) {
			return WithoutCorsConfiguration.secured(http).cors(Customizer.withDefaults()).build();
		}

		@Bean
		CorsFilter corsFilter() {
			return new CorsFilter((request) -> WithOwnSourceConfiguration.elsewhere());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import(Endpoints.class)
	static class FormAndTokenConfiguration {

		private static final byte[] KEY = "only for this test, 256 bits long".getBytes(StandardCharsets.US_ASCII);

		static String token() throws JOSEException {
			SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256),
					new JWTClaimsSet.Builder().subject("user")
						.expirationTime(Date.from(Instant.now().plusSeconds(600)))
						.build());
			token.sign(new MACSigner(KEY));
			return token.serialize();
		}

		@Bean
		@Order(1)
		SecurityFilterChain tokens(HttpSecurity http) {
			return http.securityMatcher("/*/token/**")
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/*/token/admin")
					.hasAuthority("SCOPE_admin")
					.anyRequest()
					.authenticated())
				.oauth2ResourceServer((server) -> server.jwt((jwt) -> jwt
					.decoder(NimbusJwtDecoder.withSecretKey(new SecretKeySpec(KEY, "HmacSHA256")).build())))
				.build();
		}

		@Bean
		SecurityFilterChain form(HttpSecurity http) {
			return WithoutCorsConfiguration.secured(http).formLogin(Customizer.withDefaults()).build();
		}

	}

	@RestController
	@RequestMapping({ "/covered", "/plain" })
	static class Endpoints {

		@PreAuthorize("hasRole('ADMIN')")
		@RequestMapping("/method")
		String method() {
			return "method";
		}

		@RequestMapping({ "/ok", "/admin", "/token/ok", "/token/admin" })
		ResponseEntity<String> ok() {
			return ResponseEntity.ok().header("X-Handler", "ok").body("ok");
		}

		@CrossOrigin("https://elsewhere.example")
		@RequestMapping("/annotated")
		ResponseEntity<String> annotated() {
			return ok();
		}

		@RequestMapping("/boom")
		String boom() {
			throw new IllegalStateException("on purpose");
		}

	}

}
