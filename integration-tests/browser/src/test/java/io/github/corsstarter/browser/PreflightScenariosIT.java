package io.github.corsstarter.browser;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 5 to 7: preflights, and how often browsers send them.
 */
@BrowserTest
class PreflightScenariosIT {

	private static final String ORDER = "{\"coffee\":\"Mokka\",\"quantity\":3}";

	private final Setup setup;

	private final Web web;

	private final Page bob;

	private final String alice = "http://api-" + Web.number() + ".alice.test";

	PreflightScenariosIT(Setup setup) {
		this.setup = setup;
		this.web = Web.of(setup, Variant.DEVELOPMENT);
		this.bob = this.web.page("http://api.bob.test");
	}

	@Test
	void scenario5WhenPutHasCustomHeaderShouldSendOnePreflight() {
		Answer answer = this.bob.fetch(PageRequest.put(order()).header("X-Custom-Header", "value").json(ORDER));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "PUT");
		Exchange preflight = answer.preflight();
		assertThat(preflight.requestHeader("Access-Control-Request-Method")).isEqualTo("PUT");
		assertThat(preflight.requestHeader("Access-Control-Request-Headers")).isEqualTo("content-type,x-custom-header");
		assertThat(preflight.requestHeader("X-Custom-Header")).isNull();
		assertThat(preflight.responseHeader("Access-Control-Allow-Methods"))
			.isEqualTo("GET, HEAD, POST, PUT, PATCH, DELETE");
		assertThat(preflight.responseHeader("Access-Control-Allow-Headers"))
			.isEqualTo("content-type, api-key, x-custom-header");
		assertThat(answer.lastRequest().requestHeader("X-Custom-Header")).isEqualTo("value");
		assertThat(answer.handlers()).containsExactly("OrderController#change");
		assertThat(answer.body()).contains("\"quantity\":3");
	}

	@Test
	void scenario5WhenHeaderIsNotAllowedShouldNotSendPut() {
		Answer answer = this.bob.fetch(PageRequest.put(order()).header("X-Other", "value").json(ORDER));
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS");
		assertThat(answer.preflight().status()).isEqualTo(403);
		assertThat(answer.handlers()).isEmpty();
	}

	@Test
	void scenario6WhenPutIsFollowedByDeleteShouldSendOnePreflight() {
		String order = order();
		Answer put = this.bob.fetch(PageRequest.put(order).json(ORDER));
		Answer delete = this.bob.fetch(PageRequest.of("DELETE", order).json("{}"));
		assertThat(put.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "PUT");
		assertThat(put.status()).isEqualTo(200);
		assertThat(delete.exchanges()).extracting(Exchange::method).containsExactly("DELETE");
		assertThat(delete.status()).isEqualTo(204);
		assertThat(delete.handlers()).containsExactly("OrderController#remove");
	}

	@Test
	void scenario6WhenMaxAgeIsZeroShouldSendTwoPreflights() {
		Page preview = this.web.page("https://pr-7.preview.test");
		String draft = "https://api-" + Web.number() + ".example.test/api/drafts/2";
		Answer put = preview.fetch(PageRequest.put(draft).json("{\"text\":\"Cocoa.\"}"));
		Answer delete = preview.fetch(PageRequest.of("DELETE", draft).json("{}"));
		assertThat(put.preflight().responseHeader("Access-Control-Max-Age")).isEqualTo("0");
		assertThat(put.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "PUT");
		assertThat(put.status()).isEqualTo(200);
		assertThat(delete.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "DELETE");
		assertThat(delete.status()).isEqualTo(204);
	}

	@Test
	void scenario7WhenPatchHasKeyShouldWork() {
		Answer answer = this.bob.fetch(PageRequest.of("PATCH", order()).header("API-Key", "k1").json(ORDER));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "PATCH");
		assertThat(answer.preflight().requestHeader("Access-Control-Request-Headers"))
			.isEqualTo("api-key,content-type");
		assertThat(answer.handlers()).containsExactly("OrderController#changeWithKey");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("\"quantity\":3");
	}

	/**
	 * Fetch, "normalize a method", does not include {@code PATCH}.
	 */
	@Test
	void scenario7WhenPatchIsInLowerCaseShouldFail() {
		Answer answer = this.bob.fetch(PageRequest.of("patch", order()).header("API-Key", "k1").json(ORDER));
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS");
		assertThat(answer.preflight().requestHeader("Access-Control-Request-Method")).isEqualTo("patch");
		assertThat(answer.handlers()).isEmpty();
	}

	/**
	 * With {@code cors.debug}, the preflight has an ok status, and the browser finds that
	 * the response does not allow the method.
	 */
	@Test
	void scenario7WhenPatchIsInLowerCaseShouldNameMethod() {
		String order = order();
		Page bob = Web.of(this.setup, Variant.DEBUG).page("http://api.bob.test");
		Answer answer = bob.fetch(PageRequest.of("patch", order).header("API-Key", "k1").json(ORDER));
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS");
		assertThat(answer.preflight().status()).isEqualTo(200);
		assertThat(answer.preflight().responseBody()).contains("\"reason\":\"method-not-allowed\"")
			.contains("the page must write PATCH");
	}

	/**
	 * In Fetch, {@code User-Agent} is neither a "forbidden request-header" nor
	 * safelisted, so it needs a preflight. Chromium silently drops the header, and then
	 * needs no preflight, until it follows the standard.
	 * @see <a href="https://issues.chromium.org/issues/40450316">Chromium issue
	 * 40450316</a>
	 */
	@Test
	void whenScriptSetsUserAgentShouldSendPreflightUnlessLeftOut() {
		Answer answer = this.bob
			.fetch(PageRequest.get(this.alice + "/api/partners/orders").header("User-Agent", "page"));
		if (this.setup.engine() == Engine.CHROMIUM && answer.isReadable()) {
			assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("GET");
			assertThat(answer.lastRequest().requestHeader("User-Agent")).contains("Chrome");
		}
		else {
			assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS");
			assertThat(answer.preflight().requestHeader("Access-Control-Request-Headers")).isEqualTo("user-agent");
			assertThat(answer.isReadable()).isFalse();
		}
	}

	/** The address of a new order. */
	private String order() {
		Answer answer = this.bob
			.fetch(PageRequest.post(this.alice + "/api/partners/orders").form("coffee=Mokka&quantity=1"));
		return this.alice + answer.header("Location");
	}

}
