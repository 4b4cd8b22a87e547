package io.github.corsstarter.neighbors;

import java.io.IOException;
import java.util.Map;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.stereotype.Controller;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.SockJsServiceRegistration;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * Applications with plain WebSockets, with SockJS and with STOMP.
 */
final class WebSockets {

	private WebSockets() {
	}

	/**
	 * {@code /socket/default} has Spring's default, {@code /socket/listed} one origin,
	 * {@code /socket/open} all of them.
	 */
	@NeighborApplication
	@EnableWebSocket
	static class Servlet implements WebSocketConfigurer {

		@Override
		public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
			registry.addHandler(new Echo(), "/socket/default");
			registry.addHandler(new Echo(), "/socket/listed").setAllowedOrigins(Neighbor.LISTED);
			registry.addHandler(new Echo(), "/socket/open").setAllowedOriginPatterns("*");
		}

	}

	@NeighborApplication(type = WebApplicationType.REACTIVE)
	static class Reactive {

		@Bean
		HandlerMapping sockets() {
			org.springframework.web.reactive.socket.WebSocketHandler echo = (session) -> session.send(session.receive()
				.map((message) -> "echo " + message.getPayloadAsText())
				.startWith("hello")
				.map(session::textMessage));
			return new SimpleUrlHandlerMapping(Map.of("/socket/default", echo), -1);
		}

	}

	/**
	 * {@code /sockjs} has Spring's default, {@code /sockjs-listed} one origin,
	 * {@code /sockjs-open} all of them.
	 */
	@NeighborApplication
	@EnableWebSocket
	static class SockJs implements WebSocketConfigurer {

		@Override
		public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
			registry.addHandler(new Echo(), "/sockjs/default").withSockJS().setStreamBytesLimit(1);
			registry.addHandler(new Echo(), "/sockjs/listed")
				.setAllowedOrigins(Neighbor.LISTED)
				.withSockJS()
				.setStreamBytesLimit(1);
			SockJsServiceRegistration open = registry.addHandler(new Echo(), "/sockjs/open")
				.setAllowedOriginPatterns("*")
				.withSockJS();
			open.setStreamBytesLimit(1);
		}

	}

	@NeighborApplication(with = "websocket")
	@EnableWebSocketMessageBroker
	@Import(GreetingController.class)
	static class Stomp implements WebSocketMessageBrokerConfigurer {

		@Override
		public void registerStompEndpoints(StompEndpointRegistry registry) {
			registry.addEndpoint("/stomp").setAllowedOriginPatterns("*");
			registry.addEndpoint("/stomp-sockjs").setAllowedOriginPatterns("*").withSockJS();
		}

		@Override
		public void configureMessageBroker(MessageBrokerRegistry registry) {
			registry.enableSimpleBroker("/topic");
			registry.setApplicationDestinationPrefixes("/app");
		}

	}

	@Controller
	static class GreetingController {

		@MessageMapping("/greet")
		@SendTo("/topic/greetings")
		String greet(String name) {
			return "hello " + name;
		}

	}

	/**
	 * Sends a greeting, and then echoes messages.
	 */
	static class Echo extends TextWebSocketHandler {

		@Override
		public void afterConnectionEstablished(WebSocketSession session) throws IOException {
			session.sendMessage(new TextMessage("hello"));
		}

		@Override
		protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
			session.sendMessage(new TextMessage("echo " + message.getPayload()));
		}

	}

}
