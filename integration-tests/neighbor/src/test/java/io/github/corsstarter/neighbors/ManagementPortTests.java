package io.github.corsstarter.neighbors;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the actuator on a separate port.
 */
class ManagementPortTests {

	private static final String[] PORT = { "management.server.port=0", "management.endpoints.web.exposure.include=*" };

	private static final String[] POLICY = { "cors.policies.actuator.paths=/actuator/**",
			"cors.policies.actuator.allowed-origins=" + Neighbor.ALLOWED };

	private static final String OWN = "management.endpoints.web.cors.allowed-origins=" + Neighbor.LISTED;

	static Stream<Arguments> stacksAndBasePaths() {
		return Stream.of(Actuators.Servlet.class, Actuators.Reactive.class)
			.flatMap((stack) -> Stream.of(Arguments.of(stack, ""), Arguments.of(stack, "/manage")));
	}

	@ParameterizedTest
	@MethodSource("stacksAndBasePaths")
	void policiesDecideThereToo(Class<?> stack, String basePath) {
		try (NeighborServer server = start(stack, basePath, OWN, POLICY[0], POLICY[1])) {
			RawHttp http = new RawHttp(server.managementPort());
			assertThat(decider(http, basePath)).isEqualTo("policy");
			assertThat(rule(cors(http, basePath))).containsEntry("paths", List.of("/actuator/**"))
				.containsEntry("allowedOrigins", List.of(Neighbor.LISTED))
				.containsEntry("shadowedBy", "actuator");
		}
	}

	@ParameterizedTest
	@MethodSource("stacksAndBasePaths")
	void itsOwnRuleDecidesWithoutAPolicy(Class<?> stack, String basePath) {
		try (NeighborServer server = start(stack, basePath, OWN, POLICY[1],
				"cors.policies.actuator.paths=/orders/**")) {
			RawHttp http = new RawHttp(server.managementPort());
			assertThat(decider(http, basePath)).isEqualTo("own");
			assertThat(rule(cors(http, basePath))).containsEntry("shadowedBy", null);
		}
	}

	@ParameterizedTest
	@MethodSource("stacksAndBasePaths")
	void headersAreOnErrorsAndPreflightsThere(Class<?> stack, String basePath) {
		try (NeighborServer server = start(stack, basePath, POLICY)) {
			RawHttp http = new RawHttp(server.managementPort());
			Response absent = http.send("GET", basePath + "/actuator/absent", "Origin: " + Neighbor.ALLOWED);
			assertThat(absent.status()).isEqualTo(404);
			assertThat(absent.cors()).containsEntry("access-control-allow-origin", Neighbor.ALLOWED);
			assertThat(absent.vary()).containsExactly("origin");
			Response refused = http.send("POST", basePath + "/actuator/loggers/x", "Origin: " + Neighbor.REFUSED);
			assertThat(refused.status()).isEqualTo(403);
			assertThat(refused.body()).isEqualTo("Invalid CORS request");
		}
	}

	@ParameterizedTest
	@MethodSource("stacksAndBasePaths")
	void reloadFromAnotherSiteIsRefused(Class<?> stack, String basePath) {
		for (String[] policies : new String[][] { {}, POLICY }) {
			try (NeighborServer server = start(stack, basePath, policies)) {
				RawHttp http = new RawHttp(server.managementPort());
				String path = basePath + "/actuator/cors";
				assertThat(http.send("POST", path, "Origin: " + Neighbor.REFUSED).body())
					.isEqualTo("{\"reloaded\": false, \"generation\": 1, \"problems\": []}");
				assertThat(http.send("POST", path, "Sec-Fetch-Site: same-site").status()).isEqualTo(403);
				assertThat(http.send("POST", path).status()).isEqualTo(200);
				int expected = (policies.length > 0) ? 200 : 403;
				assertThat(http.send("POST", path, "Origin: " + Neighbor.ALLOWED).status()).isEqualTo(expected);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Actuators.Servlet.class, Actuators.Reactive.class })
	void portOfTheApplicationIsNotGuarded(Class<?> stack) {
		try (NeighborServer server = start(stack, "", "management.endpoints.web.base-path=/")) {
			assertThat(new RawHttp(server.port()).send("POST", "/cors", "Origin: " + Neighbor.REFUSED).status())
				.isEqualTo(404);
			RawHttp http = new RawHttp(server.managementPort());
			assertThat(http.send("POST", "/cors", "Origin: " + Neighbor.REFUSED).status()).isEqualTo(403);
			assertThat(http.send("POST", "/cors").status()).isEqualTo(200);
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
