package io.github.corsstarter.manual;

import java.io.IOException;
import java.util.List;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that the code in {@code docs/security.md} is copied from this class, and that an
 * application needs no other code for CORS.
 */
@Tag("slow")
class SecurityDocumentTests {

	@Test
	void servletExampleShouldBeEnough() {
		checkExample(Container.TOMCAT, ServletExample.class);
	}

	@Test
	void reactiveExampleShouldBeEnough() {
		checkExample(Container.NETTY, ReactiveExample.class);
	}

	private static void checkExample(Container container, Class<?> example) {
		try (TestServer server = TestServer.startWithSecurity(container, example, "cors.policies.api.paths=/api/**",
				"cors.policies.api.allowed-origins=https://spa.example",
				"cors.policies.api.allowed-headers=authorization", "spring.security.user.name=user")) {
			Response preflight = server.http()
				.send("OPTIONS", "/api/orders", "Origin: https://spa.example", "Access-Control-Request-Method: GET",
						"Access-Control-Request-Headers: authorization");
			assertThat(preflight.status()).isEqualTo(200);
			assertThat(preflight.cors()).containsEntry("access-control-allow-headers", "authorization");
			Response actual = server.http().send("GET", "/api/orders", "Origin: https://spa.example");
			assertThat(actual.status()).isEqualTo(401);
			assertThat(actual.cors()).containsEntry("access-control-allow-origin", "https://spa.example");
		}
	}

	@Test
	void refusalOfForgedPostShouldCarryHeadersAndBe401() {
		checkForgedPost(ServletExample.class, 401);
	}

	@Test
	void refusalOfForgedPostShouldBe403WhereErrorPagesNeedNoAuthentication() {
		checkForgedPost(PermittedErrorsExample.class, 403);
	}

	@Test
	void refusalOfForgedPostShouldRedirectToFormLogin() {
		checkForgedPost(FormLoginExample.class, 302);
	}

	private static void checkForgedPost(Class<?> example, int status) {
		try (TestServer server = TestServer.startWithSecurity(Container.TOMCAT, example,
				"cors.policies.api.paths=/api/**", "cors.policies.api.allowed-origins=https://spa.example",
				"spring.security.user.name=user")) {
			Response response = server.http().send("POST", "/api/orders", "Origin: https://spa.example");
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.cors()).containsEntry("access-control-allow-origin", "https://spa.example");
		}
	}

	@Test
	void javaBlocksShouldBeOfThisTest() throws IOException {
		String source = Document.source("manual/SecurityDocumentTests").withoutWhiteSpace();
		List<String> blocks = Document.of("docs/security.md").blocks("java");
		assertThat(blocks).hasSize(2)
			.allSatisfy((block) -> assertThat(source).contains(Document.withoutWhiteSpace(block)));
	}

	@Test
	void readmeShouldLeadToTheDocument() throws IOException {
		assertThat(Document.of("README.md").text()).contains("(docs/security.md)");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ServletExample {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class PermittedErrorsExample {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
					.permitAll()
					.anyRequest()
					.authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FormLoginExample {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ReactiveExample {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

}
