package io.github.corsstarter.browser;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 1, 3, 4, 8, 11, 16 and 17: what a page can read.
 */
@BrowserTest
class ReadingScenariosIT {

	private final Setup setup;

	private final Web web;

	private final Page bob;

	private final Page stranger;

	private final String alice = "http://api-" + Web.number() + ".alice.test";

	private final String orders = this.alice + "/api/partners/orders";

	private final String catalogue = this.alice + "/api/catalogue";

	/** The name that a prototype on the same machine uses. */
	private final String local = "http://localhost:" + (20_000 + Web.number());

	ReadingScenariosIT(Setup setup) {
		this.setup = setup;
		this.web = Web.of(setup, Variant.DEVELOPMENT);
		this.bob = this.web.page("http://api.bob.test");
		this.stranger = this.web.page("http://stranger.test");
	}

	@Test
	void scenario1WhenPageIsOpenedFromDiskShouldReadAfterPreflight() {
		Answer answer = this.web.page("null").fetch(prototypeRequest("/api/estimates/1"));
		assertThat(answer.preflights()).hasSize(1);
		Exchange preflight = answer.preflight();
		assertThat(preflight.requestHeader("Origin")).isEqualTo("null");
		assertThat(preflight.requestHeader("Access-Control-Request-Headers"))
			.isEqualTo("x-prototype-version,x-requested-with");
		assertThat(preflight.status()).isEqualTo(200);
		assertThat(preflight.responseHeader("Access-Control-Allow-Origin")).isEqualTo("null");
		assertThat(preflight.responseHeader("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, POST");
		assertThat(preflight.responseHeader("Access-Control-Allow-Headers"))
			.isEqualTo("x-prototype-version, x-requested-with");
		assertThat(preflight.responseHeader("Access-Control-Max-Age")).isEqualTo("1800");
		assertThat(answer.lastRequest().requestHeader("X-Prototype-Version")).isEqualTo("1.7");
		assertThat(answer.handlers()).containsExactly("EstimateController#estimate");
		assertThat(answer.body()).isEqualTo("{\"status\":\"ready\",\"days\":2}");
	}

	@Test
	void scenario1WhenAnswerIsDeferredShouldRead() {
		Answer answer = this.web.page("null").fetch(prototypeRequest("/api/estimates/2"));
		assertThat(answer.body()).isEqualTo("{\"status\":\"defer\"}");
	}

	@Test
	void scenario1WhenPolicyDoesNotListNullShouldReadNothing() {
		Answer answer = this.web.page("null").fetch(PageRequest.get(this.orders));
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.requests()).hasSize(1);
		assertThat(answer.lastRequest().status()).isEqualTo(403);
		assertThat(answer.handlers()).isEmpty();
	}

	@Test
	void scenario1WhenPolicyDoesNotListNullShouldSayWhatToAdd() {
		Page file = Web.of(this.setup, Variant.DEBUG).page("null");
		Answer answer = file.fetch(PageRequest.get(this.orders));
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.lastRequest().responseBody()).contains("\"reason\":\"origin-not-allowed\"")
			.contains("\"fix\":\"add \\\"null\\\" to cors.policies.partners.allowed-origins\"");
	}

	@Test
	void scenario3WhenGetIsSimpleShouldReadWithoutPreflight() {
		Answer answer = this.bob.fetch(PageRequest.get(this.orders + "/1"));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("GET");
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo("http://api.bob.test");
		assertThat(answer.handlers()).containsExactly("OrderController#order");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("Yirgacheffe");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application/x-www-form-urlencoded | coffee=Mokka&quantity=2 | addForm
			text/plain                        | Mokka                   | addOne
			text/plain;charset=UTF-8          | Mokka                   | addOne
			""")
	void scenario3WhenPostIsSimpleShouldReadWithoutPreflight(String contentType, String body, String handler) {
		Answer answer = this.bob.fetch(PageRequest.post(this.orders).body(contentType, body));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("POST");
		assertThat(answer.handlers()).containsExactly("OrderController#" + handler);
		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.body()).contains("Mokka");
		assertThat(answer.header("Location")).startsWith("/api/partners/orders/");
	}

	@Test
	void scenario3WhenHeadIsSimpleShouldReadWithoutPreflight() {
		Answer answer = this.bob.fetch(PageRequest.of("HEAD", this.orders));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("HEAD");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("FooBar")).isEqualTo("baz");
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void scenario3WhenHeaderIsExposedShouldReadIt() {
		Answer answer = this.bob.fetch(PageRequest.get(this.orders));
		assertThat(answer.header("FooBar")).isEqualTo("baz");
		assertThat(answer.lastRequest().responseHeader("X-Page-Size")).isNotNull();
		assertThat(answer.header("X-Page-Size")).isNull();
	}

	@Test
	void scenario4WhenOriginIsRejectedShouldReadNothingAndRunNoHandler() {
		Answer answer = this.stranger.fetch(PageRequest.get(this.orders));
		assertThat(answer.error()).startsWith("TypeError");
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("GET");
		assertThat(answer.lastRequest().status()).isEqualTo(403);
		assertThat(answer.lastRequest().responseBody()).contains("Invalid CORS request");
		assertThat(answer.handlers()).isEmpty();
	}

	@Test
	void scenario4WhenHeadersAreOmittedShouldReadNothingButRunHandler() {
		Answer answer = this.stranger.fetch(PageRequest.get(this.alice + "/sso/metadata"));
		assertThat(answer.error()).startsWith("TypeError");
		assertThat(answer.exchanges()).extracting(Exchange::status).containsExactly(200);
		assertThat(answer.handlers()).containsExactly("SignInController#metadata");
	}

	@Test
	void scenario8WhenHeadersAreExposedShouldReadThem() {
		Answer answer = this.bob.fetch(PageRequest.of("PATCH", this.orders + "/" + created())
			.header("API-Key", "k1")
			.json("{\"coffee\":\"Mokka\",\"quantity\":4}"));
		assertThat(answer.header("API-Key")).isEqualTo("next-k1");
	}

	/**
	 * Fetch, "CORS-safelisted response-header name", includes {@code Content-Length}
	 * since 2018.
	 */
	@Test
	void scenario8WhenHeaderIsNotExposedShouldReadNull() {
		Answer answer = this.stranger.fetch(PageRequest.get(this.catalogue + "/price-list"));
		assertThat(answer.lastRequest().responseHeader("Content-Length")).isNotNull();
		assertThat(answer.header("Content-Length")).isEqualTo(answer.lastRequest().responseHeader("Content-Length"));
		assertThat(answer.lastRequest().responseHeader("X-Valid-Until")).isEqualTo("2027-01-01");
		assertThat(answer.header("X-Valid-Until")).isNull();
	}

	@Test
	void scenario11WhenTokenIsSentWithoutCookiesShouldRead() {
		Answer answer = this.stranger
			.fetch(PageRequest.get(this.catalogue + "/favourites").header("Authorization", "Bearer t0k3n"));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "GET");
		assertThat(answer.preflight().requestHeader("Access-Control-Request-Headers")).isEqualTo("authorization");
		assertThat(answer.preflight().requestHeader("Authorization")).isNull();
		assertThat(answer.preflight().responseHeader("Access-Control-Allow-Headers")).isEqualTo("*, authorization");
		assertThat(answer.lastRequest().requestHeader("Authorization")).isEqualTo("Bearer t0k3n");
		assertThat(answer.lastRequest().responseHeader("Access-Control-Allow-Origin")).isEqualTo("*");
		assertThat(answer.body()).contains("Yirgacheffe");
	}

	@Test
	void scenario11WhenEveryOriginIsAllowedShouldNotReadWithCredentials() {
		Answer answer = this.stranger.fetch(PageRequest.get(this.catalogue + "/coffees").withCredentials());
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.lastRequest().status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/api/partners/orders/999       | 404 | There is no order 999
			/api/partners/orders/x         | 400 | Bad Request
			/api/partners/nothing          | 404 | /api/partners/nothing
			/api/partners/orders/1/invoice | 500 | Internal Server Error
			/api/partners/reports/yearly   | 503 | Service Unavailable
			""")
	void scenario16WhenGetFailsShouldReadStatusAndBody(String path, int status, String body) {
		Answer answer = this.bob.fetch(PageRequest.get(this.alice + path));
		assertThat(answer.preflights()).isEmpty();
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).contains(body);
	}

	@Test
	void scenario16WhenValidationFailsShouldReadStatusAndBody() {
		Answer answer = this.bob.fetch(PageRequest.post(this.orders).json("{\"coffee\":\"\",\"quantity\":0}"));
		assertThat(answer.preflights()).hasSize(1);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("Invalid request content");
	}

	@ParameterizedTest
	@CsvSource({ "/api/partners/reports/daily,bags", "/api/partners/reports/export,'1,Yirgacheffe'",
			"/api/partners/orders/1/tracking,data:shipped" })
	void scenario16WhenAnswerIsAsynchronousShouldRead(String path, String body) {
		Answer answer = this.bob.fetch(PageRequest.get(this.alice + path));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains(body);
		assertThat(answer.lastRequest().responseHeaders().get("Access-Control-Allow-Origin"))
			.containsExactly("http://api.bob.test");
	}

	@Test
	void scenario17WhenEachHopAllowsShouldFollow() {
		Answer answer = this.bob.fetch(PageRequest.get(this.alice + "/api/partners/latest"));
		assertThat(answer.exchanges()).extracting(Exchange::path)
			.containsExactly("/api/partners/latest", "/api/catalogue/latest", "/api/catalogue/coffees/3");
		assertThat(answer.exchanges()).extracting((exchange) -> exchange.responseHeader("Access-Control-Allow-Origin"))
			.containsExactly("http://api.bob.test", "*", "*");
		assertThat(answer.body()).contains("Monsoon Malabar");
	}

	@Test
	void scenario17WhenHopNeedsPreflightShouldSendOneForEachHop() {
		Answer answer = this.bob
			.fetch(PageRequest.get(this.alice + "/api/partners/latest").header("X-Custom-Header", "value"));
		assertThat(answer.exchanges()).extracting(Exchange::method)
			.containsExactly("OPTIONS", "GET", "OPTIONS", "GET", "OPTIONS", "GET");
		assertThat(answer.body()).contains("Monsoon Malabar");
	}

	@Test
	void scenario17WhenLastHopDoesNotAllowShouldReadNothing() {
		Answer answer = this.stranger.fetch(PageRequest.get(this.catalogue + "/offers"));
		assertThat(answer.exchanges()).extracting(Exchange::status).containsExactly(302, 403);
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.handlers()).containsExactly("MovedController#offers");
	}

	@Test
	void scenario17WhenRedirectLeavesHostShouldReadWhatEveryOriginMayRead() {
		Answer answer = this.stranger.fetch(PageRequest.get(this.catalogue + "/mirror"));
		assertThat(answer.lastRequest().server()).isEqualTo("http://mirror.localhost:8080");
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo("null");
		assertThat(answer.body()).contains("Monsoon Malabar");
	}

	@Test
	void scenario17WhenRedirectLeavesHostShouldNotReadWhatNamedOriginsMayRead() {
		Answer answer = this.bob.fetch(PageRequest.get(this.alice + "/api/partners/mirror"));
		assertThat(answer.lastRequest().server()).isEqualTo("http://mirror.localhost:8080");
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo("null");
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.handlers()).isEqualTo(List.of("MovedController#mirrorForPartners"));
	}

	/** The number of a new order. */
	private String created() {
		String location = this.bob.fetch(PageRequest.post(this.orders).form("coffee=Mokka&quantity=1"))
			.header("Location");
		return location.substring(location.lastIndexOf('/') + 1);
	}

	private PageRequest prototypeRequest(String path) {
		return PageRequest.get(this.local + path)
			.header("X-Prototype-Version", "1.7")
			.header("X-Requested-With", "XMLHttpRequest");
	}

}
