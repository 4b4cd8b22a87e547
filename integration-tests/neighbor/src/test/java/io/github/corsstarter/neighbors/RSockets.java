package io.github.corsstarter.neighbors;

import java.util.function.BiFunction;

import io.rsocket.core.RSocketServer;
import io.rsocket.transport.netty.server.WebsocketRouteTransport;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.rsocket.annotation.support.RSocketMessageHandler;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Applications in which Reactor Netty answers requests before any filter runs: an RSocket
 * server on the port of the web server, and routes.
 */
final class RSockets {

	private RSockets() {
	}

	/** The RSocket server of Spring Boot. */
	@NeighborApplication(type = WebApplicationType.REACTIVE, with = "rsocket")
	@Import({ QuoteController.class, OrderController.class })
	static class OnTheWebServer {

	}

	/** An RSocket server whose route checks the origin. */
	@NeighborApplication(type = WebApplicationType.REACTIVE, with = "rsocket")
	@Import({ QuoteController.class, OrderController.class })
	static class WithOriginCheck {

		@Bean
		NettyRouteProvider rsocket(RSocketMessageHandler messages) {
			BiFunction<WebsocketInbound, WebsocketOutbound, Publisher<Void>> socket = WebsocketRouteTransport
				.newHandler(RSocketServer.create(messages.responder()).asConnectionAcceptor());
			return (routes) -> routes.get("/rsocket",
					(request, response) -> "https://spa.example".equals(request.requestHeaders().get("Origin"))
							? response.sendWebsocket(socket) : response.status(403).send());
		}

	}

	/** A route of a {@code NettyRouteProvider}. */
	@NeighborApplication(type = WebApplicationType.REACTIVE)
	@Import(OrderController.class)
	static class Routes {

		@Bean
		NettyRouteProvider routes() {
			return (routes) -> routes
				.get("/orders/{id}/route", (request, response) -> response.sendString(Mono.just("route")))
				.post("/route", (request, response) -> response.sendString(Mono.just("route")));
		}

	}

	/** A route of a {@code NettyServerCustomizer}. */
	@NeighborApplication(type = WebApplicationType.REACTIVE)
	@Import(OrderController.class)
	static class CustomizedServer {

		@Bean
		NettyServerCustomizer routing() {
			return (server) -> server.route((routes) -> routes.get("/orders/route",
					(request, response) -> response.sendString(Mono.just("route"))));
		}

		@Bean
		NettyServerCustomizer harmless() {
			return (server) -> server.accessLog(false).doOnConnection((connection) -> {
			});
		}

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> customizer() {
			return (factory) -> factory
				.addServerCustomizers((server) -> server.handle((request, response) -> Mono.never()));
		}

	}

	@Controller
	static class QuoteController {

		@MessageMapping("quote")
		Mono<String> quote() {
			return Mono.just("secret");
		}

	}

	@RestController
	static class OrderController {

		@GetMapping({ "/orders", "/rsocket" })
		String orders() {
			return "orders";
		}

	}

}
