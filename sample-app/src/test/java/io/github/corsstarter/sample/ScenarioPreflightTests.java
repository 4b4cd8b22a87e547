package io.github.corsstarter.sample;

import java.time.Duration;

import io.github.corsstarter.sample.FetchClient.Page;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 5 to 7: preflights, and how often browsers send them.
 */
@ScenarioTest
class ScenarioPreflightTests {

	private static final String ALICE = "http://api.alice.test";

	private static final String ORDER = "{\"coffee\":\"Mokka\",\"quantity\":3}";

	private final HandlerRuns handlers;

	private final FetchClient browser;

	private final Page bob;

	ScenarioPreflightTests(@LocalServerPort int port, @Autowired HandlerRuns handlers) {
		this.handlers = handlers;
		this.browser = new FetchClient(port);
		this.bob = this.browser.page("http://api.bob.test");
	}

	@BeforeEach
	void forgetHandlers() {
		this.handlers.clear();
	}

	@Test
	void scenario5WhenPutHasCustomHeaderShouldSendOnePreflight() {
		FetchResult answer = this.bob.fetch(FetchRequest.put(order()).header("X-Custom-Header", "value").json(ORDER));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "PUT");
		Exchange preflight = answer.preflight();
		assertThat(preflight.requestHeader("Access-Control-Request-Method")).isEqualTo("PUT");
		assertThat(preflight.requestHeader("Access-Control-Request-Headers")).isEqualTo("content-type,x-custom-header");
		assertThat(preflight.responseHeader("Access-Control-Allow-Methods"))
			.isEqualTo("GET, HEAD, POST, PUT, PATCH, DELETE");
		assertThat(preflight.responseHeader("Access-Control-Allow-Headers"))
			.isEqualTo("content-type, api-key, x-custom-header");
		assertThat(preflight.body()).isEmpty();
		assertThat(answer.body()).contains("\"quantity\":3");
	}

	@Test
	void scenario5WhenHeaderIsNotAllowedShouldNotSendPut() {
		FetchResult answer = this.bob.fetch(FetchRequest.put(order()).header("X-Other", "value").json(ORDER));
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.requests()).isEmpty();
		assertThat(answer.preflight().status()).isEqualTo(403);
	}

	@Test
	void scenario6WhenPutIsFollowedByDeleteShouldSendOnePreflight() {
		String order = order();
		FetchResult put = this.bob.fetch(FetchRequest.put(order).json(ORDER));
		FetchResult delete = this.bob.fetch(FetchRequest.of("DELETE", order).json("{}"));
		assertThat(put.preflights()).hasSize(1);
		assertThat(put.status()).isEqualTo(200);
		assertThat(delete.preflights()).isEmpty();
		assertThat(delete.status()).isEqualTo(204);
	}

	@Test
	void scenario6WhenMaxAgeHasPassedShouldSendPreflightAgain() {
		String order = order();
		this.bob.fetch(FetchRequest.put(order).json(ORDER));
		this.browser.sleep(Duration.ofMinutes(29));
		assertThat(this.bob.fetch(FetchRequest.put(order).json(ORDER)).preflights()).isEmpty();
		this.browser.sleep(Duration.ofMinutes(1));
		assertThat(this.bob.fetch(FetchRequest.put(order).json(ORDER)).preflights()).hasSize(1);
	}

	@Test
	void scenario6WhenMaxAgeIsZeroShouldSendTwoPreflights() {
		Page preview = this.browser.page("https://pr-7.preview.test");
		String draft = "https://api.example.test/api/drafts/2";
		FetchResult put = preview.fetch(FetchRequest.put(draft).json("{\"text\":\"Cocoa.\"}"));
		FetchResult delete = preview.fetch(FetchRequest.of("DELETE", draft).json("{}"));
		assertThat(put.preflight().responseHeader("Access-Control-Max-Age")).isEqualTo("0");
		assertThat(put.preflights()).hasSize(1);
		assertThat(put.status()).isEqualTo(200);
		assertThat(delete.preflights()).hasSize(1);
		assertThat(delete.status()).isEqualTo(204);
	}

	@Test
	void scenario7WhenPatchHasKeyShouldWork() {
		FetchResult answer = this.bob.fetch(FetchRequest.of("PATCH", order()).header("API-Key", "k1").json(ORDER));
		assertThat(answer.preflight().requestHeader("Access-Control-Request-Headers"))
			.isEqualTo("api-key,content-type");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("\"quantity\":3");
	}

	@Test
	void scenario7WhenPatchIsInLowerCaseShouldFail() {
		FetchResult answer = this.bob.fetch(FetchRequest.of("patch", order()).header("API-Key", "k1").json(ORDER));
		assertThat(answer.preflight().requestHeader("Access-Control-Request-Method")).isEqualTo("patch");
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.requests()).isEmpty();
		assertThat(this.handlers.all()).isEmpty();
	}

	private String order() {
		FetchResult answer = this.bob
			.fetch(FetchRequest.post(ALICE + "/api/partners/orders").form("coffee=Mokka&quantity=1"));
		this.handlers.clear();
		return ALICE + answer.header("Location");
	}

}
