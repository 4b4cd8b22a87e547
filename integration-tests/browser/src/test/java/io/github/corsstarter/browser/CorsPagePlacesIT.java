package io.github.corsstarter.browser;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the page after a context path, at another path, on a management port, without
 * policies, and with many.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.github.corsstarter.browser.Setup#servlet")
class CorsPagePlacesIT {

	private static final int MANAGEMENT = 9090;

	private final Setup setup;

	CorsPagePlacesIT(Setup setup) {
		this.setup = setup;
	}

	@Test
	void whenPathsAreChangedShouldFindNeighborsAndApplication() {
		CorsPage page = open(Variant.MOVED, CorsPage.ORIGIN + "/shop/manage/tools/page");
		tryAllowed(page);
		assertThat(page.text("reality-from"))
			.isEqualTo("From this page, http://localhost:8080, to http://127.0.0.1:8080/shop/api/catalogue/coffees");
		page.from("framed");
		tryAllowed(page);
		page.ask("/../outside", "GET", "", false);
		page.click("try");
		assertThat(page.text("agreement")).isEqualTo("The path leaves the application, so it is not tried.");
	}

	@Test
	void whenPageHasPortOfItsOwnShouldTryApplication() throws Exception {
		Web web = Web.of(this.setup, Variant.MANAGEMENT_PORT);
		web.proxy().forwardTo(MANAGEMENT, web.sample().managementPort());
		CorsPage page = CorsPage.open(web.browser(), "http://localhost:" + MANAGEMENT + CorsPage.PATH);
		tryAllowed(page);
		String target = "http://localhost:" + web.sample().port() + "/shop/api/catalogue/coffees";
		assertThat(page.text("reality-from")).isEqualTo("From this page, http://localhost:9090, to " + target);
		page.from("framed");
		tryAllowed(page);
		assertThat(page.text("reality-from")).isEqualTo("From a sandboxed frame, null, to " + target);
		CorsPage named = CorsPage.open(web.browser(), "http://admin.test:" + MANAGEMENT + CorsPage.PATH);
		tryAllowed(named);
		assertThat(named.text("reality-from"))
			.startsWith("From this page, http://admin.test:9090, to http://admin.test:");
	}

	@Test
	void whenThereAreNoPoliciesAndNoNeighborsShouldSayHowToExposeThem() {
		CorsPage page = open(Variant.EMPTY, CorsPage.ORIGIN + CorsPage.PATH);
		assertThat(page.text("rules-status"))
			.isEqualTo("The application does not expose the endpoint cors. To see this part, add cors to"
					+ " management.endpoints.web.exposure.include.");
		page.ask("/status", "GET", "", false);
		page.click("predict");
		page.await("document.getElementById('prediction-body').textContent.includes('the endpoint corscheck.')");
		assertThat(page.violations()).isEmpty();
	}

	@Test
	void whenPolicyIsWatchedShouldShowWhatDecidesNowAndDifference() throws Exception {
		CorsPage page = open(Variant.WATCHED, CorsPage.ORIGIN + CorsPage.PATH);
		assertThat(page.text("rules-status")).isEqualTo("9 policies. The enforced policy with the most specific"
				+ " matching path decides. 2 policies are watched, not enforced.");
		assertThat(page.text("rules-body")).contains("watched (watched, not enforced)",
				"narrow (watched, not enforced)");
		page.ask("/legacy/status", "GET", "", false);
		page.tryIt();
		assertThat(page.text("agreement")).isEqualTo("Prediction and reality agree: not allowed, origin-not-allowed.");
		assertThat(page.text("prediction-reason")).isEqualTo("allowed");
		assertThat(page.text("prediction-watched"))
			.isEqualTo("The policy is watched, not enforced. Now the request is decided without it.");
		assertThat(page.text("prediction-rule"))
			.startsWith("Without the policy: origin-not-allowed, by @CrossOrigin StatusController#legacyStatus. ");
		assertThat(difference(page, "watched")).isEqualTo(List.of("watched", CorsPage.ORIGIN,
				"GET /legacy/status, status 403", "newly-allowed", "origin-not-allowed",
				"The policy 'watched' allows the origin " + CorsPage.ORIGIN + ", and the response has no"
						+ " Access-Control-Allow-Origin with it. The response is an error (403), and many applications"
						+ " send such responses without CORS headers. If this origin may read other responses of these"
						+ " paths, the policy is right. If not, cors.policies.watched.allowed-origins should not allow"
						+ " it."));
	}

	@Test
	void whenEnforcedPolicyMayDecideInsteadOfWatchedOneShouldNotCompare() {
		CorsPage page = open(Variant.WATCHED, CorsPage.ORIGIN + CorsPage.PATH);
		page.ask("/api/drafts/1", "GET", "", false);
		page.click("try");
		page.await("document.getElementById('agreement').textContent"
				+ " === 'The policy narrow is not enforced, so its prediction is not compared.'");
		assertThat(page.allowed("prediction")).isEqualTo("undefined");
		assertThat(page.text("prediction-body")).startsWith("? It is not known whether the page may read the response");
		assertThat(page.text("prediction-reason")).isEqualTo("origin-not-allowed");
		assertThat(page.allowed("reality")).isEqualTo("true");
		page.await("document.getElementById('differences-body').textContent.includes('newly-rejected')");
		assertThat(page.text("differences-body")).contains("GET /api/drafts/1, status 200");
	}

	@Test
	void migrationShouldShowConfiguration() {
		CorsPage page = open(Variant.WATCHED, CorsPage.ORIGIN + CorsPage.PATH);
		page.click("migrate");
		page.await("!document.getElementById('migration').hidden");
		assertThat(page.text("migration")).contains("cors:", "https://old.example.test");
		assertThat(page.violations()).isEmpty();
	}

	@Test
	void whenThereAreManyPoliciesShouldShowSomeAndFilter() {
		CorsPage page = open(Variant.CROWDED, CorsPage.ORIGIN + CorsPage.PATH);
		assertThat(page.text("rules-status")).startsWith("2,007 policies.");
		assertThat(rows(page)).isEqualTo("25");
		page.fill("filter", "tenants/1234/");
		page.await("document.getElementById('rules-status').textContent.startsWith('1 of 2,007 policies.')");
		assertThat(rows(page)).isEqualTo("1");
		assertThat(page.text("rules-body")).contains("https://t1234.example");
		page.fill("filter", "t199 tenant-199");
		page.await("document.getElementById('rules-status').textContent.startsWith('11 of 2,007 policies.')");
		page.value("(document.getElementById('filter').value = '',"
				+ " document.getElementById('filter').dispatchEvent(new Event('input')))");
		page.click("rules-all");
		page.await("document.querySelectorAll('#rules-body tr').length === 2007");
		assertThat(page.value("document.activeElement.id")).isEqualTo("rules-title");
	}

	private CorsPage open(Variant variant, String url) {
		return CorsPage.open(Web.of(this.setup, variant).browser(), url);
	}

	/** The cells of the difference of a policy, from the policy on. */
	private static List<?> difference(CorsPage page, String policy) {
		String row = "[...document.querySelectorAll('#differences-body tr')].find((row) => row.cells[2].textContent === '"
				+ policy + "')";
		page.await(row);
		return page.list("[..." + row + ".cells].slice(2).map((cell) => cell.textContent)");
	}

	private static String rows(CorsPage page) {
		return page.value("document.querySelectorAll('#rules-body tr').length");
	}

	private static void tryAllowed(CorsPage page) {
		page.ask("/api/catalogue/coffees", "GET", "authorization", false);
		page.tryIt();
		assertThat(page.text("agreement")).startsWith("Prediction and reality agree: allowed.");
		assertThat(page.text("reality-status")).isEqualTo("200");
		assertThat(page.violations()).isEmpty();
	}

}
