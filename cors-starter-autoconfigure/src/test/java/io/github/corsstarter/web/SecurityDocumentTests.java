package io.github.corsstarter.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.DispatcherType;
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
 * What {@code docs/security.md} tells to write is enough.
 */
class SecurityDocumentTests {

	private static final Path ROOT = Path.of("..");

	private static final Path SOURCE = Path.of("src/test/java/io/github/corsstarter/web/SecurityDocumentTests.java");

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
		String source = strip(Files.readString(SOURCE));
		List<String> blocks = Pattern.compile("(?ms)^```java\n(.*?)^```$")
			.matcher(Files.readString(ROOT.resolve("docs/security.md")))
			.results()
			.map((block) -> block.group(1))
			.toList();
		assertThat(blocks).hasSize(2).allSatisfy((block) -> assertThat(source).contains(strip(block)));
	}

	@Test
	void readmeShouldLeadToTheDocument() throws IOException {
		assertThat(Files.readString(ROOT.resolve("README.md"))).contains("(docs/security.md)");
	}

	private static String strip(String text) {
		return text.replaceAll("\\s+", "");
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
