package io.github.corsstarter.neighbors;

import reactor.core.publisher.Flux;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;

/**
 * Applications with Spring for GraphQL over HTTP, server-sent events and WebSocket.
 */
final class GraphQl {

	private GraphQl() {
	}

	@NeighborApplication(with = "graphql")
	@Import(GreetingController.class)
	static class Servlet {

	}

	@NeighborApplication(type = WebApplicationType.REACTIVE, with = "graphql")
	@Import(GreetingController.class)
	static class Reactive {

	}

	@Controller
	static class GreetingController {

		@QueryMapping
		String greeting() {
			return "hello";
		}

		@SubscriptionMapping
		Flux<Integer> ticks() {
			return Flux.range(1, 3);
		}

	}

}
