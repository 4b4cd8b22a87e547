package io.github.corsstarter.neighbors;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Applications with functional endpoints instead of controllers.
 */
final class FunctionalEndpoints {

	private FunctionalEndpoints() {
	}

	@NeighborApplication
	static class Servlet {

		@Bean
		org.springframework.web.servlet.function.RouterFunction<?> orders() {
			return org.springframework.web.servlet.function.RouterFunctions.route()
				.GET("/orders/{id}",
						(request) -> org.springframework.web.servlet.function.ServerResponse.ok()
							.header("Vary", "Accept-Language")
							.body("order " + request.pathVariable("id")))
				.PUT("/orders/{id}",
						(request) -> org.springframework.web.servlet.function.ServerResponse.ok()
							.header("Access-Control-Allow-Origin", "*")
							.body(request.body(String.class)))
				.build();
		}

	}

	@NeighborApplication(type = WebApplicationType.REACTIVE)
	static class Reactive {

		@Bean
		RouterFunction<ServerResponse> orders() {
			return RouterFunctions.route()
				.GET("/orders/{id}",
						(request) -> ServerResponse.ok()
							.header("Vary", "Accept-Language")
							.bodyValue("order " + request.pathVariable("id")))
				.PUT("/orders/{id}",
						(request) -> ServerResponse.ok()
							.header("Access-Control-Allow-Origin", "*")
							.body(request.bodyToMono(String.class), String.class))
				.build();
		}

	}

}
