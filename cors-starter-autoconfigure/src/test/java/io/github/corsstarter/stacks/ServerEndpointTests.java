package io.github.corsstarter.stacks;

import java.util.List;

import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.server.standard.ServerEndpointExporter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filter and the WebSockets of the container, which answer handshakes in a filter of
 * their own.
 */
class ServerEndpointTests {

	@ParameterizedTest
	@EnumSource(value = Container.class, names = { "TOMCAT", "JETTY" })
	void refusedOriginGetsNoSocket(Container container) {
		try (TestServer server = TestServer.start(container, SocketApplication.class,
				"cors.policies.sockets.paths=/socket",
				"cors.policies.sockets.allowed-origins=https://client.example")) {
			assertThat(handshake(server, "https://client.example")).isEqualTo(101);
			assertThat(handshake(server, "https://evil.example")).isEqualTo(403);
			assertThat(handshake(server, "null")).isEqualTo(403);
		}
	}

	private static int handshake(TestServer server, String origin) {
		return server.http()
			.send("GET", "/socket",
					List.of("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
							"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Origin: " + origin))
			.status();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SocketApplication {

		@Bean
		ServerEndpointExporter serverEndpointExporter() {
			ServerEndpointExporter exporter = new ServerEndpointExporter();
			exporter.setAnnotatedEndpointClasses(Echo.class);
			return exporter;
		}

	}

	@ServerEndpoint("/socket")
	public static class Echo {

		@OnMessage
		public String echo(String message) {
			return message;
		}

	}

}
