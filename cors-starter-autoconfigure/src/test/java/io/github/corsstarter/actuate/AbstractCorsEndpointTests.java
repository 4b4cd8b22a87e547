package io.github.corsstarter.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.corsstarter.applicationrules.ApplicationRule;
import io.github.corsstarter.applicationrules.ApplicationRuleSource;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsPolicySource;
import org.json.JSONException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;

import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the endpoints over HTTP and compares their complete JSON.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractCorsEndpointTests {

	private final Container container;

	private final Class<?> application;

	private TestServer server;

	AbstractCorsEndpointTests(Container container, Class<?> application) {
		this.container = container;
		this.application = application;
	}

	@BeforeAll
	void start() {
		this.server = TestServer.start(this.container, this.application,
				"spring.config.location=classpath:/endpoints/application.yml");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@Test
	void overview() throws Exception {
		this.server.http().send("PUT", "/api/partners/7", "Origin: https://x.example", "Sec-Fetch-Site: cross-site");
		this.server.http().send("PUT", "/api/partners/8", "Origin: https://x.example");
		this.server.http()
			.send("OPTIONS", "/api/partners/8", "Origin: https://partner.example",
					"Access-Control-Request-Method: DELETE");
		for (String names : List.of("x-a", "X-A", "x-request-id, x-b, X-C")) {
			this.server.http()
				.send("OPTIONS", "/api/partners/8", "Origin: https://partner.example",
						"Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: " + names);
		}
		this.server.http().send("GET", "/reviewed/1", "Origin: https://old.example");
		this.server.http().send("GET", "/reviewed/2", "Origin: https://old.example");
		this.server.http().send("GET", "/reviewed/2", "Origin: https://a.example");
		this.server.http().send("GET", "/reviewed/1", "Origin: https://new.example");
		assertJson(get("/actuator/cors").replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME"), "cors.json");
	}

	@Test
	void onePolicyWhole() throws Exception {
		assertJson(get("/actuator/cors/partners"), "partners.json");
		assertThat(this.server.http().send("GET", "/actuator/cors/nobody").status()).isEqualTo(404);
	}

	@Test
	void longListsAreCutInTheOverviewOnly() throws Exception {
		assertThat(get("/actuator/cors")).contains("\"allowedOriginsTotal\":120")
			.contains("https://t99.example")
			.doesNotContain("https://t100.example");
		assertThat(get("/actuator/cors/tenants")).contains("https://t119.example").doesNotContain("Total");
	}

	@Test
	void check() throws Exception {
		String query = "path=/api/partners/7&origin=https://partner.example&method=PUT&headers=x-request-id";
		assertJson(get("/actuator/corscheck?" + query + "&credentials=true"), "allowed.json");
		assertJson(get("/actuator/corscheck?" + query.replace("partner.ex", "x.ex")), "origin.json");
		assertJson(get("/actuator/corscheck?path=/elsewhere&origin=null"), "no-policy.json");
		assertJson(get("/actuator/corscheck?path=/api/partners/7&origin=http://b.example&method=GET"), "unsafe.json");
		assertJson(get("/actuator/corscheck?path=/open&origin=https://a.example&credentials=true"), "credentials.json");
		assertJson(get("/actuator/corscheck?path=/open&origin=https://a.example&method=delete&headers=a,b"),
				"method.json");
		assertJson(get("/actuator/corscheck?path=/reviewed/1&origin=https://old.example"), "candidate.json");
	}

	@Test
	void checkNamesWhatIsWrongWithTheParameters() {
		assertThat(check("")).contains("'path' is missing").contains("'origin' is missing");
		assertThat(check("origin=https://a.example")).contains("'path' is missing");
		assertThat(check("path=/")).contains("'origin' is missing");
		assertThat(check("path=orders&origin=null")).contains("'path' must start with a slash. Write /orders");
		assertThat(check("path=http://localhost/a/b&origin=null")).contains("Write /a/b");
		assertThat(check("path=http://localhost&origin=null")).contains("Write /.");
		assertThat(check("path=/a%25zz&origin=null")).contains("'path' has a broken escape sequence");
		assertThat(check("path=/a&origin=null&credentials=include"))
			.contains("'credentials' must be true or false, not include");
	}

	@Test
	void reload() throws Exception {
		AtomicBoolean broken = this.server.bean(Tenants.class).broken;
		assertThat(this.server.http().send("POST", "/actuator/cors").body()).contains("\"reloaded\":true");
		broken.set(true);
		try {
			Response response = this.server.http().send("POST", "/actuator/cors");
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.body()).contains("\"reloaded\":false", "\"reason\":\"origin-trailing-slash\"",
					"\"suggestion\":\"https://t.example\"",
					"\"property\":\"cors.policies.tenants.allowed-origins[0]\"");
			assertThat(get("/actuator/cors/tenants")).contains("https://t119.example");
		}
		finally {
			broken.set(false);
		}
		String failed = get("/actuator/cors").replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
		assertThat(failed).contains("\"name\":\"" + Tenants.class.getName() + "\",\"lastSuccess\":\"TIME\","
				+ "\"lastFailure\":\"TIME\",\"failure\":\"The CORS configuration has 1 problem. cors.policies.tenants.");
		assertThat(this.server.http().send("POST", "/actuator/cors").body()).contains("\"reloaded\":true");
	}

	private String check(String query) {
		Response response = this.server.http().send("GET", "/actuator/corscheck?" + query);
		assertThat(response.status()).isEqualTo(400);
		return response.body();
	}

	private String get(String path) {
		Response response = this.server.http().send("GET", path);
		assertThat(response.status()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	private static void assertJson(String actual, String expected) throws IOException, JSONException {
		String json = new ClassPathResource("endpoints/" + expected).getContentAsString(StandardCharsets.UTF_8);
		String fixed = actual.replaceAll("generation\":\\d+", "generation\":1")
			.replace("\"lastFailure\":\"TIME\"", "\"lastFailure\":null");
		JSONAssert.assertEquals(json, fixed, JSONCompareMode.STRICT);
	}

	/**
	 * Other CORS rules of the application.
	 */
	@RestController
	static class OtherRules implements ApplicationRuleSource {

		@CrossOrigin(origins = "https://own.example", originPatterns = "https://*.own.example",
				methods = RequestMethod.PUT, allowedHeaders = "x-a", exposedHeaders = "etag", allowCredentials = "true",
				maxAge = 60)
		@RequestMapping("/other")
		String other() {
			return "other";
		}

		@CrossOrigin
		@GetMapping({ "/open", "/reviewed/other" })
		String covered() {
			return "covered";
		}

		@Override
		public List<ApplicationRule> applicationRules() {
			return List.of(ApplicationRule.unknown("CorsFilter 'mine'"));
		}

	}

	/**
	 * A policy source in addition to the configuration.
	 */
	static class Tenants implements CorsPolicySource {

		private final AtomicBoolean broken = new AtomicBoolean();

		@Override
		public List<CorsPolicySpecification> load() {
			List<String> origins = new ArrayList<>();
			for (int i = 0; i < 120; i++) {
				origins.add("https://t" + i + ".example");
			}
			return List.of(CorsPolicySpecification.builder("tenants")
				.paths("/tenants")
				.allowedOrigins(this.broken.get() ? List.of("https://t.example/") : origins)
				.build());
		}

	}

}
