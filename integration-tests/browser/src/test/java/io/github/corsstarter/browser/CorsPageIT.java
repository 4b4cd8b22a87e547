package io.github.corsstarter.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page is right: its predictions agree with the browser, and its tables
 * show the data of the endpoint.
 */
@BrowserTest
class CorsPageIT {

	private static final Map<String, String> DURATIONS = Map.of("PT30M", "30 min", "PT0S", "0 s");

	private final Web web;

	private final CorsPage page;

	CorsPageIT(Setup setup) {
		this.web = Web.of(setup, Variant.DEVELOPMENT);
		this.page = CorsPage.open(this.web.browser(), CorsPage.ORIGIN + CorsPage.PATH);
	}

	@ParameterizedTest
	@CsvSource({ "/api/drafts/1,GET,''", "/api/drafts/2,PUT,content-type", "/api/catalogue/coffees,GET,authorization",
			"/api/drafts/1,GET,accept", "/api/drafts/1,GET,range" })
	void whenRequestIsAllowedShouldRead(String path, String method, String headers) {
		this.page.ask(path, method, headers, false);
		this.page.tryIt();
		assertAgree("true", "allowed");
		assertThat(this.page.text("reality-from"))
			.isEqualTo("From this page, http://localhost:8080, to http://127.0.0.1:8080" + path);
		assertThat(this.page.text("reality-status")).isIn("200", "206");
		assertThat(this.page.text("prediction-fix")).isEqualTo("null");
	}

	@ParameterizedTest
	@CsvSource({
			"/api/partners/orders/1,GET,'',false,origin-not-allowed,cors.policies.partners.allowed-origins,add http://localhost:8080 to cors.policies.partners.allowed-origins",
			"/api/estimates/1,PUT,'',false,method-not-allowed,cors.policies.estimates.allowed-methods,'set cors.policies.estimates.allowed-methods to GET, HEAD, POST, PUT'",
			"/api/estimates/1,GET,authorization,false,headers-not-allowed,cors.policies.estimates.allowed-headers,add authorization to cors.policies.estimates.allowed-headers",
			"/api/drafts/1,GET,'',true,credentials-not-allowed,cors.policies.previews.allow-credentials,set cors.policies.previews.allow-credentials to true" })
	void whenRequestIsRefusedShouldReadNothingAndSayWhatToChange(String path, String method, String headers,
			boolean credentials, String reason, String property, String fix) {
		this.page.ask(path, method, headers, credentials);
		this.page.tryIt();
		assertAgree("false", reason);
		assertThat(this.page.text("reality-error")).startsWith("TypeError: ");
		assertThat(this.page.text("prediction-fix")).isEqualTo(fix);
		assertThat(this.page.text("prediction-place"))
			.matches(property + " at class path resource \\[application\\.yml].* - [0-9]+:[0-9]+");
	}

	@Test
	void whenNoPolicyCoversPathShouldReadNothing() {
		this.page.ask("/status", "GET", "", false);
		this.page.tryIt();
		assertAgree("false", "no-policy");
		assertThat(this.page.text("prediction-fix")).startsWith("add the policy cors.policies.calls-to-status: ");
	}

	@ParameterizedTest
	@CsvSource({ "/api/estimates/1,GET,true,allowed", "/api/catalogue/coffees,GET,true,allowed",
			"/api/drafts/1,GET,false,origin-not-allowed", "/api/estimates/1,POST,true,allowed" })
	void sandboxedFrameShouldBeAnOpaqueOrigin(String path, String method, String allowed, String reason) {
		// This name is not a name of loopback, so that only the frame is another origin.
		CorsPage named = CorsPage.open(this.web.browser(), "http://shop.test:8080" + CorsPage.PATH);
		assertThat(named.value("document.getElementById('direct-choice').hidden")).isEqualTo("true");
		this.web.proxy().clear();
		named.ask(path, method, "", false);
		named.tryIt();
		assertThat(named.text("agreement")).startsWith("Prediction and reality agree: ");
		assertThat(named.allowed("prediction")).isEqualTo(allowed);
		assertThat(named.allowed("reality")).isEqualTo(allowed);
		assertThat(named.text("prediction-reason")).isEqualTo(reason);
		assertThat(named.text("reality-from"))
			.isEqualTo("From a sandboxed frame, null, to http://shop.test:8080" + path);
		assertThat(this.web.proxy().exchanges()).filteredOn((exchange) -> exchange.path().equals(path))
			.isNotEmpty()
			.allSatisfy((exchange) -> assertThat(exchange.requestHeader("Origin")).isEqualTo("null"));
		assertThat(named.violations()).isEmpty();
	}

	@Test
	void whenServerHasItsOtherNameShouldAgreeAsWell() {
		CorsPage other = CorsPage.open(this.web.browser(), "http://127.0.0.1:8080" + CorsPage.PATH);
		other.ask("/api/drafts/1", "GET", "", false);
		other.tryIt();
		assertThat(other.text("agreement")).isEqualTo("Prediction and reality agree: allowed.");
		assertThat(other.text("reality-from"))
			.isEqualTo("From this page, http://127.0.0.1:8080, to http://localhost:8080/api/drafts/1");
	}

	@Test
	void whenMethodIsUnsafeShouldSendNothingWithoutConfirmation() {
		this.web.proxy().clear();
		this.page.ask("/api/drafts/3", "DELETE", "", false);
		this.page.click("try");
		this.page.await("document.getElementById('confirm').open");
		assertThat(this.page.text("confirm-text"))
			.startsWith("DELETE http://127.0.0.1:8080/api/drafts/3 may change data.")
			.contains("its handler runs");
		this.page.click("confirm-no");
		this.page.await("document.getElementById('agreement').textContent === 'Not sent.'");
		assertThat(this.web.proxy().exchanges()).isEmpty();
		this.page.tryIt();
		assertAgree("true", "allowed");
	}

	@Test
	void whenOriginIsAnotherPagesShouldOnlyPredict() {
		this.web.proxy().clear();
		this.page.ask("/api/drafts/1", "GET", "", false);
		this.page.fill("origin", "https://pr-7.preview.test");
		this.page.click("predict");
		this.page.await("document.getElementById('prediction').dataset.allowed");
		assertThat(this.page.allowed("prediction")).isEqualTo("true");
		assertThat(this.page.text("prediction-body")).contains("https://pr-7.preview.test");
		assertThat(this.page.allowed("reality")).isEqualTo("undefined");
		assertThat(this.web.proxy().exchanges()).extracting(Exchange::server).containsOnly(CorsPage.ORIGIN);
		this.page.tryIt();
		assertAgree("true", "allowed");
		assertThat(this.page.value("document.getElementById('origin').value")).isEqualTo(CorsPage.ORIGIN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "api", "//evil.example/x", "/\\\\evil.example/x", "https://evil.example/" })
	void whenTextIsNotAPathShouldAskNothing(String path) {
		this.web.proxy().clear();
		this.page.ask(path, "GET", "", false);
		this.page.click("predict");
		this.page.click("try");
		assertThat(this.page.value("document.getElementById('path').validity.patternMismatch")).isEqualTo("true");
		assertThat(this.page.text("agreement")).isEmpty();
		assertThat(this.web.proxy().exchanges()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/.//evil.example/x", "/..//evil.example/x" })
	void whenPathBecomesAnotherOneShouldNotTryIt(String path) {
		this.web.proxy().clear();
		this.page.ask(path, "GET", "", false);
		this.page.click("try");
		assertThat(this.page.text("agreement")).isEqualTo("The path leaves the application, so it is not tried.");
		assertThat(this.web.proxy().exchanges()).isEmpty();
	}

	@Test
	void textOfClientsShouldNotBecomeMarkup() throws Exception {
		Rejection rejection = Rejection.by(this.web.sample(),
				"https://<img src=x onerror=document.title=1>" + Web.number() + ".example");
		this.page.click("refresh");
		this.page.await(rejection.shown());
		this.page.value(rejection.button() + ".click()");
		this.page.await("document.getElementById('prediction').dataset.allowed");
		assertThat(this.page.text("prediction-body")).contains("<img src=x");
		assertThat(this.page.value("document.querySelectorAll('img').length")).isEqualTo("0");
		assertThat(this.page.value("document.title")).isEqualTo("CORS of coffee-roaster");
		assertThat(this.page.violations()).isEmpty();
	}

	@Test
	void rulesShouldBeThoseOfEndpoint() throws Exception {
		List<List<String>> expected = new ArrayList<>();
		endpoint().forEach((name, value) -> {
			Map<?, ?> policy = (Map<?, ?>) value;
			String place = ((String) policy.get("source")).replaceAll("^.*\\[(.*?)].* - ", "$1, ");
			expected.add(List.of(name + words(policy.get("paths")) + " " + place, list(policy.get("allowedOrigins")),
					list(policy.get("allowedMethods")), list(policy.get("allowedHeaders")),
					list(policy.get("exposedHeaders")), policy.get("allowCredentials").equals(true) ? "yes" : "no",
					DURATIONS.get(policy.get("maxAge")), (String) policy.get("onDisallowed")));
		});
		assertThat(expected).hasSizeGreaterThan(5);
		// Each part that has a separate line on the page has a space before it here.
		assertThat(this.page
			.list("[...document.querySelectorAll('#rules-body tr')].map((row) => [...row.cells].map((cell) => ["
					+ "...cell.querySelectorAll('strong, li, .source')].map((part) => part.textContent).join(' ')"
					+ " || cell.textContent))"))
			.isEqualTo(expected);
		assertThat(this.page.text("rules-status")).startsWith(expected.size() + " policies.");
		assertThat(this.page.text("others-body")).contains("@CrossOrigin StatusController#legacyStatus",
				"/legacy/status", "this rule, where no policy covers the path");
	}

	@Test
	void rejectionShouldAppear() throws Exception {
		this.page.ask("/api/estimates/1", "PUT", "", false);
		this.page.tryIt();
		this.page.await(latestRejection() + ".includes('estimates method-not-allowed " + CorsPage.ORIGIN + "')");
		Rejection rejection = Rejection.by(this.web.sample());
		assertThat(this.page.value(rejection.shown())).isEqualTo("false");
		this.page.click("refresh");
		this.page.await(rejection.shown());
		assertThat(this.page.list("[...document.querySelector('#rejections-body tr').cells].slice(1)"
				+ ".map((cell) => cell.textContent)"))
			.isEqualTo(List.of("1", rejection.origin(), "GET " + Rejection.PATH, "partners", "origin-not-allowed",
					"add " + rejection.origin() + " to cors.policies.partners.allowed-origins", "Ask"));
	}

	@Test
	void neighborThatIsNotExposedShouldBeNamed() {
		this.page.click("migrate");
		this.page.await("document.getElementById('migration-status').textContent.includes('corsmigration')");
		assertThat(this.page.text("migration-status")).isEqualTo(
				"The application does not expose the endpoint corsmigration. To see this part, add corsmigration to"
						+ " management.endpoints.web.exposure.include.");
	}

	private static String latestRejection() {
		return "document.querySelector('#rejections-body button')?.dataset.rejection";
	}

	private void assertAgree(String allowed, String reason) {
		assertThat(this.page.value("document.getElementById('agreement').dataset.agree"))
			.as(() -> this.page.text("agreement"))
			.isEqualTo("true");
		assertThat(this.page.allowed("prediction")).isEqualTo(allowed);
		assertThat(this.page.allowed("reality")).isEqualTo(allowed);
		assertThat(this.page.text("prediction-reason")).isEqualTo(reason);
		assertThat(this.page.violations()).isEmpty();
	}

	private Map<?, ?> endpoint() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.web.sample().port() + "/actuator/cors"))
			.timeout(Duration.ofSeconds(20))
			.build();
		String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
		return (Map<?, ?>) new Json().<Map<?, ?>>toType(body, Map.class).get("policies");
	}

	private static String list(Object values) {
		String words = words(values).strip();
		return words.isEmpty() ? "none" : words;
	}

	private static String words(Object values) {
		StringBuilder words = new StringBuilder();
		((List<?>) values).forEach((value) -> words.append(' ').append(value));
		return words.toString();
	}

}
