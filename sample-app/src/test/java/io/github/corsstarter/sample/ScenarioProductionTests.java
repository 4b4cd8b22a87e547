package io.github.corsstarter.sample;

import java.util.Map;

import io.github.corsstarter.sample.FetchClient.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 2 and 15: the same application in production.
 */
@ScenarioTest
@ActiveProfiles("prod")
class ScenarioProductionTests {

	private static final String API = "https://api.example.test";

	private final int port;

	private final FetchClient browser;

	ScenarioProductionTests(@LocalServerPort int port) {
		this.port = port;
		this.browser = new FetchClient(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example.test", "https://m.example.test", "https://kiosk.example.test" })
	void scenario2WhenOriginIsNamedShouldRead(String origin) {
		FetchResult answer = estimate(this.browser, origin);
		assertThat(answer.preflight().responseHeader("Access-Control-Max-Age")).isEqualTo("600");
		assertThat(answer.preflight().responseHeader("Access-Control-Allow-Headers"))
			.isEqualTo("x-prototype-version, x-requested-with");
		assertThat(answer.body()).contains("ready");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "http://localhost:3000", "https://example.test", "https://evil.test",
			"http://shop.example.test" })
	void scenario2WhenOriginIsNotNamedShouldReadNothing(String origin) {
		FetchResult answer = estimate(this.browser, origin);
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.requests()).isEmpty();
	}

	@Test
	void scenario2WhenEnvironmentVariableNamesOriginsShouldReadFromThem() {
		Map<String, Object> variables = Map.of("CORS_POLICIES_ESTIMATES_ALLOWEDORIGINS",
				"https://one.test,https://two.test, https://three.test:[8443,9443]", "CORS_POLICIES_SIGNIN_MAXAGE",
				"1m", "CORS_POLICIES_ESTIMATES_MAXAGE", "10m");
		try (ConfigurableApplicationContext context = start(variables)) {
			FetchClient browser = new FetchClient(
					context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			for (String origin : new String[] { "https://one.test", "https://two.test", "https://three.test:9443" }) {
				FetchResult answer = estimate(browser, origin);
				assertThat(answer.preflight().responseHeader("Access-Control-Max-Age")).isEqualTo("600");
				assertThat(answer.body()).contains("ready");
			}
			for (String origin : new String[] { "null", "http://localhost:3000", "https://four.test" }) {
				assertThat(estimate(browser, origin).isReadable()).isFalse();
			}
		}
	}

	@Test
	void scenario15WhenPageIsBehindSameProxyShouldPost() {
		assertThat(order(this.browser, API).status()).isEqualTo(201);
	}

	@Test
	void scenario15WhenPageIsBehindSameProxyAndBrowserIsOldShouldPost() {
		FetchResult answer = order(FetchClient.withoutFetchMetadata(this.port), API);
		assertThat(answer.lastRequest().requestHeader("Sec-Fetch-Site")).isNull();
		assertThat(answer.lastRequest().requestHeader("Origin")).isEqualTo(API);
		assertThat(answer.status()).isEqualTo(201);
	}

	@Test
	void scenario15WhenPageIsOfOtherHostShouldNotPost() {
		assertThat(order(FetchClient.withoutFetchMetadata(this.port), "https://www.example.test").isReadable())
			.isFalse();
	}

	private static FetchResult order(FetchClient browser, String origin) {
		return browser.page(origin)
			.fetch(FetchRequest.post(API + "/api/partners/orders").json("{\"coffee\":\"Mokka\",\"quantity\":1}"));
	}

	private static FetchResult estimate(FetchClient browser, String origin) {
		Page page = browser.page(origin);
		return page.fetch(FetchRequest.get(API + "/api/estimates/1")
			.header("X-Prototype-Version", "1.7")
			.header("X-Requested-With", "XMLHttpRequest"));
	}

	private static ConfigurableApplicationContext start(Map<String, Object> variables) {
		return new SpringApplicationBuilder(SampleApplication.class).properties("server.port=0")
			.initializers((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
			.run("--server.port=0");
	}

}
