package io.github.corsstarter.sample;

import io.github.corsstarter.sample.FetchClient.Page;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 1, 3, 4, 8, 11, 16 and 17: what a page can read.
 */
@ScenarioTest
class ScenarioReadingTests {

	private static final String ALICE = "http://api.alice.test";

	private static final String ORDERS = ALICE + "/api/partners/orders";

	private static final String CATALOGUE = ALICE + "/api/catalogue";

	private final HandlerRuns handlers;

	private final FetchClient browser;

	private final Page bob;

	private final Page stranger;

	ScenarioReadingTests(@LocalServerPort int port, @Autowired HandlerRuns handlers) {
		this.handlers = handlers;
		this.browser = new FetchClient(port);
		this.bob = this.browser.page("http://api.bob.test");
		this.stranger = this.browser.page("https://stranger.test");
	}

	@BeforeEach
	void forgetHandlers() {
		this.handlers.clear();
	}

	@Test
	void scenario1WhenPageIsOpenedFromDiskShouldReadAfterPreflight() {
		Page file = this.browser.page("null");
		FetchResult answer = file.fetch(prototypeRequest("http://localhost:8080/api/estimates/1"));
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
		assertThat(answer.body()).isEqualTo("{\"status\":\"ready\",\"days\":2}");
	}

	@Test
	void scenario1WhenAnswerIsDeferredShouldRead() {
		Page file = this.browser.page("null");
		FetchResult answer = file.fetch(prototypeRequest("http://localhost:8080/api/estimates/2"));
		assertThat(answer.body()).isEqualTo("{\"status\":\"defer\"}");
	}

	@Test
	void scenario1WhenPolicyDoesNotListNullShouldReadNothing() {
		Page file = this.browser.page("null");
		FetchResult answer = file.fetch(FetchRequest.get(ORDERS));
		assertThat(answer.isReadable()).isFalse();
		assertThat(this.handlers.all()).isEmpty();
	}

	@Test
	void scenario3WhenGetIsSimpleShouldReadWithoutPreflight() {
		FetchResult answer = this.bob.fetch(FetchRequest.get(ORDERS + "/1"));
		assertThat(answer.preflights()).isEmpty();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("Yirgacheffe");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application/x-www-form-urlencoded | coffee=Mokka&quantity=2
			text/plain                        | Mokka
			text/plain;charset=UTF-8          | Mokka
			""")
	void scenario3WhenPostIsSimpleShouldReadWithoutPreflight(String contentType, String body) {
		FetchResult answer = this.bob.fetch(FetchRequest.post(ORDERS).body(contentType, body));
		assertThat(answer.preflights()).isEmpty();
		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.body()).contains("Mokka");
		assertThat(answer.header("Location")).startsWith("/api/partners/orders/");
	}

	@Test
	void scenario3WhenHeadIsSimpleShouldReadWithoutPreflight() {
		FetchResult answer = this.bob.fetch(FetchRequest.of("HEAD", ORDERS));
		assertThat(answer.preflights()).isEmpty();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("FooBar")).isEqualTo("baz");
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void scenario3WhenHeaderIsExposedShouldReadIt() {
		FetchResult answer = this.bob.fetch(FetchRequest.get(ORDERS));
		assertThat(answer.header("FooBar")).isEqualTo("baz");
		assertThat(answer.lastRequest().responseHeader("X-Page-Size")).isNotNull();
		assertThat(answer.header("X-Page-Size")).isNull();
	}

	@Test
	void scenario4WhenOriginIsRejectedShouldReadNothingAndRunNoHandler() {
		FetchResult answer = this.stranger.fetch(FetchRequest.get(ORDERS));
		assertThat(answer.error()).isEqualTo("no Access-Control-Allow-Origin");
		assertThat(answer.lastRequest().status()).isEqualTo(403);
		assertThat(answer.lastRequest().body()).isEqualTo("Invalid CORS request");
		assertThat(this.handlers.all()).isEmpty();
	}

	@Test
	void scenario4WhenHeadersAreOmittedShouldReadNothingButRunHandler() {
		FetchResult answer = this.stranger.fetch(FetchRequest.get(ALICE + "/sso/metadata"));
		assertThat(answer.error()).isEqualTo("no Access-Control-Allow-Origin");
		assertThat(answer.lastRequest().status()).isEqualTo(200);
		assertThat(this.handlers.all()).containsExactly("GET /sso/metadata");
	}

	@Test
	void scenario8WhenHeadersAreExposedShouldReadThem() {
		String order = ALICE + created();
		FetchResult answer = this.bob.fetch(
				FetchRequest.of("PATCH", order).header("API-Key", "k1").json("{\"coffee\":\"Mokka\",\"quantity\":4}"));
		assertThat(answer.header("API-Key")).isEqualTo("next-k1");
	}

	/**
	 * Scripts may always read {@code Content-Length}, since Fetch added it to
	 * "CORS-safelisted response-header name".
	 */
	@Test
	void scenario8WhenHeadersAreNotExposedShouldReadSafelistedOnesOnly() {
		FetchResult answer = this.stranger.fetch(FetchRequest.get(CATALOGUE + "/price-list"));
		assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(answer.body().length()));
		assertThat(answer.lastRequest().responseHeader("X-Valid-Until")).isEqualTo("2027-01-01");
		assertThat(answer.header("X-Valid-Until")).isNull();
	}

	@Test
	void scenario11WhenTokenIsSentWithoutCookiesShouldRead() {
		FetchResult answer = this.stranger
			.fetch(FetchRequest.get(CATALOGUE + "/favourites").header("Authorization", "Bearer t0k3n"));
		assertThat(answer.preflights()).hasSize(1);
		assertThat(answer.preflight().requestHeader("Access-Control-Request-Headers")).isEqualTo("authorization");
		assertThat(answer.preflight().responseHeader("Access-Control-Allow-Headers")).isEqualTo("*, authorization");
		assertThat(answer.lastRequest().responseHeader("Access-Control-Allow-Origin")).isEqualTo("*");
		assertThat(answer.body()).contains("Yirgacheffe");
	}

	@Test
	void scenario11WhenEveryOriginIsAllowedShouldNotReadWithCredentials() {
		FetchResult answer = this.stranger.fetch(FetchRequest.get(CATALOGUE + "/coffees").withCredentials());
		assertThat(answer.error()).contains("Access-Control-Allow-Origin is *");
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
		FetchResult answer = this.bob.fetch(FetchRequest.get(ALICE + path));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).contains(body);
	}

	@Test
	void scenario16WhenValidationFailsShouldReadStatusAndBody() {
		FetchResult answer = this.bob.fetch(FetchRequest.post(ORDERS).json("{\"coffee\":\"\",\"quantity\":0}"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("Invalid request content");
	}

	@Test
	void scenario16WhenMediaTypeIsNotSupportedShouldReadStatus() {
		FetchResult answer = this.bob.fetch(FetchRequest.post(ORDERS).body("application/xml", "<order/>"));
		assertThat(answer.status()).isEqualTo(415);
	}

	@ParameterizedTest
	@CsvSource({ "/api/partners/reports/daily,bags", "/api/partners/reports/export,'1,Yirgacheffe'",
			"/api/partners/orders/1/tracking,data:shipped" })
	void scenario16WhenAnswerIsAsynchronousShouldRead(String path, String body) {
		FetchResult answer = this.bob.fetch(FetchRequest.get(ALICE + path));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains(body);
		assertThat(answer.lastRequest().responseHeaders().allValues("Access-Control-Allow-Origin"))
			.containsExactly("http://api.bob.test");
	}

	@Test
	void scenario17WhenEachHopAllowsShouldFollow() {
		FetchResult answer = this.bob.fetch(FetchRequest.get(ALICE + "/api/partners/latest"));
		assertThat(answer.requests()).extracting((exchange) -> exchange.url().getPath())
			.containsExactly("/api/partners/latest", "/api/catalogue/latest", "/api/catalogue/coffees/3");
		assertThat(answer.requests()).extracting((exchange) -> exchange.responseHeader("Access-Control-Allow-Origin"))
			.containsExactly("http://api.bob.test", "*", "*");
		assertThat(answer.body()).contains("Monsoon Malabar");
	}

	@Test
	void scenario17WhenHopNeedsPreflightShouldSendOneForEachHop() {
		FetchResult answer = this.bob
			.fetch(FetchRequest.get(ALICE + "/api/partners/latest").header("X-Custom-Header", "value"));
		assertThat(answer.preflights()).hasSize(3);
		assertThat(answer.body()).contains("Monsoon Malabar");
	}

	@Test
	void scenario17WhenLastHopDoesNotAllowShouldReadNothing() {
		FetchResult answer = this.stranger.fetch(FetchRequest.get(CATALOGUE + "/offers"));
		assertThat(answer.requests()).hasSize(2);
		assertThat(answer.isReadable()).isFalse();
		assertThat(this.handlers.all()).containsExactly("GET /api/catalogue/offers");
	}

	@Test
	void scenario17WhenRedirectLeavesHostShouldReadWhatEveryOriginMayRead() {
		FetchResult answer = this.stranger.fetch(FetchRequest.get(CATALOGUE + "/mirror"));
		assertThat(answer.lastRequest().url()).hasHost("mirror.localhost");
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo("null");
		assertThat(answer.body()).contains("Monsoon Malabar");
	}

	@Test
	void scenario17WhenRedirectLeavesHostShouldNotReadWhatNamedOriginsMayRead() {
		FetchResult answer = this.bob.fetch(FetchRequest.get(ALICE + "/api/partners/mirror"));
		assertThat(answer.lastRequest().url()).hasHost("mirror.localhost");
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo("null");
		assertThat(answer.isReadable()).isFalse();
		assertThat(this.handlers.all()).containsExactly("GET /api/partners/mirror");
	}

	private String created() {
		FetchResult answer = this.bob.fetch(FetchRequest.post(ORDERS).form("coffee=Mokka&quantity=1"));
		return answer.header("Location");
	}

	private static FetchRequest prototypeRequest(String url) {
		return FetchRequest.get(url).header("X-Prototype-Version", "1.7").header("X-Requested-With", "XMLHttpRequest");
	}

}
