package io.github.corsstarter.neighbors;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ApplicationRuleOutcome;
import io.github.corsstarter.applicationrules.ApplicationRuleStatement;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.testing.RawHttp.Response;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests WebSocket handshakes. Browsers send {@code Origin} and cookies with a handshake,
 * and let the page read messages without any CORS header. So only the server can prevent
 * that foreign pages use a WebSocket.
 */
class WebSocketTests {

	private static final String[] POLICY = { "cors.policies.sockets.paths=/socket/**",
			"cors.policies.sockets.allowed-origins=" + Neighbor.ALLOWED };

	@ParameterizedTest
	@ValueSource(classes = { WebSockets.Servlet.class, WebSockets.Reactive.class })
	void refusedOriginGetsNoSocket(Class<?> application) throws Exception {
		try (NeighborServer server = NeighborServer.start(application, POLICY)) {
			String path = open(application);
			for (String origin : List.of(Neighbor.REFUSED, "null", "https://spa.example.evil.example")) {
				for (String cookie : List.of("Cookie: JSESSIONID=1", "X-No: cookie")) {
					Response response = SocketClient.handshake(server.port(), path, "Origin: " + origin, cookie,
							"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: websocket");
					assertThat(response.status()).as(origin).isEqualTo(403);
					assertThat(response.cors()).as(origin).isEmpty();
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { WebSockets.Servlet.class, WebSockets.Reactive.class })
	void allowedOriginGetsASocketThatWorks(Class<?> application) throws Exception {
		try (NeighborServer server = NeighborServer.start(application, POLICY)) {
			String path = open(application);
			assertThat(SocketClient.exchange(server.port(), path, Neighbor.ALLOWED, "hi", 2)).containsExactly("hello",
					"echo hi");
			String own = "http://localhost:" + server.port();
			assertThat(SocketClient.exchange(server.port(), path, own, "hi", 2)).containsExactly("hello", "echo hi");
			Response response = SocketClient.handshake(server.port(), path, "Origin: " + Neighbor.ALLOWED);
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.cors()).isEqualTo(Map.of("access-control-allow-origin", Neighbor.ALLOWED));
			assertThat(SocketClient.handshake(server.port(), path).status()).as("no browser").isEqualTo(101);
		}
	}

	@Test
	void springMvcsOwnCheckMustAllowTheOriginToo() throws Exception {
		try (NeighborServer server = NeighborServer.start(WebSockets.Servlet.class, POLICY)) {
			for (String path : List.of("/socket/default", "/socket/listed")) {
				Response response = SocketClient.handshake(server.port(), path, "Origin: " + Neighbor.ALLOWED);
				assertThat(response.status()).as(path).isEqualTo(403);
				assertThat(response.cors()).as(path).isEqualTo(Map.of("access-control-allow-origin", Neighbor.ALLOWED));
			}
			assertThat(SocketClient.handshake(server.port(), "/socket/listed", "Origin: " + Neighbor.LISTED).status())
				.isEqualTo(403);
		}
	}

	@Test
	void springMvcsOwnCheckIsNamed() {
		try (NeighborServer server = NeighborServer.start(WebSockets.Servlet.class, POLICY)) {
			assertThat(sentences(server)).singleElement(as(InstanceOfAssertFactories.STRING))
				.matches(
						"The policy 'sockets' decides on (/socket/default, /socket/listed|/socket/listed, /socket/default), but WebSocket handshakes must also pass setAllowedOrigins of WebSocket handlers\\.");
			assertThat(server.bean(ApplicationRules.class).all()).map(ApplicationRuleOutcome::rule)
				.map((rule) -> rule.settings().allowedOrigins())
				.containsExactlyInAnyOrder(List.of(), List.of(Neighbor.LISTED));
			assertThat(server.bean(ApplicationRules.class).warnings()).isEmpty();
		}
		try (NeighborServer server = NeighborServer.start(WebSockets.SockJs.class,
				"cors.policies.sockets.paths=/mvc/sockjs/default/**",
				"cors.policies.sockets.allowed-origins=" + Neighbor.ALLOWED, "spring.mvc.servlet.path=/mvc")) {
			assertThat(sentences(server)).containsExactlyInAnyOrder(
					"The policy 'sockets' decides on /mvc/sockjs/default/**, but WebSocket handshakes must also pass setAllowedOrigins of WebSocket handlers.",
					"setAllowedOrigins of WebSocket handlers decides on /mvc/sockjs/listed/**; no policy covers it.");
		}
		try (NeighborServer server = NeighborServer.start(WebSockets.Reactive.class, POLICY)) {
			assertThat(sentences(server)).isEmpty();
		}
	}

	private static List<String> sentences(NeighborServer server) {
		return server.bean(ApplicationRules.class)
			.statements()
			.stream()
			.map(ApplicationRuleStatement::sentence)
			.toList();
	}

	@ParameterizedTest
	@ValueSource(classes = { WebSockets.Servlet.class, WebSockets.Reactive.class })
	void omitHeadersIsNoShield(Class<?> application) throws Exception {
		try (NeighborServer server = NeighborServer.start(application, POLICY[0], POLICY[1],
				"cors.policies.sockets.on-disallowed=omit-headers")) {
			assertThat(SocketClient.exchange(server.port(), open(application), Neighbor.REFUSED, "hi", 2))
				.containsExactly("hello", "echo hi");
			Response response = SocketClient.handshake(server.port(), open(application), "Origin: " + Neighbor.REFUSED);
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.cors()).isEmpty();
			if (application == WebSockets.Servlet.class) {
				assertThat(
						SocketClient.handshake(server.port(), "/socket/listed", "Origin: " + Neighbor.REFUSED).status())
					.as("Spring's own check")
					.isEqualTo(403);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { WebSockets.Servlet.class, WebSockets.Reactive.class })
	void withoutAPolicyHandshakesAreAsWithoutTheStarter(Class<?> application) throws Exception {
		Map<String, Answer> expected;
		try (NeighborServer server = NeighborServer.start(application, "cors.enabled=false")) {
			expected = answers(server);
		}
		try (NeighborServer server = NeighborServer.start(application, "cors.policies.other.paths=/other/**",
				"cors.policies.other.allowed-origins=" + Neighbor.ALLOWED)) {
			assertThat(answers(server)).isEqualTo(expected);
		}
		int status = expected.get("/socket/default " + Neighbor.REFUSED).status();
		assertThat(status).as("Spring WebFlux checks no origin")
			.isEqualTo((application == WebSockets.Servlet.class) ? 403 : 101);
	}

	private static Map<String, Answer> answers(NeighborServer server) throws IOException {
		Map<String, Answer> answers = new LinkedHashMap<>();
		for (String path : List.of("/socket/default", "/socket/listed", "/socket/open")) {
			answers.put(path, Answer.of(SocketClient.handshake(server.port(), path)));
			for (String origin : List.of(Neighbor.ALLOWED, Neighbor.LISTED, Neighbor.REFUSED, "null",
					"http://localhost:" + server.port())) {
				answers.put(path + " " + origin.replaceFirst(":\\d+", ""),
						Answer.of(SocketClient.handshake(server.port(), path, "Origin: " + origin)));
			}
		}
		return answers;
	}

	/** The path on which the neighbor rejects no origin. */
	private static String open(Class<?> application) {
		return (application == WebSockets.Servlet.class) ? "/socket/open" : "/socket/default";
	}

}
