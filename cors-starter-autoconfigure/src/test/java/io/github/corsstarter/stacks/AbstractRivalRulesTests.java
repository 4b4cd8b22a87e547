package io.github.corsstarter.web.servlet;

import java.util.Map;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@code CorsFilter} of the application, before the starter's filter and after it.
 * {@code docs/application-rules.md} says the same in words.
 */
class RivalCorsFilterTests {

	private static final String CLIENT = "Origin: https://client.example";

	private static final String RIVAL = "Origin: https://rival.example";

	private static final String BOTH = "Origin: https://both.example";

	private static final String ASKS = "Access-Control-Request-Method: GET";

	private static TestServer start(Class<?> configuration) {
		return TestServer.start(Container.TOMCAT, configuration, "cors.policies.covered.paths=/covered/**",
				"cors.policies.covered.allowed-origins=https://client.example,https://both.example",
				"cors.policies.covered.exposed-headers=x-policy");
	}

	private static CorsConfiguration rules() {
		CorsConfiguration rules = new CorsConfiguration();
		rules.addAllowedOrigin("https://rival.example");
		rules.addAllowedOrigin("https://both.example");
		rules.addExposedHeader("x-rival");
		rules.setAllowCredentials(true);
		return rules;
	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class Ahead {

		private TestServer server;

		@BeforeAll
		void start() {
			this.server = RivalCorsFilterTests.start(AheadConfiguration.class);
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@Test
		void rivalAnswersEveryPreflight() {
			for (String path : new String[] { "/covered/ok", "/plain/ok" }) {
				assertThat(this.server.http().send("OPTIONS", path, RIVAL, ASKS).cors())
					.containsEntry("access-control-allow-origin", "https://rival.example");
				Response client = this.server.http().send("OPTIONS", path, CLIENT, ASKS);
				assertThat(client.status()).isEqualTo(403);
				assertThat(client.cors()).isEmpty();
			}
		}

		@Test
		void rivalRefusesWhomThePolicyAllows() {
			Response response = this.server.http().send("GET", "/covered/ok", CLIENT);
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.header("X-Handler")).isNull();
			assertThat(response.cors()).isEmpty();
		}

		@Test
		void policyRefusesWhomTheRivalAllows() {
			Response response = this.server.http().send("GET", "/covered/ok", RIVAL);
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.body()).isEqualTo("Invalid CORS request");
			assertThat(response.header("X-Handler")).isNull();
		}

		@Test
		void whoIsAllowedByBothHasNoHeaderTwice() {
			Response response = this.server.http().send("GET", "/covered/ok", BOTH);
			assertThat(response.header("X-Handler")).isEqualTo("ok");
			assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("https://both.example");
			assertThat(response.header("Access-Control-Expose-Headers")).isEqualTo("x-policy");
			assertThat(response.vary()).contains("origin").doesNotHaveDuplicates();
		}

		/**
		 * A limit: no container before Servlet 6.1 must let a header be taken back.
		 */
		@Test
		void headersOfTheRivalStayWhereThePolicySendsNone() {
			assertThat(this.server.http().send("GET", "/covered/ok", RIVAL).cors())
				.containsEntry("access-control-allow-origin", "https://rival.example");
			assertThat(this.server.http().send("GET", "/covered/ok", BOTH).cors())
				.isEqualTo(Map.of("access-control-allow-origin", "https://both.example",
						"access-control-expose-headers", "x-policy", "access-control-allow-credentials", "true"));
		}

	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class Behind {

		private TestServer server;

		@BeforeAll
		void start() {
			this.server = RivalCorsFilterTests.start(BehindConfiguration.class);
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@Test
		void policyAloneDecidesOnACoveredPath() {
			Map<String, String> headers = Map.of("access-control-allow-origin", "https://client.example",
					"access-control-expose-headers", "x-policy");
			assertThat(this.server.http().send("GET", "/covered/ok", CLIENT).cors()).isEqualTo(headers);
			assertThat(this.server.http().send("OPTIONS", "/covered/ok", CLIENT, ASKS).cors())
				.containsEntry("access-control-allow-origin", "https://client.example");
			for (Response refused : new Response[] { this.server.http().send("GET", "/covered/ok", RIVAL),
					this.server.http().send("OPTIONS", "/covered/ok", RIVAL, ASKS) }) {
				assertThat(refused.status()).isEqualTo(403);
				assertThat(refused.cors()).isEmpty();
			}
		}

		@Test
		void rivalAloneDecidesOnAnyOtherPath() {
			assertThat(this.server.http().send("GET", "/plain/ok", RIVAL).cors())
				.isEqualTo(Map.of("access-control-allow-origin", "https://rival.example",
						"access-control-allow-credentials", "true", "access-control-expose-headers", "x-rival"));
			assertThat(this.server.http().send("OPTIONS", "/plain/ok", RIVAL, ASKS).status()).isEqualTo(200);
			assertThat(this.server.http().send("GET", "/plain/ok", CLIENT).status()).isEqualTo(403);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class AheadConfiguration {

		@Bean
		FilterRegistrationBean<CorsFilter> rival() {
			FilterRegistrationBean<CorsFilter> rival = new FilterRegistrationBean<>(
					new CorsFilter((request) -> rules()));
			rival.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return rival;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class BehindConfiguration {

		@Bean
		FilterRegistrationBean<CorsFilter> rival() {
			FilterRegistrationBean<CorsFilter> rival = new FilterRegistrationBean<>(
					new CorsFilter((request) -> rules()));
			rival.setOrder(0);
			return rival;
		}

	}

	@RestController
	static class Endpoints {

		@RequestMapping({ "/covered/ok", "/plain/ok" })
		ResponseEntity<String> ok() {
			return ResponseEntity.ok().header("X-Handler", "ok").body("ok");
		}

	}

}
