package io.github.corsstarter.neighbors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests SockJS with its own list of allowed origins. {@link NeighborTests} tests that
 * CORS headers are sent once, {@link StompTests} that messages arrive.
 */
class SockJsTests {

	private static final Map<String, String> GRANTED = Map.of("access-control-allow-origin", Neighbor.ALLOWED,
			"access-control-allow-credentials", "true");

	@ParameterizedTest
	@ValueSource(strings = { "/sockjs/default", "/sockjs/listed" })
	void springsOwnCheckMustAllowTheOriginToo(String path) throws Exception {
		try (NeighborServer server = NeighborServer.start(WebSockets.SockJs.class,
				"cors.policies.sockjs.paths=/sockjs/**", "cors.policies.sockjs.allowed-origins=" + Neighbor.ALLOWED,
				"cors.policies.sockjs.allow-credentials=true")) {
			List<Response> refused = List.of(
					Call.get(path + "/info").send(server.http(), "Origin: " + Neighbor.ALLOWED),
					new Call("POST", path + "/000/1/xhr", "", List.of()).send(server.http(),
							"Origin: " + Neighbor.ALLOWED),
					SocketClient.handshake(server.port(), path + "/000/2/websocket", "Origin: " + Neighbor.ALLOWED));
			assertThat(refused).allSatisfy((response) -> {
				assertThat(response.status()).isEqualTo(403);
				assertThat(response.cors()).isEqualTo(GRANTED);
			});
			assertThat(Call.get(path + "/iframe.html").send(server.http()).status())
				.isEqualTo(path.endsWith("listed") ? 404 : 200);
			Response open = SocketClient.handshake(server.port(), "/sockjs/open/000/3/websocket",
					"Origin: " + Neighbor.ALLOWED);
			assertThat(open.status()).isEqualTo(101);
			assertThat(SocketClient
				.handshake(server.port(), "/sockjs/open/000/4/websocket", "Origin: " + Neighbor.REFUSED, "Cookie: a=b")
				.status()).isEqualTo(403);
		}
	}

	@Test
	void withoutAPolicySockJsDecides() throws Exception {
		Map<String, Answer> expected = new LinkedHashMap<>();
		try (NeighborServer server = NeighborServer.start(WebSockets.SockJs.class, "cors.enabled=false")) {
			expected.putAll(answers(server));
		}
		try (NeighborServer server = NeighborServer.start(WebSockets.SockJs.class)) {
			answers(server).forEach((call, answer) -> assertThat(answer).as(call).isEqualTo(expected.get(call)));
		}
		assertThat(expected.get("/sockjs/listed/info " + Neighbor.LISTED).headers())
			.contains("Access-Control-Allow-Origin: " + Neighbor.LISTED);
		assertThat(expected.get("/sockjs/listed/info " + Neighbor.REFUSED).status()).isEqualTo(403);
	}

	private static Map<String, Answer> answers(NeighborServer server) throws Exception {
		Map<String, Answer> answers = new LinkedHashMap<>();
		for (String path : List.of("/sockjs/default", "/sockjs/listed", "/sockjs/open")) {
			for (String origin : List.of(Neighbor.ALLOWED, Neighbor.LISTED, Neighbor.REFUSED, "null")) {
				answers.put(path + "/info " + origin,
						Answer.of(Call.get(path + "/info").send(server.http(), "Origin: " + origin)));
				answers.put(path + "/info, preflight " + origin,
						Answer.of(Call.get(path + "/info").preflight(server.http(), origin)));
				answers.put(path + "/xhr " + origin, Answer.of(new Call("POST", path + "/000/{n}/xhr", "", List.of())
					.send(server.http(), "Origin: " + origin)));
				// Each handshake needs a new session, because SockJS accepts one
				// handshake for each session.
				answers.put(path + "/websocket " + origin, Answer.of(SocketClient.handshake(server.port(),
						path + "/000/ws" + answers.size() + "/websocket", "Origin: " + origin)));
			}
		}
		return answers;
	}

}
