package io.github.corsstarter.sample;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.sample.FetchClient.Page;
import io.github.corsstarter.sample.FetchRequest.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 9 and 10: cookies, and Spring Security.
 */
@ScenarioTest
class ScenarioCredentialsTests {

	private static final String API = "https://api.example.test";

	/** The session cookie of a servlet container or of WebFlux. */
	private static final Pattern SESSION = Pattern.compile("^(JSESSIONID|SESSION)=");

	private static final Pattern LOGIN_TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

	private final HandlerRuns handlers;

	private final FetchClient browser;

	private final Page shop;

	ScenarioCredentialsTests(@LocalServerPort int port, @Autowired HandlerRuns handlers) {
		this.handlers = handlers;
		this.browser = new FetchClient(port);
		this.shop = this.browser.page("https://shop.example.test");
	}

	@BeforeEach
	void forgetHandlers() {
		this.handlers.clear();
	}

	@Test
	void scenario9WhenLoggedInShouldGet() {
		logIn();
		FetchResult answer = this.shop.fetch(profile().withCredentials());
		assertThat(answer.preflights()).isEmpty();
		assertThat(answer.lastRequest().requestHeader("Cookie")).containsPattern(SESSION);
		assertThat(answer.body()).contains("\"name\":\"alice\"");
	}

	@Test
	void scenario9WhenLoggedInShouldPut() {
		logIn();
		FetchResult answer = this.shop.fetch(move("2 Tea Table").header("X-CSRF-TOKEN", token()).withCredentials());
		assertThat(answer.preflights()).hasSize(1);
		assertThat(answer.preflight().requestHeader("Cookie")).isNull();
		assertThat(answer.preflight().responseHeader("Access-Control-Allow-Credentials")).isEqualTo("true");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("2 Tea Table");
	}

	@Test
	void scenario9WhenCredentialsAreNotIncludedShouldReadThatNobodyIsLoggedIn() {
		logIn();
		FetchResult answer = this.shop.fetch(profile());
		assertThat(answer.lastRequest().requestHeader("Cookie")).isNull();
		assertThat(answer.status()).isEqualTo(401);
	}

	@Test
	void scenario9WhenPolicyHasNoCredentialsShouldReadNothing() {
		Page partner = this.browser.page("https://partner.example");
		FetchResult answer = partner.fetch(FetchRequest.get(API + "/api/partners/orders").withCredentials());
		assertThat(answer.error()).isEqualTo("no Access-Control-Allow-Credentials");
	}

	@Test
	void scenario9WhenOriginIsNotAllowedShouldReadNothing() {
		logIn();
		Page partner = this.browser.page("https://partner.example");
		FetchResult answer = partner.fetch(profile().withCredentials());
		assertThat(answer.lastRequest().requestHeader("Cookie")).containsPattern(SESSION);
		assertThat(answer.isReadable()).isFalse();
		assertThat(this.handlers.all()).isEmpty();
	}

	@Test
	void scenario10WhenNobodyIsLoggedInShouldStillAnswerPreflight() {
		FetchResult answer = this.shop.fetch(move("3 Tea Table").withCredentials());
		assertThat(answer.preflight().status()).isEqualTo(200);
		assertThat(answer.requests()).hasSize(1);
	}

	/**
	 * The session of the cookie no longer exists, and neither does its CSRF token.
	 */
	@Test
	void scenario10WhenSessionHasExpiredShouldReadStatus() {
		logIn();
		String token = token();
		this.browser.page(API).fetch(FetchRequest.post(API + "/logout").form("_csrf=" + token).mode(Mode.NAVIGATE));
		this.handlers.clear();
		FetchResult get = this.shop.fetch(profile().withCredentials());
		FetchResult put = this.shop.fetch(move("4 Tea Table").header("X-CSRF-TOKEN", token).withCredentials());
		assertThat(get.status()).isEqualTo(401);
		assertThat(put.preflight().status()).isEqualTo(200);
		// Spring Security checks the CSRF token before the login.
		assertThat(put.status()).isEqualTo(403);
		assertThat(this.handlers.all()).isEmpty();
	}

	@Test
	void scenario10WhenBasicAuthenticationIsSentShouldPut() {
		FetchResult answer = this.shop.fetch(move("5 Tea Table").header("Authorization", basic("wonderland"))
			.header("X-CSRF-TOKEN", token("wonderland"))
			.withCredentials());
		assertThat(answer.preflight().requestHeader("Authorization")).isNull();
		assertThat(answer.preflight().requestHeader("Access-Control-Request-Headers"))
			.isEqualTo("authorization,content-type,x-csrf-token");
		assertThat(answer.body()).contains("5 Tea Table");
	}

	@Test
	void scenario10WhenBasicAuthenticationIsWrongShouldReadStatus() {
		FetchResult answer = this.shop.fetch(profile().header("Authorization", basic("guess")).withCredentials());
		assertThat(answer.preflights()).hasSize(1);
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.lastRequest().responseHeader("WWW-Authenticate")).startsWith("Basic");
		assertThat(answer.lastRequest().responseHeaders().allValues("Access-Control-Allow-Origin"))
			.containsExactly("https://shop.example.test");
	}

	@Test
	void scenario10WhenPageIsOfSameOriginShouldAcceptBasicAuthentication() {
		FetchResult answer = this.browser.page(API).fetch(profile().header("Authorization", basic("wonderland")));
		assertThat(answer.preflights()).isEmpty();
		assertThat(answer.status()).isEqualTo(200);
	}

	private void logIn() {
		Page own = this.browser.page(API);
		FetchResult form = own.fetch(FetchRequest.get(API + "/login").mode(Mode.NAVIGATE));
		FetchResult answer = own.fetch(FetchRequest.post(API + "/login")
			.form("username=alice&password=wonderland&_csrf=" + find(LOGIN_TOKEN, form.body()))
			.mode(Mode.NAVIGATE));
		assertThat(answer.exchanges().get(0).responseHeader("Location")).doesNotContain("error");
		this.handlers.clear();
	}

	private String token() {
		return token(FetchRequest.get(API + "/account/csrf"));
	}

	private String token(String password) {
		return token(FetchRequest.get(API + "/account/csrf").header("Authorization", basic(password)));
	}

	private String token(FetchRequest request) {
		return find(TOKEN, this.shop.fetch(request.withCredentials()).body());
	}

	private static FetchRequest profile() {
		return FetchRequest.get(API + "/account/profile");
	}

	private static FetchRequest move(String street) {
		return FetchRequest.put(API + "/account/address").json("{\"street\":\"" + street + "\"}");
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
