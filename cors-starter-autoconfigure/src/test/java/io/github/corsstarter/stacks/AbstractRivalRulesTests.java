package io.github.corsstarter.stacks;

import java.util.Map;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application has its own CORS filter, the rival, before the starter's filter or
 * after it. {@code docs/application-rules.md} describes the same.
 */
abstract class AbstractRivalRulesTests {

	private static final String CLIENT = "Origin: https://client.example";

	private static final String RIVAL = "Origin: https://rival.example";

	private static final String BOTH = "Origin: https://both.example";

	private static final String ASKS = "Access-Control-Request-Method: GET";

	private final Container container;

	private final Class<?> before;

	private final Class<?> after;

	/**
	 * Create the suite for a stack.
	 * @param container the server
	 * @param before an application whose rival filter runs before the starter's
	 * @param after an application whose rival filter runs after the starter's
	 */
	AbstractRivalRulesTests(Container container, Class<?> before, Class<?> after) {
		this.container = container;
		this.before = before;
		this.after = after;
	}

	/**
	 * Check which headers of the rival remain on a response if the rival runs first.
	 * @param rejected the headers for an origin that only the rival allows
	 * @param allowed the headers for an origin that both allow
	 */
	abstract void checkHeadersOfTheRival(Map<String, String> rejected, Map<String, String> allowed);

	private TestServer start(Class<?> configuration) {
		return TestServer.start(this.container, configuration, "cors.policies.covered.paths=/covered/**",
				"cors.policies.covered.allowed-origins=https://client.example,https://both.example",
				"cors.policies.covered.exposed-headers=x-policy");
	}

	static CorsConfiguration rules() {
		CorsConfiguration rules = new CorsConfiguration();
		rules.addAllowedOrigin("https://rival.example");
		rules.addAllowedOrigin("https://both.example");
		rules.addExposedHeader("x-rival");
		rules.setAllowCredentials(true);
		return rules;
	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class RivalBefore {

		private TestServer server;

		@BeforeAll
		void start() {
			this.server = AbstractRivalRulesTests.this.start(AbstractRivalRulesTests.this.before);
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
		void rivalRejectsAnOriginThatThePolicyAllows() {
			Response response = this.server.http().send("GET", "/covered/ok", CLIENT);
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.header("X-Handler")).isNull();
			assertThat(response.cors()).isEmpty();
		}

		@Test
		void policyRejectsAnOriginThatTheRivalAllows() {
			Response response = this.server.http().send("GET", "/covered/ok", RIVAL);
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.body()).isEqualTo("Invalid CORS request");
			assertThat(response.header("X-Handler")).isNull();
		}

		@Test
		void originThatBothAllowHasNoHeaderTwice() {
			Response response = this.server.http().send("GET", "/covered/ok", BOTH);
			assertThat(response.header("X-Handler")).isEqualTo("ok");
			assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("https://both.example");
			assertThat(response.header("Access-Control-Expose-Headers")).isEqualTo("x-policy");
			assertThat(response.vary()).contains("origin").doesNotHaveDuplicates();
		}

		@Test
		void headersOfTheRivalAreRemovedWherePossible() {
			checkHeadersOfTheRival(this.server.http().send("GET", "/covered/ok", RIVAL).cors(),
					this.server.http().send("GET", "/covered/ok", BOTH).cors());
		}

	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class RivalAfter {

		private TestServer server;

		@BeforeAll
		void start() {
			this.server = AbstractRivalRulesTests.this.start(AbstractRivalRulesTests.this.after);
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

	@RestController
	static class RivalEndpoints {

		@RequestMapping({ "/covered/ok", "/plain/ok" })
		ResponseEntity<String> ok() {
			return ResponseEntity.ok().header("X-Handler", "ok").body("ok");
		}

	}

}
