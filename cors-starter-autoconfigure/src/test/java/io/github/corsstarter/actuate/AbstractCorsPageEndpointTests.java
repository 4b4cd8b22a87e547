package io.github.corsstarter.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the page over HTTP: its headers, and the addresses that the server writes into
 * it. The tests of the module {@code browser} use the page.
 */
abstract class AbstractCorsPageEndpointTests {

	private static final String PAGE = "/actuator/corspage";

	private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=cors,corscheck,corspage";

	private final Container container;

	private final Class<?> application;

	private final Class<?> secured;

	private final Class<?> securedEarly;

	private final String contextPathProperty;

	AbstractCorsPageEndpointTests(Container container, Class<?> application, Class<?> secured, Class<?> securedEarly,
			String contextPathProperty) {
		this.container = container;
		this.application = application;
		this.secured = secured;
		this.securedEarly = securedEarly;
		this.contextPathProperty = contextPathProperty;
	}

	@Test
	void pageShouldHaveItsHeaders() throws Exception {
		try (TestServer server = start()) {
			Response response = server.http().send("GET", PAGE, "Origin: https://other.example");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.values("Content-Type")).containsExactly("text/html;charset=UTF-8");
			assertThat(response.values(CONTENT_SECURITY_POLICY)).containsExactly("default-src 'none'; script-src "
					+ hashes("script", 2) + "; style-src " + hashes("style", 1)
					+ "; img-src data:; connect-src 'self' http://127.0.0.1:* https://127.0.0.1:* http://localhost:*"
					+ " https://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
			assertThat(response.values("X-Content-Type-Options")).containsExactly("nosniff");
			assertThat(response.values("Cache-Control")).containsExactly("no-store");
			assertThat(response.values("Referrer-Policy")).containsExactly("same-origin");
			assertThat(server.http().send("GET", "/actuator/cors").values(CONTENT_SECURITY_POLICY)).isEmpty();
			assertThat(server.http().send("GET", "/other").values(CONTENT_SECURITY_POLICY)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/%63orspage", "/actuator;a=b/corspage", "/actuator/corspage;a=b" })
	void otherSpellingOfPathShouldHaveHeadersOrNoPage(String path) {
		try (TestServer server = start()) {
			Response response = server.http().send("GET", path);
			assertThat(response.values(CONTENT_SECURITY_POLICY)).hasSize((response.status() == 200) ? 1 : 0);
		}
	}

	@Test
	void filterOfPageShouldBeNoOtherRule() {
		try (TestServer server = startExposing(
				"management.endpoints.web.exposure.include=corspage,corscheck,corsmigration")) {
			assertThat(server.http().send("GET", "/actuator/corscheck?path=/other&origin=https://a.example").body())
				.contains("\"applicationRule\":null");
			assertThat(server.http().send("GET", "/actuator/corsmigration").body()).doesNotContain("corsPage");
		}
	}

	@Test
	void policyShouldNameHostOfRequest() {
		try (TestServer server = start("server.forward-headers-strategy=framework")) {
			assertThat(connectSources(server, "x-forwarded-host: shop.example"))
				.isEqualTo("'self' http://shop.example:* https://shop.example:*");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.example;script-src *", "a.example 'unsafe-inline'", "*", "*.example", "a.example,b",
			"[::1]", "" })
	void policyShouldNotNameTextThatIsNoHost(String host) {
		assertThat(new CorsPageEndpoint(Map::of).headers(host).get(CONTENT_SECURITY_POLICY))
			.contains("connect-src 'self'; base-uri");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void springSecurityShouldLeaveHeaders(boolean early) {
		try (TestServer server = TestServer.startWithSecurity(this.container, early ? this.securedEarly : this.secured,
				EXPOSED)) {
			Response response = server.http().send("GET", PAGE);
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.values(CONTENT_SECURITY_POLICY)).singleElement()
				.asString()
				.contains("'sha256-", "frame-ancestors 'none'");
			assertThat(response.values("Cache-Control")).containsExactly("no-store");
			assertThat(response.values("Referrer-Policy")).containsExactly("same-origin");
			assertThat(response.values("X-Content-Type-Options")).containsExactly("nosniff");
			assertThat(server.http().send("GET", "/other").values(CONTENT_SECURITY_POLICY))
				.containsExactly("script-src 'none'");
		}
	}

	@Test
	void addressesShouldBeRelativeToPage() {
		try (TestServer server = start(this.contextPathProperty + "=/app", "management.endpoints.web.base-path=/manage",
				"management.endpoints.web.path-mapping.corspage=tools/page",
				"management.endpoints.web.path-mapping.corscheck=why", "spring.application.name=shop \"&<b>")) {
			Response response = server.http().send("GET", "/app/manage/tools/page");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.values(CONTENT_SECURITY_POLICY)).hasSize(1);
			assertThat(body(response)).isEqualTo("<body data-application=\"shop &quot;&amp;&lt;b&gt;\""
					+ " data-cors=\"../cors\" data-corscheck=\"../why\" data-paths=\"/manage/tools/page\">");
		}
	}

	@Test
	void pathOfPageShouldBeEncoded() {
		try (TestServer server = start("management.endpoints.web.path-mapping.corspage=see/cors page")) {
			Response response = server.http().send("GET", "/actuator/see/cors%20page");
			assertThat(response.status()).isEqualTo(200);
			assertThat(body(response)).contains(" data-paths=\"/actuator/see/cors%20page\"");
		}
	}

	@Test
	void neighborThatIsNotExposedShouldHaveNoAddress() {
		try (TestServer server = startExposing("management.endpoints.web.exposure.include=corspage")) {
			assertThat(body(server.http().send("GET", PAGE))).isEqualTo("<body data-paths=\"/actuator/corspage\">");
		}
	}

	@Test
	void pageOnPortOfItsOwnShouldNameApplication() {
		try (TestServer server = start(this.contextPathProperty + "=/app", "management.server.port=0",
				"management.server.base-path=/admin")) {
			Environment environment = server.bean(Environment.class);
			RawHttp management = new RawHttp(environment.getRequiredProperty("local.management.port", Integer.class));
			Response response = management.send("GET", "/admin/actuator/corspage");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.values(CONTENT_SECURITY_POLICY)).singleElement().asString().contains("'sha256-");
			assertThat(response.values("Cache-Control")).containsExactly("no-store");
			assertThat(body(response))
				.isEqualTo("<body data-context=\"/app\" data-cors=\"cors\" data-corscheck=\"corscheck\" data-port=\""
						+ environment.getProperty("local.server.port") + "\" data-scheme=\"http\">");
			Response application = server.http().send("GET", "/app" + PAGE);
			assertThat(application.status()).isEqualTo(404);
			assertThat(application.values(CONTENT_SECURITY_POLICY)).isEmpty();
		}
	}

	@Test
	void pageShouldNotBeExposedByDefault() {
		try (TestServer server = startExposing("management.endpoints.web.exposure.include=cors")) {
			Response response = server.http().send("GET", PAGE);
			assertThat(response.status()).isEqualTo(404);
			assertThat(response.values(CONTENT_SECURITY_POLICY)).isEmpty();
		}
	}

	private TestServer start(String... properties) {
		return startExposing(EXPOSED, properties);
	}

	/** A property that is given twice would have both values. */
	private TestServer startExposing(String exposure, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add(exposure);
		return TestServer.start(this.container, this.application, all.toArray(String[]::new));
	}

	private static String connectSources(TestServer server, String header) {
		String policy = server.http().send("GET", PAGE, header).values(CONTENT_SECURITY_POLICY).get(0);
		return policy.replaceAll(".*connect-src (.*); base-uri.*", "$1");
	}

	private static String body(Response response) {
		return response.body().lines().filter((line) -> line.startsWith("<body")).findFirst().orElseThrow();
	}

	private static String hashes(String element, int count) throws Exception {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		List<String> hashes = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
			.matcher(document())
			.results()
			.map((MatchResult result) -> digest.digest(result.group(1).getBytes(StandardCharsets.UTF_8)))
			.map((hash) -> "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
			.toList();
		assertThat(hashes).hasSize(count);
		return String.join(" ", hashes);
	}

	static String document() throws IOException {
		return new ClassPathResource("corspage.html", CorsPageEndpoint.class)
			.getContentAsString(StandardCharsets.UTF_8);
	}

	/**
	 * A handler.
	 */
	@RestController
	static class Handler {

		@RequestMapping("/other")
		String other() {
			return "other";
		}

	}

}
