package io.github.corsstarter.stacks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Every way to answer a request in a reactive application, on the paths of every policy
 * and on paths without policy.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ReactiveFilterApplication.Endpoints.class)
class ReactiveFilterApplication {

	static final List<String> AREAS = List.of("/covered", "/omit", "/any", "/plain");

	@Bean
	PassedCounter passedCounter() {
		return new PassedCounter();
	}

	@Bean
	RouterFunction<ServerResponse> functions() {
		RouterFunctions.Builder builder = RouterFunctions.route();
		for (String area : AREAS) {
			builder.GET(area + "/function", (request) -> ServerResponse.ok().header("X-Handler", "ok").bodyValue("ok"))
				.GET(area + "/function-own",
						(request) -> ServerResponse.ok()
							.header("Access-Control-Allow-Origin", "https://handler.example")
							.header("Access-Control-Max-Age", "5")
							.header("Vary", "Accept, Origin")
							.bodyValue("own"))
				.GET(area + "/function-error",
						(request) -> Mono.error(new ResponseStatusException(HttpStatus.GONE, "on purpose")))
				.GET(area + "/function-stream",
						(request) -> ServerResponse.ok()
							.contentType(MediaType.TEXT_EVENT_STREAM)
							.body(Flux.range(0, 3).delayElements(Duration.ofMillis(2)), Integer.class));
		}
		return builder.build();
	}

	@Bean
	WebFluxConfigurer rules() {
		return new WebFluxConfigurer() {

			@Override
			public void addCorsMappings(CorsRegistry registry) {
				registry.addMapping("/*/mapped").allowedOrigins("https://elsewhere.example").exposedHeaders("x-flux");
			}

			/** On this class path, Spring would use Tomcat's strategy. */
			@Override
			public WebSocketService getWebSocketService() {
				return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
			}

			@Override
			public void addResourceHandlers(ResourceHandlerRegistry registry) {
				AREAS.forEach((area) -> registry.addResourceHandler(area + "/static/**")
					.addResourceLocations("classpath:/conformance/"));
			}

		};
	}

	@Bean
	SimpleUrlHandlerMapping webSockets() {
		WebSocketHandler handler = (session) -> session.send(Mono.just(session.textMessage("hello")));
		return new SimpleUrlHandlerMapping(
				Map.of("/covered/socket", handler, "/omit/socket", handler, "/plain/socket", handler), -1);
	}

	/** An error handler that sets CORS headers, as the one of a gateway may do. */
	@Bean
	@Order(-2)
	WebExceptionHandler ownErrors() {
		return (exchange, error) -> {
			if (!exchange.getRequest().getPath().value().endsWith("/own-error")) {
				return Mono.error(error);
			}
			Endpoints.setCorsHeaders(exchange.getResponse().getHeaders());
			exchange.getResponse().setStatusCode(HttpStatus.CONFLICT);
			return exchange.getResponse().setComplete();
		};
	}

	/**
	 * Counts the requests to paths of policies that the filter passes on.
	 */
	static class PassedCounter implements WebFilter {

		private final AtomicInteger passed = new AtomicInteger();

		int get() {
			return this.passed.get();
		}

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			if (exchange.getRequest().getPath().value().matches("/(covered|omit|any)/.*")) {
				this.passed.incrementAndGet();
			}
			return chain.filter(exchange);
		}

	}

	@RestController
	@RequestMapping({ "/covered", "/omit", "/any", "/plain" })
	static class Endpoints {

		private final WebClient backend;

		Endpoints(ReactorResourceFactory resources) {
			this.backend = WebClient.builder()
				.clientConnector(new ReactorClientHttpConnector(resources, (client) -> client))
				.build();
		}

		@RequestMapping("/ok")
		ResponseEntity<String> ok() {
			return ResponseEntity.ok().header("X-Handler", "ok").body("ok");
		}

		@GetMapping("/delayed")
		Mono<ResponseEntity<String>> delayed() {
			return Mono.delay(Duration.ofMillis(5)).thenReturn(ok());
		}

		@GetMapping("/slow")
		Mono<ResponseEntity<String>> slow() {
			return Mono.delay(Duration.ofMillis(500)).thenReturn(ok());
		}

		@GetMapping("/empty")
		Mono<Void> empty() {
			return Mono.empty();
		}

		@PostMapping("/echo")
		Mono<String> echo(@RequestBody Mono<String> body) {
			return body;
		}

		@GetMapping("/boom")
		String boom() {
			throw new IllegalStateException("on purpose");
		}

		@GetMapping("/mono-error")
		Mono<String> monoError() {
			return Mono.delay(Duration.ofMillis(2)).then(Mono.error(new IllegalStateException("on purpose")));
		}

		@GetMapping("/flux-error")
		Flux<String> fluxError() {
			return Flux.error(new ResponseStatusException(HttpStatus.GONE, "on purpose"));
		}

		@GetMapping("/boom-with-headers")
		Mono<String> boomWithHeaders(ServerWebExchange exchange) {
			setCorsHeaders(exchange.getResponse().getHeaders());
			return Mono.error(new IllegalStateException("on purpose"));
		}

		@GetMapping("/own-error")
		Mono<String> ownError() {
			return Mono.error(new IllegalStateException("on purpose"));
		}

		@GetMapping("/status")
		String status() {
			throw new ResponseStatusException(HttpStatus.GONE, "on purpose");
		}

		@GetMapping("/required")
		String required(@RequestParam int number) {
			return Integer.toString(number);
		}

		@PostMapping(path = "/json", consumes = MediaType.APPLICATION_JSON_VALUE)
		String json(@RequestBody Map<String, String> body) {
			return body.toString();
		}

		@GetMapping("/own")
		Mono<Void> own(ServerWebExchange exchange) {
			setCorsHeaders(exchange.getResponse().getHeaders());
			return write(exchange.getResponse(), "own");
		}

		@GetMapping("/own-entity")
		ResponseEntity<String> ownEntity() {
			return ResponseEntity.ok()
				.header("Access-Control-Allow-Origin", "https://handler.example")
				.header("Access-Control-Max-Age", "5")
				.header("Vary", "Accept, Origin")
				.body("own");
		}

		@GetMapping("/own-removed")
		Mono<Void> ownRemoved(ServerWebExchange exchange) {
			exchange.getResponse().getHeaders().remove("Access-Control-Allow-Origin");
			exchange.getResponse().getHeaders().remove("Vary");
			return write(exchange.getResponse(), "removed");
		}

		/** As Spring Security's header writers and gateway filters do. */
		@GetMapping("/own-before-commit")
		Mono<Void> ownBeforeCommit(ServerWebExchange exchange) {
			ServerHttpResponse response = exchange.getResponse();
			response.beforeCommit(() -> {
				setCorsHeaders(response.getHeaders());
				response.getHeaders().add("Vary", "Accept");
				return Mono.empty();
			});
			response.beforeCommit(() -> Mono.fromRunnable(() -> setCorsHeaders(response.getHeaders())));
			response.beforeCommit(() -> Mono.delay(Duration.ofMillis(5))
				.then(Mono.fromRunnable(() -> setCorsHeaders(response.getHeaders()))));
			return write(response, "own");
		}

		/** The response to the error is committed without running the actions again. */
		@GetMapping("/own-before-commit-error")
		Mono<Void> ownBeforeCommitError(ServerWebExchange exchange) {
			ServerHttpResponse response = exchange.getResponse();
			response.beforeCommit(() -> {
				setCorsHeaders(response.getHeaders());
				return Mono.delay(Duration.ofMillis(5)).then(Mono.error(new IllegalStateException("on purpose")));
			});
			return write(response, "own");
		}

		@GetMapping("/own-before-commit-throw")
		Mono<Void> ownBeforeCommitThrow(ServerWebExchange exchange) {
			ServerHttpResponse response = exchange.getResponse();
			response.beforeCommit(() -> {
				setCorsHeaders(response.getHeaders());
				throw new IllegalStateException("on purpose");
			});
			return write(response, "own");
		}

		@GetMapping("/vary-set")
		Mono<Void> varySet(ServerWebExchange exchange) {
			exchange.getResponse().getHeaders().set("vary", "Accept-Language, origin, Accept-Language");
			return write(exchange.getResponse(), "vary");
		}

		@GetMapping("/vary-add")
		Mono<Void> varyAdd(ServerWebExchange exchange) {
			exchange.getResponse().getHeaders().add("Vary", "Accept");
			exchange.getResponse().getHeaders().add("VARY", "ORIGIN");
			exchange.getResponse().getHeaders().add("Vary", "accept,Cookie");
			return write(exchange.getResponse(), "vary");
		}

		@GetMapping(path = "/sse")
		Flux<ServerSentEvent<String>> sse() {
			return Flux.just("a", "b")
				.delayElements(Duration.ofMillis(2))
				.map((data) -> ServerSentEvent.builder(data).build());
		}

		@GetMapping(path = "/lines", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<Map<String, Integer>> lines() {
			return Flux.range(0, 3).delayElements(Duration.ofMillis(2)).map((number) -> Map.of("number", number));
		}

		@GetMapping("/flush")
		Mono<Void> flush(ServerWebExchange exchange) {
			ServerHttpResponse response = exchange.getResponse();
			return response.writeAndFlushWith(Flux.just("a", "b")
				.delayElements(Duration.ofMillis(2))
				.map((text) -> Mono.fromSupplier(() -> buffer(response, text))));
		}

		@GetMapping("/complete")
		Mono<Void> complete(ServerWebExchange exchange) {
			setCorsHeaders(exchange.getResponse().getHeaders());
			exchange.getResponse().setStatusCode(HttpStatus.ACCEPTED);
			return exchange.getResponse().setComplete();
		}

		@GetMapping("/redirect")
		Mono<Void> redirect(ServerWebExchange exchange) {
			exchange.getResponse().setStatusCode(HttpStatus.FOUND);
			exchange.getResponse().getHeaders().set(HttpHeaders.LOCATION, "/plain/ok");
			return exchange.getResponse().setComplete();
		}

		@GetMapping("/not-modified")
		Mono<String> notModified(ServerWebExchange exchange) {
			return exchange.checkNotModified("\"tag\"") ? Mono.empty() : Mono.just("modified");
		}

		@GetMapping("/file")
		Resource file() {
			return new ByteArrayResource("file".getBytes(StandardCharsets.UTF_8));
		}

		/** A gateway, which sends the whole response of a backend to the client. */
		@GetMapping("/proxy")
		Mono<Void> proxy(ServerWebExchange exchange) {
			return this.backend.get()
				.uri("http://localhost:" + exchange.getRequest().getLocalAddress().getPort() + "/plain/annotated")
				.header("Origin", "https://elsewhere.example")
				.exchangeToMono((response) -> passOn(response, exchange.getResponse()));
		}

		private static Mono<Void> passOn(ClientResponse from, ServerHttpResponse to) {
			to.setStatusCode(from.statusCode());
			HttpHeaders headers = from.headers().asHttpHeaders();
			headers.forEach((name, values) -> values.forEach((value) -> to.getHeaders().add(name, value)));
			return from.bodyToMono(String.class).flatMap((body) -> write(to, body));
		}

		@CrossOrigin(origins = "https://elsewhere.example", exposedHeaders = "x-annotation", allowCredentials = "true",
				maxAge = 7)
		@RequestMapping(path = "/annotated",
				method = { RequestMethod.GET, RequestMethod.POST, RequestMethod.PUT, RequestMethod.DELETE })
		ResponseEntity<String> annotated() {
			return ok();
		}

		@RequestMapping("/mapped")
		ResponseEntity<String> mapped() {
			return ok();
		}

		@RequestMapping(path = "/options", method = RequestMethod.OPTIONS)
		ResponseEntity<String> options() {
			return ResponseEntity.ok().header("X-Handler", "options").allow().body("options");
		}

		private static Mono<Void> write(ServerHttpResponse response, String body) {
			return response.writeWith(Mono.fromSupplier(() -> buffer(response, body)));
		}

		private static DataBuffer buffer(ServerHttpResponse response, String text) {
			return response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8));
		}

		static void setCorsHeaders(HttpHeaders headers) {
			headers.set("Access-Control-Allow-Origin", "https://handler.example");
			headers.add("access-control-allow-origin", "*");
			headers.add("Access-Control-Allow-Credentials", "true");
			headers.setAccessControlExposeHeaders(List.of("x-handler"));
			headers.setAccessControlMaxAge(5);
			headers.add("Access-Control-Max-Age", "6");
			headers.add("ACCESS-CONTROL-ANYTHING", "1");
		}

	}

}
