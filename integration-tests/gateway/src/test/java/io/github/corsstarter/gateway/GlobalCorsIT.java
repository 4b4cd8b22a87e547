package io.github.corsstarter.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.test.CorsMigration;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests policies together with the CORS rules of Spring Cloud Gateway for WebFlux: the
 * global ones, and those in the metadata of routes.
 */
@ExtendWith(OutputCaptureExtension.class)
class GlobalCorsIT {

	private static final String PREFIX = "spring.cloud.gateway.server.webflux";

	private static final String GLOBAL = PREFIX + ".globalcors.cors-configurations.";

	private static final String METADATA = "metadata.cors.allowedOrigins[0]=https://routed.example";

	private static Backend backend;

	private static TestApplication gateway;

	private static TestApplication without;

	private static String log;

	@BeforeAll
	static void start(CapturedOutput output) {
		backend = new Backend();
		List<String> properties = new ArrayList<>(List.of(GLOBAL + "[/**].allowed-origins=https://global.example",
				GLOBAL + "[/**].allowed-methods=GET,PUT",
				GLOBAL + "[/covered/**].allowed-origins=https://global.example",
				PREFIX + ".globalcors.add-to-simple-url-handler-mapping=true"));
		Flavor flavor = Flavor.WEBFLUX;
		properties.addAll(flavor.route(0, backend.port(), "/covered/**"));
		properties.addAll(flavor.route(1, backend.port(), "/free/**"));
		properties.addAll(flavor.route(2, backend.port(), "/routed/**,/second/**", METADATA));
		properties.addAll(flavor.route(3, backend.port(), "/taken/**", METADATA));
		without = flavor.start(add(properties, "cors.enabled=false"));
		gateway = flavor.start(add(properties, "cors.policies.covered.paths=/covered/**,/nowhere/**",
				"cors.policies.covered.allowed-origins=https://spa.example", "cors.policies.taken.paths=/taken/**",
				"cors.policies.taken.allowed-origins=https://spa.example"));
		log = output.getOut();
	}

	@AfterAll
	static void stop() {
		gateway.close();
		without.close();
		backend.close();
	}

	@ParameterizedTest
	@CsvSource({ "/covered/own, https://global.example", "/covered/plain, https://global.example",
			"/taken/own, https://routed.example", "/taken/plain, https://routed.example",
			"/nowhere/own, https://global.example" })
	void policyDecidesAlone(String path, String rival) {
		int status = path.startsWith("/nowhere") ? 404 : 200;
		Response allowed = get(gateway, path, "https://spa.example");
		assertThat(allowed.status()).isEqualTo(status);
		assertThat(allowed.cors()).isEqualTo(Map.of("access-control-allow-origin", "https://spa.example"));
		assertThat(allowed.vary()).contains("origin").doesNotHaveDuplicates();
		assertThat(preflight(gateway, path, "https://spa.example").cors()).containsEntry("access-control-allow-origin",
				"https://spa.example");
		Response refused = get(gateway, path, rival);
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.cors()).isEmpty();
		Response refusedPreflight = preflight(gateway, path, rival);
		assertThat(refusedPreflight.status()).isEqualTo(403);
		assertThat(refusedPreflight.cors()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/free/plain, https://global.example, true", "/free/plain, https://spa.example, false",
			"/routed/plain, https://routed.example, true", "/routed/plain, https://spa.example, false" })
	void elsewhereGatewayDecides(String path, String origin, boolean allowed) {
		Response response = get(gateway, path, origin);
		assertThat(response.status()).isEqualTo(allowed ? 200 : 403);
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(allowed ? origin : null);
		Response preflight = preflight(gateway, path, origin);
		assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(allowed ? origin : null);
	}

	@ParameterizedTest
	@CsvSource({ "/free/own", "/free/plain", "/routed/own", "/second/own", "/second/plain", "/elsewhere" })
	void elsewhereNothingIsChanged(String path) {
		for (String origin : List.of("https://global.example", "https://routed.example", "https://evil.example")) {
			assertSame(get(gateway, path, origin), get(without, path, origin));
			assertSame(preflight(gateway, path, origin), preflight(without, path, origin));
		}
	}

	@Test
	void routesRuleIsForFirstPatternOnly() {
		assertThat(get(gateway, "/routed/plain", "https://routed.example").status()).isEqualTo(200);
		assertThat(get(gateway, "/second/plain", "https://routed.example").status()).isEqualTo(403);
	}

	@Test
	void withoutThePolicyResponsesHaveSeveralSetsOfHeaders() {
		assertThat(get(without, "/covered/own", "https://global.example").values("Access-Control-Allow-Origin"))
			.hasSize(3);
	}

	@Test
	void conflictsAreNamedAtStartUp() {
		assertThat(log.lines()
			.filter((line) -> line.contains("CORS: ") && line.contains("WARN"))
			.map((line) -> line.substring(line.indexOf("CORS: "))))
			.containsExactlyInAnyOrder(
					"CORS: The policy 'covered' decides on /covered/**; remove " + PREFIX
							+ ".globalcors, which has no effect there.",
					"CORS: The policy 'taken' decides on /taken/**; remove " + PREFIX
							+ ".routes[3].metadata.cors, which has no effect there.",
					"CORS: " + PREFIX
							+ ".globalcors decides on /**, except on the paths of the policies 'covered', 'taken'. Remove it once policies cover all paths that need CORS.");
		assertThat(log)
			.contains("CORS: " + PREFIX + ".routes[2].metadata.cors decides on /routed/**; no policy covers it.");
		assertThat(gateway.bean(ApplicationRules.class).warnings()).hasSize(3);
	}

	@Test
	void rulesArePrintedAsPolicies() {
		assertThat(CorsMigration.of(without.context())).isEqualTo(
				"""
						# The CORS rules of this application, as policies.
						# Nothing is enforced yet: the policies are compared with what the application answers. To enforce all of
						# them, set CORS_DEFAULTS_ENFORCE=true.
						cors:
						  defaults:
						    enforce: false
						  policies:
						    # From spring.cloud.gateway.server.webflux.globalcors.
						    gateway:
						      paths: ["/**"]
						      allowed-origins: ["https://global.example"]
						      allowed-methods: [GET, PUT]
						      max-age: 5s
						    # From spring.cloud.gateway.server.webflux.globalcors.
						    gateway-2:
						      paths: ["/covered/**"]
						      allowed-origins: ["https://global.example"]
						      allowed-methods: [GET]
						      max-age: 5s
						    # From spring.cloud.gateway.server.webflux.routes[2].metadata.cors (/routed/**),
						    # spring.cloud.gateway.server.webflux.routes[3].metadata.cors (/taken/**).
						    gateway-route-2:
						      paths: ["/routed/**", "/taken/**"]
						      allowed-origins: ["https://routed.example"]
						      allowed-methods: [GET]
						      max-age: 5s
						""");
	}

	private static void assertSame(Response response, Response expected) {
		assertThat(response.status()).isEqualTo(expected.status());
		assertThat(lines(response)).isEqualTo(lines(expected));
	}

	/** The header lines, without those that differ between responses. */
	private static List<String> lines(Response response) {
		return response.lines().stream().filter((line) -> !line.startsWith("Content-Length: ")).toList();
	}

	private static Response get(TestApplication application, String path, String origin) {
		return application.http().send("GET", path, "Origin: " + origin);
	}

	private static Response preflight(TestApplication application, String path, String origin) {
		return application.http().send("OPTIONS", path, "Origin: " + origin, "Access-Control-Request-Method: GET");
	}

	private static List<String> add(List<String> properties, String... more) {
		List<String> all = new ArrayList<>(properties);
		all.addAll(List.of(more));
		return all;
	}

}
