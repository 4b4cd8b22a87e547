package io.github.corsstarter.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 9 and 10: cookies, and Spring Security.
 */
@BrowserTest
class CredentialScenariosIT {

	/** The session cookie of a servlet container or of WebFlux. */
	private static final Pattern SESSION = Pattern.compile("(JSESSIONID|SESSION)=");

	private static final Pattern LOGIN_TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

	/** Long enough for a browser to answer, but not for a person. */
	private static final int IMPATIENT_MILLIS = 5000;

	private final Engine engine;

	private final Web web;

	/** A different host for each test, so that it has no cookies yet. */
	private final String api = "https://api-" + Web.number() + ".example.test";

	private final Page shop;

	private final Page partner;

	CredentialScenariosIT(Setup setup) {
		this.engine = setup.engine();
		this.web = Web.of(setup, Variant.DEVELOPMENT);
		this.shop = this.web.page("https://shop.example.test");
		this.partner = this.web.page("https://partner.example");
	}

	@Test
	void scenario9WhenLoggedInShouldGet() {
		logIn();
		Answer answer = this.shop.fetch(profile().withCredentials());
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("GET");
		assertThat(answer.lastRequest().requestHeader("Cookie")).containsPattern(SESSION);
		assertThat(answer.handlers()).containsExactly("AccountController#profile");
		assertThat(answer.body()).contains("\"name\":\"alice\"");
	}

	@Test
	void scenario9WhenLoggedInShouldPut() {
		logIn();
		Answer answer = this.shop.fetch(move("2 Tea Table").header("X-CSRF-TOKEN", token()).withCredentials());
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "PUT");
		assertThat(answer.preflight().requestHeader("Cookie")).isNull();
		assertThat(answer.preflight().responseHeader("Access-Control-Allow-Credentials")).isEqualTo("true");
		assertThat(answer.lastRequest().requestHeader("Cookie")).containsPattern(SESSION);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("2 Tea Table");
	}

	@Test
	void scenario9WhenCredentialsAreNotIncludedShouldReadThatNobodyIsLoggedIn() {
		logIn();
		Answer answer = this.shop.fetch(profile());
		assertThat(answer.lastRequest().requestHeader("Cookie")).isNull();
		assertThat(answer.status()).isEqualTo(401);
	}

	@Test
	void scenario9WhenPolicyHasNoCredentialsShouldReadNothing() {
		Answer answer = this.partner.fetch(PageRequest.get(this.api + "/api/partners/orders").withCredentials());
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::status).containsExactly(200);
		assertThat(this.partner.fetch(PageRequest.get(this.api + "/api/partners/orders")).status()).isEqualTo(200);
	}

	@Test
	void scenario9WhenOriginIsNotAllowedShouldReadNothing() {
		logIn();
		Answer answer = this.partner.fetch(profile().withCredentials());
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::status).containsExactly(403);
		assertThat(answer.handlers()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void scenario9WhenEveryOriginIsAllowedWithCredentialsShouldNotStart(Stack stack) throws IOException {
		Path output = Path.of(System.getProperty("browser.folder", "target/browser"), "not-started.txt");
		try (LocalProcess sample = Sample.launch(output, stack, List.of("--cors.policies.account.allowed-origins=*"),
				Map.of())) {
			assertThat(sample.awaitEnd()).isNotZero();
			assertThat(sample.output()).contains("APPLICATION FAILED TO START")
				.contains("With credentials, '*' would let every site read every user's data");
		}
	}

	@Test
	void scenario10WhenNobodyIsLoggedInShouldStillAnswerPreflight() {
		Answer answer = this.shop.fetch(move("3 Tea Table").withCredentials());
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "PUT");
		assertThat(answer.preflight().status()).isEqualTo(200);
		assertThat(answer.status()).isBetween(401, 403);
		assertThat(answer.handlers()).isEmpty();
	}

	@Test
	void scenario10WhenSessionHasExpiredShouldReadStatus() {
		logIn();
		String token = token();
		this.web.page(this.api)
			.fetch(PageRequest.post(this.api + "/logout").form("_csrf=" + token).with("redirect", "manual"));
		Answer get = this.shop.fetch(profile().withCredentials());
		Answer put = this.shop.fetch(move("4 Tea Table").header("X-CSRF-TOKEN", token).withCredentials());
		assertThat(get.status()).isEqualTo(401);
		assertThat(get.handlers()).isEmpty();
		assertThat(put.preflight().status()).isEqualTo(200);
		// Spring Security checks the CSRF token before the login.
		assertThat(put.status()).isEqualTo(403);
		assertThat(put.handlers()).isEmpty();
	}

	/**
	 * The session of the token begins on a page of the API's origin. WebKit does not keep
	 * cookies that another host of a domain outside the public suffix list, such as
	 * {@code example.test}, sets. Fetch leaves this to browsers ("HTTP-network fetch", on
	 * cookies).
	 */
	@Test
	void scenario10WhenBasicAuthenticationIsSentShouldPut() {
		String authorization = basic("wonderland");
		Answer token = this.web.page(this.api)
			.fetch(PageRequest.get(this.api + "/account/csrf").header("Authorization", authorization));
		Answer answer = this.shop.fetch(move("5 Tea Table").header("Authorization", authorization)
			.header("X-CSRF-TOKEN", find(TOKEN, token.body()))
			.withCredentials());
		assertThat(answer.preflight().requestHeader("Authorization")).isNull();
		assertThat(answer.preflight().requestHeader("Access-Control-Request-Headers"))
			.isEqualTo("authorization,content-type,x-csrf-token");
		assertThat(answer.body()).contains("5 Tea Table");
	}

	@Test
	void scenario10WhenBasicAuthenticationIsWrongShouldReadStatus() {
		Answer answer = this.shop.fetch(profile().header("Authorization", basic("guess")));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "GET");
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.lastRequest().responseHeader("WWW-Authenticate")).startsWith("Basic");
		assertThat(answer.handlers()).isEmpty();
	}

	/**
	 * According to Fetch, browsers ask for a password only if the response tainting is
	 * not "cors". Chromium asks nevertheless, and the script waits for the user.
	 *
	 * @see <a href="https://fetch.spec.whatwg.org/#http-network-or-cache-fetch">Fetch,
	 * HTTP-network-or-cache fetch, on status 401</a>
	 */
	@Test
	void scenario10WhenBasicAuthenticationWithCredentialsIsWrongShouldReadStatusOrAsk() {
		Answer answer = this.shop.fetch(
				profile().header("Authorization", basic("guess")).withCredentials().with("timeout", IMPATIENT_MILLIS));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "GET");
		assertThat(answer.lastRequest().status()).isEqualTo(401);
		assertThat(answer.lastRequest().responseHeader("Access-Control-Allow-Origin"))
			.isEqualTo("https://shop.example.test");
		assertThat(answer.handlers()).isEmpty();
		if (this.engine == Engine.CHROMIUM) {
			assertThat(answer.error()).startsWith("TimeoutError");
		}
		else {
			assertThat(answer.status()).isEqualTo(401);
		}
	}

	@Test
	void scenario10WhenPageIsOfSameOriginShouldAcceptBasicAuthentication() {
		Answer answer = this.web.page(this.api).fetch(profile().header("Authorization", basic("wonderland")));
		assertThat(answer.exchanges()).extracting(Exchange::method).containsExactly("GET");
		assertThat(answer.status()).isEqualTo(200);
	}

	/** Logs in as the login page does. A successful login redirects to another page. */
	private void logIn() {
		Page own = this.web.page(this.api);
		String form = own.fetch(PageRequest.get(this.api + "/login")).body();
		Answer answer = own.fetch(PageRequest.post(this.api + "/login")
			.form("username=alice&password=wonderland&_csrf=" + find(LOGIN_TOKEN, form))
			.with("redirect", "manual"));
		assertThat(answer.lastRequest().status()).isEqualTo(302);
		assertThat(answer.lastRequest().responseHeader("Location")).doesNotContain("error");
	}

	private String token() {
		return find(TOKEN, this.shop.fetch(PageRequest.get(this.api + "/account/csrf").withCredentials()).body());
	}

	private PageRequest profile() {
		return PageRequest.get(this.api + "/account/profile");
	}

	private PageRequest move(String street) {
		return PageRequest.put(this.api + "/account/address").json("{\"street\":\"" + street + "\"}");
	}

	private static String basic(String password) {
		return "Basic " + Base64.getEncoder().encodeToString(("alice:" + password).getBytes(StandardCharsets.UTF_8));
	}

	private static String find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
		return matcher.group(1);
	}

}
