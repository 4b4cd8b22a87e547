package io.github.corsstarter.neighbors;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ApplicationRule;
import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.applicationrules.ApplicationRuleOutcome;
import io.github.corsstarter.applicationrules.ApplicationRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.graphql.client.WebSocketGraphQlClient;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests GraphQL over WebSocket, with Spring's client, and the log of the start-up.
 * {@link NeighborTests} tests HTTP and server-sent events.
 */
@ExtendWith(OutputCaptureExtension.class)
class GraphQlTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String[] POLICY = { "cors.policies.graphql.paths=/graphql,/graphql-ws",
			"cors.policies.graphql.allowed-origins=" + Neighbor.ALLOWED };

	private static final String SOCKET = "spring.graphql.websocket.path=/graphql-ws";

	private static final String OWN = "spring.graphql.cors.allowed-origins=" + Neighbor.LISTED;

	/** On a servlet container, a policy does not disable Spring's check of handshakes. */
	private static final String OPEN = "spring.graphql.cors.allowed-origin-patterns=*";

	@ParameterizedTest
	@ValueSource(classes = { GraphQl.Servlet.class, GraphQl.Reactive.class })
	void subscriptionsReachOnlyAllowedOrigins(Class<?> application) {
		try (NeighborServer server = NeighborServer.start(application, POLICY[0], POLICY[1], SOCKET, OPEN)) {
			assertThat(ticks(server, Neighbor.ALLOWED)).containsExactly(1, 2, 3);
			assertThatException().isThrownBy(() -> ticks(server, Neighbor.REFUSED)).withStackTraceContaining("403");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { GraphQl.Servlet.class, GraphQl.Reactive.class })
	void withoutAPolicyHandshakesAreAsWithoutTheStarter(Class<?> application) throws Exception {
		for (String own : List.of(OWN, "x=y")) {
			Map<String, Answer> expected;
			try (NeighborServer server = NeighborServer.start(application, SOCKET, own, "cors.enabled=false")) {
				expected = handshakes(server);
			}
			try (NeighborServer server = NeighborServer.start(application, SOCKET, own)) {
				assertThat(handshakes(server)).isEqualTo(expected);
			}
			assertThat(expected.get(Neighbor.REFUSED).status()).isEqualTo(403);
			assertThat(expected.get(Neighbor.LISTED).status()).isEqualTo(own.equals(OWN) ? 101 : 403);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { GraphQl.Servlet.class, GraphQl.Reactive.class })
	void onlyServletApplicationsKeepSpringsCheckBesideAPolicy(Class<?> application) throws Exception {
		for (String own : List.of(OWN, "x=y")) {
			try (NeighborServer server = NeighborServer.start(application, POLICY[0], POLICY[1], SOCKET, own)) {
				Map<String, Answer> answers = handshakes(server);
				assertThat(answers.get(Neighbor.ALLOWED).status())
					.isEqualTo((application == GraphQl.Servlet.class) ? 403 : 101);
				assertThat(answers.get(Neighbor.LISTED).status()).isEqualTo(403);
				assertThat(answers.get(Neighbor.REFUSED).status()).isEqualTo(403);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { GraphQl.Servlet.class, GraphQl.Reactive.class })
	void startUpNamesTheRuleBesideAPolicy(Class<?> application, CapturedOutput output) {
		try (NeighborServer server = NeighborServer.start(application, POLICY[0], POLICY[1], OWN)) {
			assertThat(rules(server)).singleElement().satisfies((rule) -> {
				assertThat(rule.rule()).isEqualTo(new ApplicationRule("spring.graphql.cors", List.of("/graphql"),
						new Settings(List.of(Neighbor.LISTED), null, null, null, null, null, 1800L)));
				assertThat(rule.shadowedBy()).isEqualTo("graphql");
			});
			assertThat(output).contains(
					"The policy 'graphql' decides on /graphql; remove spring.graphql.cors, which has no effect there.");
		}
	}

	/**
	 * In WebFlux, Spring's handler of GraphQL over WebSocket can also have CORS rules.
	 */
	@Test
	void withoutGraphQlRulesNothingIsListedInWebFlux() {
		try (NeighborServer server = NeighborServer.start(GraphQl.Reactive.class, SOCKET)) {
			assertThat(rules(server)).isEmpty();
		}
	}

	@Test
	void withoutGraphQlRulesTheHandshakeCheckIsListedInSpringMvc(CapturedOutput output) {
		try (NeighborServer server = NeighborServer.start(GraphQl.Servlet.class, POLICY[0], POLICY[1], SOCKET)) {
			assertThat(rules(server)).singleElement().satisfies((rule) -> {
				assertThat(rule.rule()).isEqualTo(new ApplicationRule("spring.graphql.cors", List.of("/graphql-ws"),
						Settings.ofOrigins(List.of(), null), Precedence.ON_HANDSHAKES));
				assertThat(rule.shadowedBy()).isNull();
			});
			assertThat(output).contains(
					"The policy 'graphql' decides on /graphql-ws, but WebSocket handshakes must also pass spring.graphql.cors.");
		}
		try (NeighborServer server = NeighborServer.start(GraphQl.Servlet.class, SOCKET, OWN)) {
			assertThat(rules(server)).map((rule) -> rule.rule().source())
				.containsExactly("spring.graphql.cors", "spring.graphql.cors");
		}
	}

	@Test
	void startUpDoesNotSayToRemoveWhatHandshakesNeed(CapturedOutput output) {
		try (NeighborServer server = NeighborServer.start(GraphQl.Servlet.class, POLICY[0], POLICY[1], SOCKET, OPEN)) {
			assertThat(rules(server)).isNotEmpty().allSatisfy((rule) -> assertThat(rule.shadowedBy()).isNull());
			assertThat(output).doesNotContain("remove spring.graphql.cors")
				.contains(
						"The policy 'graphql' decides on /graphql, /graphql-ws, but WebSocket handshakes must also pass spring.graphql.cors.");
		}
	}

	private static List<ApplicationRuleOutcome> rules(NeighborServer server) {
		return server.bean(ApplicationRules.class).all();
	}

	private static Map<String, Answer> handshakes(NeighborServer server) throws IOException {
		Map<String, Answer> answers = new LinkedHashMap<>();
		for (String origin : List.of(Neighbor.ALLOWED, Neighbor.LISTED, Neighbor.REFUSED)) {
			answers.put(origin, Answer.of(SocketClient.handshake(server.port(), "/graphql-ws", "Origin: " + origin,
					"Sec-WebSocket-Protocol: graphql-transport-ws")));
		}
		return answers;
	}

	private static List<Integer> ticks(NeighborServer server, String origin) {
		WebSocketGraphQlClient client = WebSocketGraphQlClient
			.builder("ws://localhost:" + server.port() + "/graphql-ws", new ReactorNettyWebSocketClient())
			.headers((headers) -> headers.set(HttpHeaders.ORIGIN, origin))
			.build();
		try {
			client.start().block(TIMEOUT);
			return client.document("subscription { ticks }")
				.retrieveSubscription("ticks")
				.toEntity(Integer.class)
				.collectList()
				.block(TIMEOUT);
		}
		finally {
			client.stop().block(TIMEOUT);
		}
	}

}
