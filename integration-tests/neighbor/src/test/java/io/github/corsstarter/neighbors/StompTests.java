package io.github.corsstarter.neighbors;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.applicationrules.ApplicationRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;
import org.springframework.web.socket.sockjs.client.RestTemplateXhrTransport;
import org.springframework.web.socket.sockjs.client.SockJsClient;
import org.springframework.web.socket.sockjs.client.Transport;
import org.springframework.web.socket.sockjs.client.WebSocketTransport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests STOMP with Spring's client: connect, subscribe and send.
 */
class StompTests {

	private static final String[] POLICY = { "cors.policies.stomp.paths=/stomp/**,/stomp-sockjs/**",
			"cors.policies.stomp.allowed-origins=" + Neighbor.ALLOWED, "cors.policies.stomp.allow-credentials=true" };

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "sockjs-websocket", "sockjs-xhr" })
	void messagesReachOnlyAllowedOrigins(String transport) throws Exception {
		try (NeighborServer server = NeighborServer.start(WebSockets.Stomp.class, POLICY)) {
			assertThat(server.bean(ApplicationRules.class).all()).isEmpty();
			assertThat(greet(server, transport, Neighbor.ALLOWED)).isEqualTo("hello world");
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> greet(server, transport, Neighbor.REFUSED))
				.havingRootCause()
				.withMessageContaining("403");
		}
	}

	@Test
	void withoutAPolicyTheEndpointDecides() throws Exception {
		try (NeighborServer server = NeighborServer.start(WebSockets.Stomp.class)) {
			assertThat(greet(server, "websocket", Neighbor.REFUSED)).isEqualTo("hello world");
		}
	}

	private static String greet(NeighborServer server, String transport, String origin) throws Exception {
		WebSocketStompClient client = new WebSocketStompClient(client(transport));
		client.setMessageConverter(new StringMessageConverter());
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		headers.setOrigin(origin);
		String url = "localhost:" + server.port() + (transport.equals("websocket") ? "/stomp" : "/stomp-sockjs");
		client.start();
		try {
			StompSession session = client.connectAsync((transport.equals("websocket") ? "ws://" : "http://") + url,
					headers, new StompSessionHandlerAdapter() {
					})
				.get(20, TimeUnit.SECONDS);
			Messages messages = new Messages(new LinkedBlockingQueue<>());
			session.subscribe("/topic/greetings", messages);
			// The broker processes frames on several threads, so messages are lost until
			// it has the subscription.
			for (int i = 0; i < 40; i++) {
				session.send("/app/greet", "world");
				String message = messages.received().poll(500, TimeUnit.MILLISECONDS);
				if (message != null) {
					session.disconnect();
					return message;
				}
			}
			throw new AssertionError("No message");
		}
		finally {
			client.stop();
		}
	}

	private static WebSocketClient client(String transport) {
		if (transport.equals("websocket")) {
			return new StandardWebSocketClient();
		}
		List<Transport> transports = new ArrayList<>();
		// HttpURLConnection, the default, does not send Origin.
		RestTemplate rest = new RestTemplate(new JdkClientHttpRequestFactory());
		transports.add(transport.equals("sockjs-xhr") ? new RestTemplateXhrTransport(rest)
				: new WebSocketTransport(new StandardWebSocketClient()));
		SockJsClient client = new SockJsClient(transports);
		client.setInfoReceiver(new RestTemplateXhrTransport(rest));
		return client;
	}

	private record Messages(BlockingQueue<String> received) implements StompFrameHandler {

		@Override
		public Type getPayloadType(StompHeaders headers) {
			return String.class;
		}

		@Override
		public void handleFrame(StompHeaders headers, Object payload) {
			this.received.add((String) payload);
		}

	}

}
