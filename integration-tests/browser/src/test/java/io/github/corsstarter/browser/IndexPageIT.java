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
 * Tests that the sample's page is right: its predictions agree with the browser, and its
 * tables show the data of the endpoint.
 */
@BrowserTest
class IndexPageIT {

	private static final List<String> EXAMPLES = List.of("allowed", "preflight", "public", "origin", "method", "header",
			"credentials", "uncovered");

	private static final Map<String, String> DURATIONS = Map.of("PT30M", "30 min", "PT0S", "0 s");

	private final Web web;

	private final IndexPage page;

	IndexPageIT(Setup setup) {
		this.web = Web.of(setup, Variant.DEVELOPMENT);
		this.page = IndexPage.open(this.web.browser(), IndexPage.ORIGIN);
	}

	@ParameterizedTest
	@CsvSource({ "allowed,200", "preflight,200", "public,200" })
	void whenExampleIsAllowedShouldRead(String example, String status) {
		this.page.tryBy("preset-" + example);
		assertAgree("true", "allowed");
		assertThat(this.page.text("reality-status")).isEqualTo(status);
		assertThat(this.page.text("prediction-fix")).isEqualTo("null");
		assertThat(this.page.text("prediction-place")).isEqualTo("null");
	}

	@ParameterizedTest
	@CsvSource({
			"origin,origin-not-allowed,cors.policies.partners.allowed-origins,add http://localhost:8080 to cors.policies.partners.allowed-origins",
			"method,method-not-allowed,cors.policies.estimates.allowed-methods,'set cors.policies.estimates.allowed-methods to GET, HEAD, POST, PUT'",
			"header,headers-not-allowed,cors.policies.estimates.allowed-headers,add authorization to cors.policies.estimates.allowed-headers",
			"credentials,credentials-not-allowed,cors.policies.previews.allow-credentials,set cors.policies.previews.allow-credentials to true" })
	void whenExampleIsRefusedShouldReadNothingAndSayWhatToChange(String example, String reason, String property,
			String fix) {
		this.page.tryBy("preset-" + example);
		assertAgree("false", reason);
		assertThat(this.page.text("reality-error")).startsWith("TypeError: ");
		assertThat(this.page.text("prediction-fix")).isEqualTo(fix);
		assertThat(this.page.text("prediction-place"))
			.matches(property + " at class path resource \\[application\\.yml].* - [0-9]+:[0-9]+");
	}

	@Test
	void whenNoPolicyCoversExampleShouldReadNothingAndSayWhatToChange() {
		this.page.tryBy("preset-uncovered");
		assertAgree("false", "no-policy");
		assertThat(this.page.text("prediction-fix")).isEqualTo(
				"add the policy cors.policies.calls-to-status: {paths: /status, allowed-origins: http://localhost:8080,"
						+ " allowed-methods: GET, allowed-headers: [], allow-credentials: false}");
		assertThat(this.page.text("prediction-place")).isEqualTo("null");
	}

	@Test
	void whenServerHasItsOtherNameShouldAgreeAsWell() {
		IndexPage other = IndexPage.open(this.web.browser(), "http://127.0.0.1:8080");
		assertThat(other.text("api-origin")).isEqualTo("http://localhost:8080");
		for (String example : EXAMPLES) {
			other.tryBy("preset-" + example);
			assertThat(other.value("document.getElementById('agreement').dataset.agree")).as(example).isEqualTo("true");
		}
		assertThat(this.web.proxy().exchanges()).extracting(Exchange::server).contains("http://localhost:8080");
	}

	@Test
	void whenOriginIsAnotherPagesShouldOnlyPredict() {
		this.web.proxy().clear();
		this.page.fill("origin", "https://pr-7.preview.test");
		this.page.click("predict");
		this.page.await("document.getElementById('prediction').dataset.allowed");
		assertThat(this.page.allowed("prediction")).isEqualTo("true");
		assertThat(this.page.text("prediction-body")).contains("https://pr-7.preview.test");
		assertThat(this.page.allowed("reality")).isEqualTo("undefined");
		assertThat(this.web.proxy().exchanges()).extracting(Exchange::server).containsOnly(IndexPage.ORIGIN);
		this.page.tryBy("try");
		assertAgree("true", "allowed");
		assertThat(this.page.value("document.getElementById('origin').value")).isEqualTo(IndexPage.ORIGIN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "accept", "accept-language", "content-language", "range" })
	void whenHeaderIsSafelistedShouldSendSafelistedValue(String header) {
		this.page.fill("headers", header);
		this.page.tryBy("try");
		assertAgree("true", "allowed");
		assertThat(this.page.text("prediction-body")).contains("The browser sends no preflight.");
	}

	@Test
	void whenTextIsNotAPathShouldAskNothing() {
		this.web.proxy().clear();
		this.page.fill("path", "api");
		this.page.click("predict");
		this.page.click("try");
		assertThat(this.page.value("document.getElementById('path').validity.patternMismatch")).isEqualTo("true");
		assertThat(this.page.text("agreement")).isEmpty();
		assertThat(this.web.proxy().exchanges()).filteredOn((exchange) -> exchange.path().contains("corscheck"))
			.isEmpty();
	}

	@Test
	void rulesShouldBeThoseOfEndpoint() throws Exception {
		List<List<String>> expected = new ArrayList<>();
		endpoint().forEach((name, value) -> {
			Map<?, ?> policy = (Map<?, ?>) value;
			expected.add(List.of(name + words(policy.get("paths")) + " " + policy.get("source"),
					list(policy.get("allowedOrigins")), list(policy.get("allowedMethods")),
					list(policy.get("allowedHeaders")), list(policy.get("exposedHeaders")),
					policy.get("allowCredentials").equals(true) ? "yes" : "no", DURATIONS.get(policy.get("maxAge")),
					(String) policy.get("onDisallowed")));
		});
		assertThat(expected).hasSizeGreaterThan(5);
		// Each part that has a separate line on the page has a space before it here.
		assertThat(this.page
			.list("[...document.querySelectorAll('#rules-body tr')].map((row) => [...row.cells].map((cell) => ["
					+ "...cell.querySelectorAll('strong, li, .source')].map((part) => part.textContent).join(' ')"
					+ " || cell.textContent))"))
			.isEqualTo(expected);
		assertThat(this.page.text("rules-status")).startsWith(expected.size() + " policies, generation 1.");
		assertThat(this.page.text("remarks")).contains("@CrossOrigin StatusController#legacyStatus on /legacy/status");
	}

	@Test
	void rejectionShouldAppear() throws Exception {
		this.page.click("auto-refresh");
		this.page.tryBy("preset-method");
		this.page.await(latestRejection() + ".includes('estimates method-not-allowed " + IndexPage.ORIGIN + "')");
		this.page.tryBy("preset-origin");
		this.page.await(latestRejection() + ".includes('partners origin-not-allowed " + IndexPage.ORIGIN + "')");

		Rejection rejection = Rejection.by(this.web.sample());
		assertThat(this.page.value(rejection.shown())).isEqualTo("false");
		this.page.click("refresh");
		this.page.await(rejection.shown());
		assertThat(this.page.list("[...document.querySelector('#rejections-body tr').cells].slice(1)"
				+ ".map((cell) => cell.textContent)"))
			.isEqualTo(List.of("1", rejection.origin(), "GET " + Rejection.PATH, "partners", "origin-not-allowed",
					"add " + rejection.origin() + " to cors.policies.partners.allowed-origins", "Ask"));
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
