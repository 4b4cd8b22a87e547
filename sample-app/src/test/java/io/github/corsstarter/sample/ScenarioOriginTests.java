package io.github.corsstarter.sample;

import io.github.corsstarter.sample.FetchRequest.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 12 to 14, 18 and 19: which origins are allowed, and which are not.
 */
@ScenarioTest
class ScenarioOriginTests {

	private static final String API = "https://api.example.test";

	private final HandlerRuns handlers;

	private final FetchClient browser;

	ScenarioOriginTests(@LocalServerPort int port, @Autowired HandlerRuns handlers) {
		this.handlers = handlers;
		this.browser = new FetchClient(port);
	}

	@BeforeEach
	void forgetHandlers() {
		this.handlers.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example.test", "https://a.b.c.example.test", "http://shop.example.localhost",
			"http://shop.example.localhost:8080", "http://localhost:3000", "http://localhost:5173" })
	void scenario12WhenOriginIsSubdomainShouldRead(String origin) {
		assertThat(profile(origin).status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.test", "https://example.test.evil.test", "https://evilexample.test",
			"http://shop.example.test", "https://shop.example.test:8443", "https://shop.example.test.",
			"http://example.localhost", "http://localhost:3001" })
	void scenario12WhenOriginIsNoSubdomainShouldReadNothing(String origin) {
		assertThat(profile(origin).isReadable()).isFalse();
		assertThat(this.handlers.all()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://pr-123.preview.test", "https://pr-fix-login.preview.test",
			"http://pr-123.preview.localhost:8080", "http://localhost", "http://localhost:3000",
			"http://localhost:65535", "http://127.0.0.1:5173" })
	void scenarios13And14WhenOriginIsPreviewOrDevelopmentServerShouldWrite(String origin) {
		FetchResult answer = write(origin);
		assertThat(answer.preflights()).hasSize(1);
		assertThat(answer.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://pr-.preview.test", "https://pr-1.a.preview.test", "https://a.pr-1.preview.test",
			"https://preview.test", "https://xpr-1.preview.test", "http://pr-1.preview.test",
			"https://pr-1.preview.test.evil.test", "https://localhost:3000", "http://localhost.evil.test",
			"http://127.0.0.2:5173" })
	void scenarios13And14WhenOriginOnlyLooksLikeItShouldWriteNothing(String origin) {
		FetchResult answer = write(origin);
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.requests()).isEmpty();
		assertThat(this.handlers.all()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://login.idp.test", "null" })
	void scenario18WhenIdentityProviderPostsFormShouldPass(String origin) {
		FetchResult answer = this.browser.page(origin).fetch(post("/sso/callback").mode(Mode.NAVIGATE));
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo(origin);
		assertThat(answer.lastRequest().requestHeader("Sec-Fetch-Mode")).isEqualTo("navigate");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("Signed in with an assertion of 5 characters");
		assertThat(this.handlers.all()).containsExactly("POST /sso/callback");
	}

	@Test
	void scenario18WhenScriptPostsFormShouldReadNothing() {
		FetchResult answer = this.browser.page("https://login.idp.test").fetch(post("/sso/callback"));
		assertThat(answer.lastRequest().status()).isEqualTo(200);
		assertThat(answer.isReadable()).isFalse();
	}

	@Test
	void scenario18WhenPolicyRejectsShouldNotPass() {
		FetchResult answer = this.browser.page("https://login.idp.test")
			.fetch(post("/internal/stock/deliveries").mode(Mode.NAVIGATE));
		assertThat(answer.lastRequest().status()).isEqualTo(403);
		assertThat(this.handlers.all()).isEmpty();
	}

	/**
	 * Covers the requests that browsers send without a preflight: form posts, requests in
	 * the mode no-cors, and simple requests.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "https://evil.test", "https://partner.example.evil.test", "https://evilpartner.example",
			"https://partner.example:444", "http://partner.example", "https://partner-example.test",
			"https://partner.example.", "https://a_b.evil.test", "https://partner.example@evil.test", "null", "NULL",
			"https://PARTNER.example", "https://partner.example/", "file://", "https://", "*", "none",
			"chrome-extension://abcdefghijklmnop", "https://partner.example, https://evil.test",
			"https://partner.example https://evil.test", "https://xn--prtner-bwa.example" })
	void scenario19WhenPageIsHostileShouldReadAndChangeNothing(String origin) {
		for (String path : new String[] { "/api/partners/orders", "/internal/stock/deliveries", "/account/address" }) {
			for (Mode mode : Mode.values()) {
				assertRefused(origin, post(path).mode(mode).withCredentials());
			}
			assertRefused(origin, FetchRequest.get(API + path).withCredentials());
			assertRefused(origin, FetchRequest.put(API + path).json("{}").withCredentials());
			assertRefused(origin, FetchRequest.of("DELETE", API + path).withCredentials());
		}
		assertThat(this.handlers.all()).isEmpty();
	}

	@Test
	void scenario19WhenFrameIsSandboxedShouldReadNothingWithCredentials() {
		FetchClient.Page frame = this.browser.page("null");
		FetchRequest request = FetchRequest.get("http://localhost:8080/api/estimates/1");
		assertThat(frame.fetch(request).isReadable()).isTrue();
		assertThat(frame.fetch(request.withCredentials()).error()).isEqualTo("no Access-Control-Allow-Credentials");
		assertThat(profile("null").isReadable()).isFalse();
	}

	/**
	 * If the policy and Spring's handler mapping understood a path differently, a handler
	 * would run without a policy.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/api/partners%2Forders", "/api/%70artners/orders", "/api/partners;x=y/orders",
			"/api/partners/orders;x=y", "//api/partners/orders", "/api//partners/orders", "/./api/partners/orders",
			"/api/catalogue/../partners/orders", "/api/catalogue/%2e%2e/partners/orders", "/api/partners/orders/",
			"/API/partners/orders", "/api/partners/orders%00", "/account;x=y/address", "/%61ccount/address",
			"/internal/stock;x=y/deliveries", "/internal/../internal/stock/deliveries" })
	void scenario19WhenPathIsSpeltOtherwiseShouldReadAndChangeNothing(String path) {
		FetchResult answer = this.browser.page("https://evil.test").fetch(post(path).withCredentials());
		assertThat(answer.isReadable()).isFalse();
		assertThat(this.handlers.all()).isEmpty();
	}

	private void assertRefused(String origin, FetchRequest request) {
		FetchResult answer = this.browser.page(origin).fetch(request);
		if (request.mode() == Mode.NAVIGATE) {
			// The user sees the response, but the page that posted the form does not.
			assertThat(answer.status()).as("%s %s", request.method(), request.url()).isEqualTo(403);
			return;
		}
		assertThat(answer.isReadable()).as("%s %s", request.method(), request.url()).isFalse();
		assertThat(answer.exchanges()).allSatisfy((exchange) -> assertThat(exchange.responseHeaders().map().keySet())
			.noneMatch((name) -> name.regionMatches(true, 0, "Access-Control-", 0, 15)));
	}

	private FetchResult profile(String origin) {
		return this.browser.page(origin).fetch(FetchRequest.get(API + "/account/profile").withCredentials());
	}

	private FetchResult write(String origin) {
		return this.browser.page(origin)
			.fetch(FetchRequest.put(API + "/api/drafts/3").json("{\"text\":\"Earth and spice.\"}"));
	}

	/** A form that every handler would accept. */
	private static FetchRequest post(String path) {
		return FetchRequest.post(API + path).form("SAMLResponse=PHNhb&coffee=Mokka&quantity=1");
	}

}
