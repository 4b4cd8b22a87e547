package io.github.corsstarter.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.github.corsstarter.sample.FetchClient.Page;
import io.github.corsstarter.sample.FetchRequest.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the client rejects what browsers reject, because the scenario tests depend
 * on it. The server sends the responses that each test sets.
 */
class FetchClientTests {

	private static final String ORIGIN = "https://page.test";

	private static final String URL = "https://api.test/data";

	private final Headers preflightHeaders = new Headers();

	private final Headers headers = new Headers();

	private int preflightStatus = 200;

	private int status = 200;

	private HttpServer server;

	private FetchClient browser;

	private Page page;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			boolean preflight = exchange.getRequestHeaders().containsKey("Access-Control-Request-Method");
			boolean data = exchange.getRequestURI().getPath().equals("/data");
			exchange.getResponseHeaders().putAll(preflight ? this.preflightHeaders : this.headers);
			if (!data) {
				exchange.getResponseHeaders().remove("Location");
			}
			exchange.sendResponseHeaders(preflight ? this.preflightStatus : data ? this.status : 200, -1);
			exchange.close();
		});
		this.server.start();
		this.browser = new FetchClient(this.server.getAddress().getPort());
		this.page = this.browser.page(ORIGIN);
		this.headers.set("Access-Control-Allow-Origin", ORIGIN);
		this.preflightHeaders.set("Access-Control-Allow-Origin", ORIGIN);
		this.preflightHeaders.set("Access-Control-Allow-Methods", "PUT, DELETE");
		this.preflightHeaders.set("Access-Control-Allow-Headers", "content-type, x-a");
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://other.test", "HTTPS://page.test", "https://page.test/", "null", "", "**" })
	void fetchWhenAllowOriginIsOtherShouldNotRead(String value) {
		this.headers.set("Access-Control-Allow-Origin", value);
		assertThat(get().isReadable()).isFalse();
	}

	@Test
	void fetchWhenAllowOriginIsMissingShouldNotRead() {
		this.headers.remove("Access-Control-Allow-Origin");
		assertThat(get().error()).isEqualTo("no Access-Control-Allow-Origin");
	}

	@Test
	void fetchWhenAllowOriginIsRepeatedShouldNotRead() {
		this.headers.put("Access-Control-Allow-Origin", List.of(ORIGIN, ORIGIN));
		assertThat(get().isReadable()).isFalse();
	}

	@Test
	void fetchWhenEveryOriginIsAllowedShouldReadWithoutCredentialsOnly() {
		this.headers.set("Access-Control-Allow-Origin", "*");
		this.headers.set("Access-Control-Allow-Credentials", "true");
		assertThat(get().isReadable()).isTrue();
		assertThat(this.page.fetch(FetchRequest.get(URL).withCredentials()).isReadable()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "true,true", "TRUE,false", "false,false" })
	void fetchWithCredentialsShouldReadWhereAllowed(String value, boolean readable) {
		this.headers.set("Access-Control-Allow-Credentials", value);
		assertThat(this.page.fetch(FetchRequest.get(URL).withCredentials()).isReadable()).isEqualTo(readable);
	}

	@Test
	void fetchShouldShowExposedAndSafelistedHeadersOnly() {
		this.headers.set("X-A", "a");
		this.headers.set("X-B", "b");
		this.headers.set("Cache-Control", "no-store");
		this.headers.set("Set-Cookie", "c=d");
		this.headers.set("Access-Control-Expose-Headers", "x-a, set-cookie");
		FetchResult result = get();
		assertThat(result.header("X-A")).isEqualTo("a");
		assertThat(result.header("X-B")).isNull();
		assertThat(result.header("Cache-Control")).isEqualTo("no-store");
		assertThat(result.header("Set-Cookie")).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Accept       | text/csv                                         | 0
			Accept       | a:b                                              | 1
			Content-Type | Text/Plain; charset=UTF-8                        | 0
			Content-Type | application/json                                 | 1
			Range        | bytes=0-99                                       | 0
			Range        | bytes=-99                                        | 1
			X-A          | a                                                | 1
			""")
	void fetchShouldSendPreflightForUnsafeHeaders(String name, String value, int preflights) {
		assertThat(this.page.fetch(FetchRequest.post(URL).header(name, value)).preflights()).hasSize(preflights);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 400, 403, 500 })
	void fetchWhenPreflightIsNotOkShouldNotSend(int status) {
		this.preflightStatus = status;
		assertThat(put().requests()).isEmpty();
	}

	@Test
	void fetchWhenPreflightIsOkShouldSend() {
		this.preflightStatus = 204;
		assertThat(put().status()).isEqualTo(200);
	}

	@Test
	void fetchWhenPreflightHasNoAllowOriginShouldNotSend() {
		this.preflightHeaders.remove("Access-Control-Allow-Origin");
		assertThat(put().requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "put", "PUTT", "P UT" })
	void fetchWhenMethodIsNotListedShouldNotSend(String methods) {
		this.preflightHeaders.set("Access-Control-Allow-Methods", methods);
		assertThat(put().requests()).isEmpty();
	}

	@Test
	void fetchWhenHeaderIsNotListedShouldNotSend() {
		FetchResult result = this.page.fetch(FetchRequest.get(URL).header("X-B", "b"));
		assertThat(result.error()).contains("x-b");
		assertThat(result.requests()).isEmpty();
	}

	@Test
	void fetchWhenEveryHeaderIsAllowedShouldNotTakeThatForAuthorization() {
		this.preflightHeaders.set("Access-Control-Allow-Headers", "*");
		assertThat(this.page.fetch(FetchRequest.get(URL).header("X-B", "b")).isReadable()).isTrue();
		assertThat(this.page.fetch(FetchRequest.get(URL).header("Authorization", "b")).isReadable()).isFalse();
	}

	@Test
	void fetchWithCredentialsShouldNotTakeWildcards() {
		this.preflightHeaders.set("Access-Control-Allow-Credentials", "true");
		this.preflightHeaders.set("Access-Control-Allow-Methods", "*");
		assertThat(this.page.fetch(FetchRequest.put(URL).withCredentials()).requests()).isEmpty();
		this.preflightHeaders.set("Access-Control-Allow-Methods", "PUT");
		this.preflightHeaders.set("Access-Control-Allow-Headers", "*");
		assertThat(this.page.fetch(FetchRequest.put(URL).header("X-B", "b").withCredentials()).requests()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "60,60", ",5", "x,5", "99999,7200" })
	void fetchShouldRememberPreflightForMaxAge(String maxAge, long seconds) {
		if (maxAge != null) {
			this.preflightHeaders.set("Access-Control-Max-Age", maxAge);
		}
		assertThat(put().preflights()).hasSize(1);
		this.browser.sleep(Duration.ofSeconds(seconds - 1));
		assertThat(put().preflights()).isEmpty();
		this.browser.sleep(Duration.ofSeconds(1));
		assertThat(put().preflights()).hasSize(1);
	}

	@Test
	void fetchShouldNotShareWhatItRemembers() {
		assertThat(put().preflights()).hasSize(1);
		assertThat(this.page.fetch(FetchRequest.put(URL).header("X-A", "a")).preflights()).isEmpty();
		assertThat(this.page.fetch(FetchRequest.put(URL + "?other")).preflights()).hasSize(1);
		assertThat(this.page.fetch(FetchRequest.put(URL).withCredentials()).preflights()).hasSize(1);
		assertThat(this.browser.page("https://other.test").fetch(FetchRequest.put(URL)).preflights()).hasSize(1);
	}

	@Test
	void fetchWhenRedirectLeavesOtherOriginShouldHideOriginAndAuthorization() {
		this.headers.set("Access-Control-Allow-Origin", "*");
		this.headers.set("Location", "https://elsewhere.test/end");
		this.preflightHeaders.set("Access-Control-Allow-Headers", "authorization");
		this.status = 302;
		FetchResult result = this.page.fetch(FetchRequest.get(URL).header("Authorization", "Bearer x"));
		assertThat(result.requests()).hasSize(2);
		assertThat(result.requests().get(0).requestHeader("Authorization")).isEqualTo("Bearer x");
		assertThat(result.lastRequest().requestHeader("Authorization")).isNull();
		assertThat(result.lastRequest().requestHeader("Origin")).isEqualTo("null");
	}

	@Test
	void fetchWhenRedirectStaysShouldKeepOrigin() {
		this.headers.set("Location", "/end");
		this.status = 307;
		FetchResult result = this.page.fetch(FetchRequest.post(URL).form("a=b"));
		assertThat(result.lastRequest().method()).isEqualTo("POST");
		assertThat(result.lastRequest().requestHeader("Origin")).isEqualTo(ORIGIN);
	}

	@Test
	void fetchWhenRedirectMayNotBeReadShouldNotFollow() {
		this.headers.remove("Access-Control-Allow-Origin");
		this.headers.set("Location", "/end");
		this.status = 302;
		assertThat(get().requests()).hasSize(1);
	}

	@Test
	void fetchWhenSameOriginShouldReadWithoutCors() {
		this.headers.remove("Access-Control-Allow-Origin");
		Page own = this.browser.page("https://api.test");
		FetchResult get = own.fetch(FetchRequest.get(URL));
		FetchResult put = own.fetch(FetchRequest.put(URL).json("{}"));
		assertThat(get.lastRequest().requestHeader("Origin")).isNull();
		assertThat(get.status()).isEqualTo(200);
		assertThat(put.preflights()).isEmpty();
		assertThat(put.lastRequest().requestHeader("Origin")).isEqualTo("https://api.test");
		assertThat(put.lastRequest().requestHeader("Sec-Fetch-Site")).isEqualTo("same-origin");
	}

	@Test
	void fetchWithoutCorsShouldSendWhatFormsCanAndReadNothing() {
		FetchResult simple = this.page.fetch(FetchRequest.post(URL).form("a=b").mode(Mode.NO_CORS));
		FetchResult json = this.page.fetch(FetchRequest.post(URL).json("{}").mode(Mode.NO_CORS));
		assertThat(simple.requests()).hasSize(1);
		assertThat(simple.isReadable()).isFalse();
		assertThat(json.exchanges()).isEmpty();
	}

	private FetchResult get() {
		return this.page.fetch(FetchRequest.get(URL));
	}

	private FetchResult put() {
		return this.page.fetch(FetchRequest.put(URL));
	}

}
