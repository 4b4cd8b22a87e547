package io.github.corsstarter.browser;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 12 to 14, 18 and 19: which origins are allowed, and which are not.
 */
@BrowserTest
class OriginScenariosIT {

	private static final String FORM = "SAMLResponse=PHNhb&coffee=Mokka&quantity=1";

	private final Setup setup;

	private final Web web;

	private final int number = Web.number();

	OriginScenariosIT(Setup setup) {
		this.setup = setup;
		this.web = Web.of(setup, Variant.DEVELOPMENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example.test", "https://a.b.c.example.test", "http://shop.example.localhost",
			"http://shop.example.localhost:8081", "http://localhost:3000", "http://localhost:5173" })
	void scenario12WhenOriginIsSubdomainShouldRead(String origin) {
		Answer answer = profile(origin);
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("GET");
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo(origin);
		assertThat(answer.status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.test", "https://example.test.evil.test", "https://evilexample.test",
			"http://shop.example.test", "https://shop.example.test:8443", "http://example.localhost",
			"http://localhost:3001" })
	void scenario12WhenOriginIsNoSubdomainShouldReadNothing(String origin) {
		Answer answer = profile(origin);
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::status).containsExactly(403);
		assertThat(answer.handlers()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://pr-123.preview.test", "https://pr-fix-login.preview.test",
			"http://pr-123.preview.localhost:8081", "http://localhost", "http://localhost:3000",
			"http://localhost:65535", "http://127.0.0.1:5173" })
	void scenarios13And14WhenOriginIsPreviewOrDevelopmentServerShouldWrite(String origin) {
		Answer answer = write(origin);
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "PUT");
		assertThat(answer.handlers()).containsExactly("DraftController#write");
		assertThat(answer.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://pr-.preview.localhost:8081", "https://pr-1.a.preview.test",
			"https://a.pr-1.preview.test", "https://preview.test", "https://xpr-1.preview.test",
			"http://pr-1.preview.test", "https://pr-1.preview.test.evil.test", "https://localhost:3000",
			"http://localhost.evil.test", "http://127.0.0.2:5173" })
	void scenarios13And14WhenOriginOnlyLooksLikeItShouldWriteNothing(String origin) {
		Answer answer = write(origin);
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS");
		assertThat(answer.preflight().status()).isEqualTo(403);
		assertThat(answer.handlers()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://login.idp.test", "null" })
	void scenario18WhenIdentityProviderPostsFormShouldPass(String origin) {
		Answer answer = this.web.page(origin).submit(api(origin) + "/sso/callback", Map.of("SAMLResponse", "PHNhb"));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("POST");
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo(origin);
		assertThat(answer.lastRequest().status()).isEqualTo(200);
		assertThat(answer.handlers()).containsExactly("SignInController#callback");
		assertThat(answer.body()).isEqualTo("Signed in with an assertion of 5 characters");
	}

	@Test
	void scenario18WhenScriptPostsFormShouldReadNothing() {
		String origin = "https://login.idp.test";
		Answer answer = this.web.page(origin).fetch(PageRequest.post(api(origin) + "/sso/callback").form(FORM));
		assertThat(answer.exchanges()).extracting(Exchange::status).containsExactly(200);
		assertThat(answer.isReadable()).isFalse();
	}

	@Test
	void scenario18WhenPolicyRejectsShouldNotPassAndSayWhatToSet() {
		String origin = "https://login.idp.test";
		Answer answer = Web.of(this.setup, Variant.DEBUG)
			.page(origin)
			.submit(api(origin) + "/internal/stock/deliveries", Map.of("SAMLResponse", "PHNhb"));
		assertThat(answer.lastRequest().requestHeader("Sec-Fetch-Mode")).isEqualTo("navigate");
		assertThat(answer.lastRequest().status()).isEqualTo(403);
		assertThat(answer.lastRequest().responseBody()).contains("This is a navigation")
			.contains("add the policy cors.policies.posts-to-internal-stock-deliveries:"
					+ " {paths: /internal/stock/deliveries, allowed-origins: none, on-disallowed: omit-headers}");
		assertThat(answer.handlers()).isEmpty();
	}

	/**
	 * Covers form posts, requests in the mode no-cors, simple requests and requests with
	 * a preflight. The tests over HTTP cover origins that no page can have.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "https://evil.test", "https://partner.example.evil.test", "https://evilpartner.example",
			"https://partner.example:444", "http://partner.example", "https://partner-example.test",
			"http://api.bob.test.", "http://api.bob.test:8081", "http://a_b.evil.test", "null",
			"https://xn--prtner-bwa.example" })
	void scenario19WhenPageIsHostileShouldReadAndChangeNothing(String origin) {
		Page page = this.web.page(origin);
		for (String path : new String[] { "/api/partners/orders", "/internal/stock/deliveries", "/account/address" }) {
			String url = api(origin) + path;
			PageRequest post = PageRequest.post(url).form(FORM).withCredentials();
			assertRefused(page.fetch(post));
			assertRefused(page.fetch(PageRequest.get(url).withCredentials()));
			assertRefused(page.fetch(PageRequest.put(url).json("{}").withCredentials()));
			assertRefused(page.fetch(PageRequest.of("DELETE", url).withCredentials()));
			Answer opaque = page.fetch(post.with("mode", "no-cors"));
			assertThat(opaque.status()).isZero();
			assertThat(opaque.body()).isEmpty();
			assertThat(opaque.lastRequest().status()).isEqualTo(403);
			assertThat(opaque.handlers()).isEmpty();
		}
		Answer form = page.submit(api(origin) + "/api/partners/orders", Map.of("coffee", "Mokka", "quantity", "1"));
		assertThat(form.lastRequest().status()).isEqualTo(403);
		assertThat(form.handlers()).isEmpty();
	}

	@Test
	void scenario19WhenFrameIsSandboxedShouldReadNothingWithCredentials() {
		Page frame = this.web.sandboxedFrame("http://localhost:3000");
		PageRequest request = PageRequest.get("http://localhost:" + (20_000 + this.number) + "/api/estimates/1");
		Answer answer = frame.fetch(request);
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo("null");
		assertThat(answer.body()).contains("ready");
		assertThat(frame.fetch(request.withCredentials()).isReadable()).isFalse();
		assertRefused(frame.fetch(
				PageRequest.get("http://localhost:" + (20_000 + this.number) + "/account/profile").withCredentials()));
	}

	/**
	 * If there were a spelling of the path that reaches the handler but is not covered by
	 * a policy, the handler would run without a policy.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/api/partners%2Forders", "/api/%70artners/orders", "/api/partners;x=y/orders",
			"/api/partners/orders;x=y", "//api/partners/orders", "/api//partners/orders", "/./api/partners/orders",
			"/api/catalogue/../partners/orders", "/api/catalogue/%2e%2e/partners/orders", "/api/partners/orders/",
			"/API/partners/orders", "/account;x=y/address", "/%61ccount/address", "/internal/stock;x=y/deliveries" })
	void scenario19WhenPathIsSpeltOtherwiseShouldReadAndChangeNothing(String path) {
		Answer answer = this.web.page("https://evil.test")
			.fetch(PageRequest.post(api("https:") + path).form(FORM).withCredentials());
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.handlers()).isEmpty();
	}

	private static void assertRefused(Answer answer) {
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.handlers()).isEmpty();
		assertThat(answer.exchanges()).hasSize(1)
			.allSatisfy((exchange) -> assertThat(exchange.responseHeaders().keySet())
				.noneMatch((name) -> name.regionMatches(true, 0, "Access-Control-", 0, 15)));
	}

	private Answer profile(String origin) {
		return this.web.page(origin).fetch(PageRequest.get(api(origin) + "/account/profile").withCredentials());
	}

	private Answer write(String origin) {
		return this.web.page(origin)
			.fetch(PageRequest.put(api(origin) + "/api/drafts/3").json("{\"text\":\"Earth and spice.\"}"));
	}

	/**
	 * Uses TLS if the page does, because browsers do not let a secure page call plain
	 * http.
	 */
	private String api(String origin) {
		return (origin.startsWith("https:") ? "https" : "http") + "://api-" + this.number + ".service.test";
	}

}
