package io.github.corsstarter.neighbors;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.actuate.CorsCheckDescriptor;
import io.github.corsstarter.actuate.CorsCheckEndpoint;
import io.github.corsstarter.applicationrules.ApplicationRuleStatement;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.testing.RawHttp.Response;
import io.rsocket.transport.netty.client.WebsocketClientTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.messaging.rsocket.RSocketRequester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what Reactor Netty answers before any filter runs, and what the log, the
 * endpoints and {@code corscheck} say about it.
 */
@ExtendWith(OutputCaptureExtension.class)
class RSocketTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String SERVER = "RSocket server (spring.rsocket.server.mapping-path)";

	private static final String ENDPOINTS = "management.endpoints.web.exposure.include=cors,corscheck";

	private static final String TRANSPORT = "spring.rsocket.server.transport=websocket";

	private static final String PATH = "spring.rsocket.server.mapping-path=/rsocket";

	private static final String[] POLICY = { TRANSPORT, PATH, ENDPOINTS, "cors.policies.sockets.paths=/rsocket",
			"cors.policies.sockets.allowed-origins=" + Neighbor.ALLOWED };

	private static final String[] ORDERS = { ENDPOINTS, "cors.policies.orders.paths=/orders/**",
			"cors.policies.orders.allowed-origins=" + Neighbor.ALLOWED };

	@Test
	void noPolicyReachesTheRSocketServer() {
		try (NeighborServer server = NeighborServer.start(RSockets.OnTheWebServer.class, POLICY)) {
			for (String origin : List.of(Neighbor.ALLOWED, Neighbor.REFUSED, "null")) {
				Response response = SocketClient.handshake(server.port(), "/rsocket", "Origin: " + origin);
				assertThat(response.status()).as(origin).isEqualTo(101);
				assertThat(quote(server.port(), origin)).as(origin).isEqualTo("secret");
			}
			Response get = server.http().send("GET", "/rsocket", "Origin: " + Neighbor.ALLOWED);
			assertThat(get.status()).isEqualTo(404);
			assertThat(get.cors()).isEmpty();
			for (String method : List.of("POST", "HEAD")) {
				assertThat(server.http().send(method, "/rsocket", "Origin: " + Neighbor.REFUSED).status()).as(method)
					.isEqualTo(403);
			}
			assertThat(server.http()
				.send("OPTIONS", "/rsocket", "Origin: " + Neighbor.REFUSED, "Access-Control-Request-Method: GET")
				.status()).isEqualTo(403);
		}
	}

	@Test
	void logAndEndpointNameTheRSocketServer(CapturedOutput output) {
		try (NeighborServer server = NeighborServer.start(RSockets.OnTheWebServer.class, POLICY)) {
			String message = SERVER
					+ " answers requests to /rsocket before any filter. The policy 'sockets' has no effect"
					+ " on these requests, because no filter runs there. Check their origin in that component.";
			assertThat(output).containsPattern("WARN .*CORS: \\Q" + message);
			Map<String, Object> cors = get(server, "/actuator/cors");
			assertThat(rules(cors)).singleElement()
				.satisfies((rule) -> assertThat(rule).containsEntry("source", SERVER)
					.containsEntry("paths", List.of("/rsocket"))
					.containsEntry("allowedOrigins", null)
					.containsEntry("shadowedBy", null)
					.containsEntry("beyond", "no filter runs there"));
			assertThat(cors.get("warnings")).asString()
				.contains("property=cors.policies.sockets.paths[0], message=" + message);
		}
	}

	@Test
	void withoutAPolicyThereTheLogWarnsOfNothing(CapturedOutput output) {
		try (NeighborServer server = NeighborServer.start(RSockets.OnTheWebServer.class, TRANSPORT, PATH, ORDERS[0],
				ORDERS[1], ORDERS[2])) {
			assertThat(output)
				.containsPattern("INFO .*CORS: \\Q" + SERVER + " decides on /rsocket; no policy covers it.\\E");
			assertThat(get(server, "/actuator/cors").get("warnings")).isEqualTo(List.of());
		}
	}

	@Test
	void withoutAnRSocketServerOnTheWebServerNothingIsNamed() {
		try (NeighborServer server = NeighborServer.start(RSockets.OnTheWebServer.class, PATH, POLICY[3], POLICY[4])) {
			assertThat(server.bean(ApplicationRules.class).all()).isEmpty();
			assertThat(SocketClient.handshake(server.port(), "/rsocket", "Origin: " + Neighbor.REFUSED).status())
				.isEqualTo(403);
		}
	}

	@Test
	void corscheckClaimsNoRefusalThatDoesNotHappen() {
		try (NeighborServer server = NeighborServer.start(RSockets.OnTheWebServer.class, POLICY)) {
			for (String origin : List.of(Neighbor.REFUSED, Neighbor.ALLOWED)) {
				assertThat(check(server, "/rsocket", origin, "GET")).as(origin)
					.containsEntry("allowed", false)
					.containsEntry("reason", "no-policy")
					.containsEntry("policy", null)
					.containsEntry("pathPattern", null)
					.containsEntry("fix", null)
					.containsEntry("actualResponse", null)
					.containsEntry("explanation", SERVER
							+ " answers GET requests to this path before any filter, WebSocket handshakes included. There, the policy 'sockets' has no effect, because no filter runs there.");
			}
			Map<String, Object> post = check(server, "/rsocket", Neighbor.REFUSED, "POST");
			assertThat(post).containsEntry("reason", "origin-not-allowed").containsEntry("policy", "sockets");
			assertThat(post.get("explanation")).asString()
				.endsWith(" But " + SERVER
						+ " answers some requests to this path before any filter. Then the policy 'sockets' has no effect, because no filter runs there.");
			assertThat(check(server, "/rsocket/x", Neighbor.REFUSED, "GET")).containsEntry("reason", "no-policy")
				.containsEntry("fix",
						"add the policy cors.policies.calls-to-rsocket-x: {paths: /rsocket/x, allowed-origins: "
								+ Neighbor.REFUSED
								+ ", allowed-methods: GET, allowed-headers: [], allow-credentials: false}");
		}
	}

	@Test
	void policyForEverythingIsNamed() {
		try (NeighborServer server = NeighborServer.start(RSockets.OnTheWebServer.class, "cors.policies.all.paths=/**",
				"cors.policies.all.allowed-origins=none", "spring.webflux.base-path=/base", TRANSPORT, PATH)) {
			assertThat(SocketClient.handshake(server.port(), "/rsocket", "Origin: " + Neighbor.REFUSED).status())
				.as("outside the base path")
				.isEqualTo(101);
			assertThat(server.bean(ApplicationRules.class).all()).isEmpty();
		}
		try (NeighborServer server = NeighborServer.start(RSockets.OnTheWebServer.class, "cors.policies.all.paths=/**",
				"cors.policies.all.allowed-origins=none", "spring.webflux.base-path=/base", TRANSPORT,
				"spring.rsocket.server.mapping-path=/base/rsocket")) {
			assertThat(SocketClient.handshake(server.port(), "/base/rsocket", "Origin: " + Neighbor.REFUSED).status())
				.isEqualTo(101);
			assertThat(sentences(server)).containsExactly(SERVER
					+ " answers requests to /rsocket before any filter. The policy 'all' has no effect on these requests, because no filter runs there. Check their origin in that component.");
		}
	}

	@Test
	void onTheManagementPortThePolicyDecides() {
		try (NeighborServer server = NeighborServer.start(RSockets.OnTheWebServer.class, TRANSPORT, PATH, POLICY[3],
				POLICY[4], "management.server.port=0")) {
			assertThat(
					SocketClient.handshake(server.managementPort(), "/rsocket", "Origin: " + Neighbor.REFUSED).status())
				.isEqualTo(403);
		}
	}

	@Test
	void routeThatChecksTheOriginRefusesHandshakes() {
		try (NeighborServer server = NeighborServer.start(RSockets.WithOriginCheck.class, ORDERS)) {
			assertThat(quote(server.port(), Neighbor.ALLOWED)).isEqualTo("secret");
			for (String path : List.of("/rsocket", "/rsocket?x=1")) {
				for (String origin : List.of(Neighbor.REFUSED, "null", "https://spa.example.evil.example")) {
					assertThat(SocketClient.handshake(server.port(), path, "Origin: " + origin).status()).as(origin)
						.isEqualTo(403);
				}
			}
			assertThat(get(server, "/actuator/cors").get("warnings")).isEqualTo(List.of());
		}
	}

	@Test
	void routesOfARouteProviderRunBeforeFilters() {
		try (NeighborServer server = NeighborServer.start(RSockets.Routes.class, ORDERS)) {
			Response response = server.http().send("GET", "/orders/7/route", "Origin: " + Neighbor.REFUSED);
			assertThat(response.body()).isEqualTo("route");
			assertThat(server.http().send("GET", "/orders", "Origin: " + Neighbor.REFUSED).status()).isEqualTo(403);
			assertThat(sentences(server)).containsExactly(
					"NettyRouteProvider 'routes' answers requests to /orders/{id}/route before any filter. The policy 'orders' has no effect on these requests, because no filter runs there. Check their origin in that component.",
					"NettyRouteProvider 'routes' decides on /route; no policy covers it.");
			assertThat(check(server, "/orders/7/route", Neighbor.REFUSED, "GET")).containsEntry("reason", "no-policy");
			assertThat(check(server, "/orders/7", Neighbor.REFUSED, "GET")).containsEntry("policy", "orders");
		}
	}

	@Test
	void routesOfACustomizerRunBeforeFilters() {
		try (NeighborServer server = NeighborServer.start(RSockets.CustomizedServer.class, ORDERS)) {
			Response response = server.http().send("GET", "/orders/route", "Origin: " + Neighbor.REFUSED);
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("route");
			assertThat(server.http().send("GET", "/orders").status()).as("Reactor Netty uses the first handler only")
				.isEqualTo(404);
			assertThat(sentences(server)).containsExactly(
					"NettyServerCustomizer 'routing' answers requests to unknown paths before any filter. The policy 'orders' has no effect on these requests, because no filter runs there. Check their origin in that component.",
					"NettyServerCustomizer " + RSockets.CustomizedServer.class.getName()
							+ " answers requests to unknown paths before any filter. The policy 'orders' has no effect on these requests, because no filter runs there. Check their origin in that component.");
			CorsCheckDescriptor check = server.bean(CorsCheckEndpoint.class)
				.check("/orders", Neighbor.REFUSED, null, null, null, null);
			assertThat(check.policy()).isEqualTo("orders");
			assertThat(check.reason()).isEqualTo("origin-not-allowed");
			assertThat(check.explanation()).endsWith(
					" But NettyServerCustomizer 'routing' may answer this request before any filter. Then the policy 'orders' has no effect, because no filter runs there.");
		}
	}

	private static String quote(int port, String origin) {
		HttpClient client = HttpClient.create()
			.host("localhost")
			.port(port)
			.headers((headers) -> headers.set("Origin", origin));
		RSocketRequester requester = RSocketRequester.builder()
			.transport(WebsocketClientTransport.create(client, "/rsocket"));
		try {
			return requester.route("quote").retrieveMono(String.class).block(TIMEOUT);
		}
		finally {
			requester.dispose();
		}
	}

	private static List<String> sentences(NeighborServer server) {
		return server.bean(ApplicationRules.class)
			.statements()
			.stream()
			.map(ApplicationRuleStatement::sentence)
			.toList();
	}

	private static Map<String, Object> check(NeighborServer server, String path, String origin, String method) {
		return get(server, "/actuator/corscheck?path=" + path + "&origin=" + origin + "&method=" + method);
	}

	private static Map<String, Object> get(NeighborServer server, String path) {
		return JsonParserFactory.getJsonParser().parseMap(server.http().send("GET", path).body());
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> rules(Map<String, Object> cors) {
		return (List<Map<String, Object>>) cors.get("applicationRules");
	}

}
