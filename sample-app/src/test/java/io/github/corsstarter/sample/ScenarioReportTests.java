package io.github.corsstarter.sample;

import io.github.corsstarter.sample.FetchRequest.Mode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 1, 7 and 18: with {@code cors.debug}, the response tells a developer the
 * reason.
 */
@ScenarioTest
@TestPropertySource(properties = "cors.debug=true")
class ScenarioReportTests {

	private static final String API = "https://api.example.test";

	private final FetchClient browser;

	ScenarioReportTests(@LocalServerPort int port) {
		this.browser = new FetchClient(port);
	}

	@Test
	void scenario1WhenPolicyDoesNotListNullShouldSayWhatToAdd() {
		FetchResult answer = this.browser.page("null").fetch(FetchRequest.get(API + "/api/partners/orders"));
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.lastRequest().status()).isEqualTo(403);
		assertThat(answer.lastRequest().responseHeader("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.lastRequest().body()).contains("\"reason\":\"origin-not-allowed\"")
			.contains("\"fix\":\"add \\\"null\\\" to cors.policies.partners.allowed-origins\"");
	}

	@Test
	void scenario7WhenPatchIsInLowerCaseShouldNameMethod() {
		FetchResult answer = this.browser.page("https://partner.example")
			.fetch(FetchRequest.of("patch", API + "/api/partners/orders/1").json("{}"));
		assertThat(answer.error()).isEqualTo("method patch not in [GET, HEAD, POST, PUT, PATCH, DELETE]");
		assertThat(answer.requests()).isEmpty();
		assertThat(answer.preflight().body()).contains("\"reason\":\"method-not-allowed\"")
			.contains("does not allow the method patch");
	}

	@Test
	void scenario18WhenNavigationIsRejectedShouldSayWhatToSet() {
		FetchResult answer = this.browser.page("https://login.idp.test")
			.fetch(FetchRequest.post(API + "/internal/stock/deliveries")
				.form("SAMLResponse=PHNhb")
				.mode(Mode.NAVIGATE));
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.body()).contains("This is a navigation")
			.contains("\"fix\":\"add the policy cors.policies.posts-to-internal-stock-deliveries:"
					+ " {paths: /internal/stock/deliveries, allowed-origins: none, on-disallowed: omit-headers}\"");
	}

}
