package io.github.corsstarter.stacks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.corsstarter.stacks.AbstractCorsPolicyFilterTests.Outcome;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Unusual ways to commit a response on Netty: with a session whose identifier is sent
 * with CORS headers, from other threads, several times, or after a failure.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NettyCommitTests {

	private TestServer first;

	private TestServer afterAnother;

	@BeforeAll
	void start() {
		List<String> properties = new ArrayList<>(AbstractCorsPolicyFilterTests.PROPERTIES);
		properties.addAll(List.of("server.compression.enabled=true", "server.compression.min-response-size=1B"));
		this.first = TestServer.start(Container.NETTY, Application.class, properties.toArray(String[]::new));
		properties.add("earlier=true");
		this.afterAnother = TestServer.start(Container.NETTY, Application.class, properties.toArray(String[]::new));
	}

	@AfterAll
	void stop() {
		this.first.close();
		this.afterAnother.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "session-complete", "session-stream", "session-late", "session-error",
			"other-thread", "twice", "resumed", "retried", "slow-action", "decorated", "slow-stream", "empty-body",
			"timeout", "no-content", "unsubscribed", "native-headers" })
	void responseHasThePolicysHeaders(String path) {
		for (TestServer server : List.of(this.first, this.afterAnother)) {
			for (String method : List.of("GET", "HEAD")) {
				for (Outcome outcome : Outcome.values()) {
					for (String encoding : List.of("Accept: */*", "Accept-Encoding: gzip")) {
						List<String> headers = new ArrayList<>(List.of(outcome.headers()));
						headers.add(encoding);
						Response response = server.http().send(method, outcome.area() + "/" + path, headers);
						String description = ((server == this.first) ? "first " : "after another ") + method + " "
								+ outcome + " " + encoding + " " + response.status();
						assertThat(response.cors()).as(description).isEqualTo(outcome.cors());
						assertThat(response.vary().contains("origin")).as(description + response.vary())
							.isEqualTo(outcome.varies());
						assertThat(response.vary()).as(description).doesNotHaveDuplicates();
					}
				}
			}
		}
	}

	/** The first commit fails in an action. */
	private static Mono<Void> retried(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		AtomicReference<RuntimeException> failure = new AtomicReference<>(new IllegalStateException("on purpose"));
		response.beforeCommit(() -> Mono.defer(() -> {
			spoil(response);
			RuntimeException ex = failure.getAndSet(null);
			return (ex != null) ? Mono.error(ex) : Mono.empty();
		}));
		return Mono.defer(() -> write(response)).doOnError((ex) -> spoil(response)).retry(1);
	}

	private static Mono<Void> started(ServerWebExchange exchange) {
		return exchange.getSession().doOnNext((session) -> session.getAttributes().put("a", "b")).then();
	}

	private static Mono<Void> write(ServerHttpResponse response) {
		return response.writeWith(Mono.fromSupplier(() -> buffer(response, "body")));
	}

	private static DataBuffer buffer(ServerHttpResponse response, String text) {
		return response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	static void spoil(ServerHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		headers.set("Access-Control-Allow-Origin", "https://handler.example");
		headers.set("Access-Control-Expose-Headers", "x-session");
		headers.set("Vary", "Cookie");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ConditionalOnProperty("earlier")
		@Order(Ordered.HIGHEST_PRECEDENCE)
		Earlier earlier() {
			return new Earlier();
		}

		/** Tells browsers that scripts may read the identifier. */
		@Bean
		WebSessionIdResolver webSessionIdResolver() {
			return new CookieWebSessionIdResolver() {

				@Override
				public void setSessionId(ServerWebExchange exchange, String id) {
					super.setSessionId(exchange, id);
					spoil(exchange.getResponse());
				}

			};
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			Map<String, Function<ServerWebExchange, Mono<Void>>> handlers = Map.ofEntries(
					Map.entry("session", (exchange) -> started(exchange).then(write(exchange.getResponse()))),
					Map.entry("session-complete",
							(exchange) -> started(exchange).then(Mono.defer(exchange.getResponse()::setComplete))),
					Map.entry("session-stream",
							(exchange) -> started(exchange).then(Mono.defer(() -> exchange.getResponse()
								.writeAndFlushWith(Flux.just("a", "b")
									.delayElements(Duration.ofMillis(2))
									.map((text) -> Mono.just(buffer(exchange.getResponse(), text))))))),
					Map.entry("session-late",
							(exchange) -> exchange.getResponse()
								.writeWith(started(exchange)
									.then(Mono.fromSupplier(() -> buffer(exchange.getResponse(), "x"))))),
					Map.entry("session-error",
							(exchange) -> started(exchange).then(Mono.error(new IllegalStateException("on purpose")))),
					Map.entry("other-thread",
							(exchange) -> Mono.fromRunnable(() -> spoil(exchange.getResponse()))
								.subscribeOn(Schedulers.boundedElastic())
								.then(write(exchange.getResponse()).subscribeOn(Schedulers.parallel()))),
					Map.entry("twice",
							(exchange) -> write(exchange.getResponse()).then(write(exchange.getResponse()))
								.then(exchange.getResponse().setComplete())),
					Map.entry("resumed",
							(exchange) -> exchange.getResponse()
								.writeWith(Flux.error(new IllegalStateException("on purpose")))
								.onErrorResume((ex) -> {
									spoil(exchange.getResponse());
									exchange.getResponse().setStatusCode(HttpStatus.BAD_GATEWAY);
									return write(exchange.getResponse());
								})),
					Map.entry("retried", NettyCommitTests::retried), Map.entry("slow-action", (exchange) -> {
						ServerHttpResponse response = exchange.getResponse();
						response.beforeCommit(
								() -> Mono.delay(Duration.ofMillis(5)).then(Mono.fromRunnable(() -> spoil(response))));
						return write(response);
					}), Map.entry("decorated", (exchange) -> {
						ServerHttpResponse decorated = new Decorated(exchange.getResponse());
						return write(decorated);
					}),
					Map.entry("slow-stream",
							(exchange) -> exchange.getResponse()
								.writeWith(Flux.concat(Mono.just(buffer(exchange.getResponse(), "x")),
										Mono.delay(Duration.ofMillis(50)).then(Mono.empty())))),
					Map.entry("empty-body", (exchange) -> {
						spoil(exchange.getResponse());
						return exchange.getResponse().writeWith(Mono.empty());
					}),
					Map.entry("timeout",
							(exchange) -> Mono.<Void>never()
								.timeout(Duration.ofMillis(5))
								.onErrorResume((ex) -> write(exchange.getResponse()))),
					Map.entry("no-content", (exchange) -> {
						spoil(exchange.getResponse());
						exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
						return Mono.empty();
					}), Map.entry("unsubscribed", (exchange) -> {
						spoil(exchange.getResponse());
						write(exchange.getResponse()).subscribe();
						return Mono.empty();
					}), Map.entry("native-headers", (exchange) -> {
						HttpServerResponse netty = ServerHttpResponseDecorator
							.getNativeResponse(exchange.getResponse());
						netty.responseHeaders()
							.add("Access-Control-Allow-Origin", "*")
							.add("access-control-ALLOW-origin", "x")
							.add("Access-Control-X", "x");
						return write(exchange.getResponse());
					}));
			RouterFunctions.Builder builder = RouterFunctions.route();
			for (String area : List.of("/covered", "/omit", "/any")) {
				handlers.forEach((path, handler) -> builder.GET(area + "/" + path,
						(request) -> handler.apply(request.exchange()).then(Mono.empty())));
			}
			return builder.build();
		}

	}

	/** Runs before the starter's filter and passes everything on. */
	static final class Earlier implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return chain.filter(exchange);
		}

	}

	/** Has headers of its own until the body is written. */
	private static final class Decorated extends ServerHttpResponseDecorator {

		private final HttpHeaders headers = new HttpHeaders();

		Decorated(ServerHttpResponse response) {
			super(response);
			this.headers.set("Access-Control-Allow-Origin", "https://handler.example");
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(Flux.from(body).doOnNext((buffer) -> {
				if (!isCommitted()) {
					getDelegate().getHeaders().putAll(this.headers);
					spoil(getDelegate());
				}
			}));
		}

	}

}
