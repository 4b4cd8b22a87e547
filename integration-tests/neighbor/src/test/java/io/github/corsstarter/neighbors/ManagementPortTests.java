package io.github.corsstarter.neighbors;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the actuator on a separate port, and what the endpoint and the log say about it.
 */
@ExtendWith(OutputCaptureExtension.class)
class ManagementPortTests {

	private static final String[] PORT = { "management.server.port=0", "management.endpoints.web.exposure.include=*" };

	private static final String[] POLICY = { "cors.policies.actuator.paths=/actuator/**",
			"cors.policies.actuator.allowed-origins=" + Neighbor.ALLOWED };

	private static final String OWN = "management.endpoints.web.cors.allowed-origins=" + Neighbor.LISTED;

	@ParameterizedTest
	@ValueSource(strings = { "", "/manage" })
	void inAServletApplicationNoPolicyReachesIt(String basePath, CapturedOutput output) {
		try (NeighborServer server = start(Actuators.Servlet.class, basePath, POLICY)) {
			RawHttp http = new RawHttp(server.managementPort());
			for (String origin : List.of(Neighbor.ALLOWED, Neighbor.LISTED, Neighbor.REFUSED)) {
				Response response = http.send("GET", basePath + "/actuator/health", "Origin: " + origin);
				assertThat(response.status()).as(origin).isEqualTo(200);
				assertThat(response.cors()).as(origin).isEmpty();
			}
			Map<String, Object> cors = cors(http, basePath);
			String path = ":0" + basePath + "/actuator/**";
			assertThat(rule(cors)).containsEntry("source", "management.endpoints.web.cors")
				.containsEntry("paths", List.of(path))
				.containsEntry("allowedOrigins", List.of())
				.containsEntry("shadowedBy", null);
			String message = "management.endpoints.web.cors decides on " + path
					+ ", on a port where the policy 'actuator' has no effect.";
			assertThat(cors.get("warnings")).asString()
				.contains("property=cors.policies.actuator.paths[0], message=" + message);
			assertThat(output).containsPattern("WARN .*CORS: \\Q" + message);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/manage" })
	void inAServletApplicationItsOwnRuleDecides(String basePath, CapturedOutput output) {
		try (NeighborServer server = start(Actuators.Servlet.class, basePath, OWN, "cors.policies.all.paths=/**",
				"cors.policies.all.allowed-origins=" + Neighbor.ALLOWED)) {
			RawHttp http = new RawHttp(server.managementPort());
			assertThat(decider(http, basePath)).isEqualTo("own");
			Map<String, Object> cors = cors(http, basePath);
			assertThat(rule(cors)).containsEntry("allowedOrigins", List.of(Neighbor.LISTED))
				.containsEntry("shadowedBy", null);
			assertThat(cors.get("warnings")).as("a policy for all paths also covers paths on the main port")
				.isEqualTo(List.of());
			assertThat(output).doesNotContain("the policy 'all' has no effect");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/manage" })
	void inAReactiveApplicationPoliciesDecideThereToo(String basePath) {
		try (NeighborServer server = start(Actuators.Reactive.class, basePath, OWN, POLICY[0], POLICY[1])) {
			RawHttp http = new RawHttp(server.managementPort());
			assertThat(decider(http, basePath)).isEqualTo("policy");
			assertThat(rule(cors(http, basePath))).containsEntry("paths", List.of("/actuator/**"))
				.containsEntry("allowedOrigins", List.of(Neighbor.LISTED))
				.containsEntry("shadowedBy", "actuator");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/manage" })
	void inAReactiveApplicationItsOwnRuleDecidesWithoutAPolicy(String basePath) {
		try (NeighborServer server = start(Actuators.Reactive.class, basePath, OWN, POLICY[1],
				"cors.policies.actuator.paths=/orders/**")) {
			RawHttp http = new RawHttp(server.managementPort());
			assertThat(decider(http, basePath)).isEqualTo("own");
			assertThat(rule(cors(http, basePath))).containsEntry("shadowedBy", null);
		}
	}

	/**
	 * {@code POST /actuator/cors} must be rejected for a page of another site, on the
	 * management port as well.
	 */
	@Test
	void reloadFromAnotherSiteIsRefusedWhereAPolicyReaches() {
		try (NeighborServer server = start(Actuators.Reactive.class, "", POLICY)) {
			RawHttp http = new RawHttp(server.managementPort());
			assertThat(http.send("POST", "/actuator/cors", "Origin: " + Neighbor.REFUSED).status()).isEqualTo(403);
			assertThat(http.send("POST", "/actuator/cors").status()).isEqualTo(200);
		}
	}

	private static NeighborServer start(Class<?> application, String basePath, String... properties) {
		return NeighborServer.start(application,
				Stream.of(PORT, properties, new String[] { "management.server.base-path=" + basePath })
					.flatMap(Stream::of)
					.toArray(String[]::new));
	}

	private static String decider(RawHttp http, String basePath) {
		String path = basePath + "/actuator/health";
		StringBuilder deciders = new StringBuilder();
		Map.of("policy", Neighbor.ALLOWED, "own", Neighbor.LISTED, "nobody", Neighbor.REFUSED)
			.forEach((decider, origin) -> {
				Response response = http.send("GET", path, "Origin: " + origin);
				Response preflight = http.send("OPTIONS", path, "Origin: " + origin,
						"Access-Control-Request-Method: GET");
				assertThat(preflight.status()).as(origin).isEqualTo(response.status());
				if (response.status() == 200) {
					assertThat(response.cors()).containsEntry("access-control-allow-origin", origin);
					assertThat(preflight.cors()).containsEntry("access-control-allow-origin", origin);
					deciders.append(decider);
				}
				else {
					assertThat(response.status()).isEqualTo(403);
				}
			});
		return deciders.toString();
	}

	private static Map<String, Object> cors(RawHttp http, String basePath) {
		return JsonParserFactory.getJsonParser().parseMap(http.send("GET", basePath + "/actuator/cors").body());
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> rule(Map<String, Object> cors) {
		List<Map<String, Object>> rules = (List<Map<String, Object>>) cors.get("applicationRules");
		assertThat(rules).hasSize(1);
		return rules.get(0);
	}

}
