package io.github.corsstarter.browser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 2 and 15: the same application in production.
 */
@BrowserTest
class ProductionScenariosIT {

	private final Setup setup;

	private final Web web;

	private final String api = "https://api-" + Web.number() + ".example.test";

	ProductionScenariosIT(Setup setup) {
		this.setup = setup;
		this.web = Web.of(setup, Variant.PRODUCTION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example.test", "https://m.example.test", "https://kiosk.example.test" })
	void scenario2WhenOriginIsNamedShouldRead(String origin) {
		Answer answer = estimate(this.web, origin);
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "GET");
		assertThat(answer.preflight().responseHeader("Access-Control-Max-Age")).isEqualTo("600");
		assertThat(answer.preflight().responseHeader("Access-Control-Allow-Headers"))
			.isEqualTo("x-prototype-version, x-requested-with");
		assertThat(answer.body()).contains("ready");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "http://localhost:3000", "https://example.test", "https://evil.test",
			"http://shop.example.test" })
	void scenario2WhenOriginIsNotNamedShouldReadNothing(String origin) {
		Answer answer = estimate(this.web, origin);
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS");
		assertThat(answer.handlers()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://one.test", "https://two.test", "https://three.test:9443" })
	void scenario2WhenEnvironmentVariableNamesOriginShouldRead(String origin) {
		Answer answer = estimate(Web.of(this.setup, Variant.ENVIRONMENT), origin);
		assertThat(answer.preflight().responseHeader("Access-Control-Max-Age")).isEqualTo("600");
		assertThat(answer.body()).contains("ready");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "http://localhost:3000", "https://three.test", "https://four.test" })
	void scenario2WhenEnvironmentVariableDoesNotNameOriginShouldReadNothing(String origin) {
		Answer answer = estimate(Web.of(this.setup, Variant.ENVIRONMENT), origin);
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS");
	}

	@Test
	void scenario15WhenPageIsBehindSameProxyShouldPost() {
		Answer answer = order(this.api);
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("POST");
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo(this.api);
		assertThat(answer.lastRequest().requestHeader("Sec-Fetch-Site")).isEqualTo("same-origin");
		assertThat(answer.status()).isEqualTo(201);
	}

	@Test
	void scenario15WhenPageIsOfOtherHostShouldNotPost() {
		Answer answer = order("https://www.example.test");
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS");
		assertThat(answer.handlers()).isEmpty();
	}

	private Answer order(String origin) {
		return this.web.page(origin)
			.fetch(PageRequest.post(this.api + "/api/partners/orders").json("{\"coffee\":\"Mokka\",\"quantity\":1}"));
	}

	private Answer estimate(Web web, String origin) {
		return web.page(origin)
			.fetch(PageRequest.get(this.api + "/api/estimates/1")
				.header("X-Prototype-Version", "1.7")
				.header("X-Requested-With", "XMLHttpRequest"));
	}

}
