package io.github.corsstarter.web.reactive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.handler.DefaultWebFilterChain;
import org.springframework.web.server.handler.FilteringWebHandler;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a response has the policy's headers, no matter how and by whom it is
 * committed, and what else changes its headers.
 */
class CommitTests {

	private static final String SPA = "https://spa.example";

	private final CorsPolicies policies = new CorsPolicies(
			List.of(() -> List.of(CorsPolicySpecification.builder("api").paths("/api/**").allowedOrigins(SPA).build())),
			false);

	private final CorsPolicyWebFilter filter = new CorsPolicyWebFilter(this.policies, 0);

	private final CountingResponse sent = new CountingResponse();

	/**
	 * Where the filter is in the chain. It registers an action for the commit only if it
	 * is not the first one.
	 */
	enum Position {

		FIRST, AFTER_ANOTHER, BEFORE_ANOTHER, IN_THE_MIDDLE;

		List<WebFilter> around(WebFilter filter, WebFilter other) {
			return switch (this) {
				case FIRST -> List.of(filter);
				case AFTER_ANOTHER -> List.of(other, filter);
				case BEFORE_ANOTHER -> List.of(filter, other);
				case IN_THE_MIDDLE -> List.of(other, filter, other);
			};
		}

	}

	@ParameterizedTest
	@EnumSource
	void headersSetBeforeAWriteAreReplaced(Position position) {
		send(position, (response) -> {
			spoil(response);
			return response.writeWith(body(response));
		});
		assertPolicysHeaders("body");
	}

	@ParameterizedTest
	@EnumSource
	void headersSetWhenAWriteIsSubscribedToAreReplaced(Position position) {
		send(position, (response) -> response.writeWith(body(response)).doFirst(() -> spoil(response)));
		assertPolicysHeaders("body");
	}

	@ParameterizedTest
	@EnumSource
	void headersSetWhileTheBodyIsMadeAreReplaced(Position position) {
		send(position, (response) -> response.writeWith(Mono.fromSupplier(() -> {
			spoil(response);
			return buffer("body");
		})));
		assertPolicysHeaders("body");
	}

	@ParameterizedTest
	@EnumSource
	void headersSetWhileALaterBodyIsMadeAreReplaced(Position position) {
		send(position, (response) -> response.writeWith(
				Mono.delay(Duration.ofMillis(5)).doOnNext((tick) -> spoil(response)).map((tick) -> buffer("body"))));
		assertPolicysHeaders("body");
	}

	@ParameterizedTest
	@EnumSource
	void headersSetBeforeTheFirstOfSeveralBuffersAreReplaced(Position position) {
		send(position,
				(response) -> response.writeWith(Flux.just("bo", "dy")
					.delayElements(Duration.ofMillis(2))
					.doOnNext((text) -> spoilUnlessCommitted(response))
					.map(CommitTests::buffer)));
		assertPolicysHeaders("body");
	}

	@ParameterizedTest
	@EnumSource
	void headersOfAStreamAreReplaced(Position position) {
		send(position,
				(response) -> response.writeAndFlushWith(Flux.just("bo", "dy")
					.doOnNext((text) -> spoilUnlessCommitted(response))
					.map((text) -> Mono.just(buffer(text)))));
		assertPolicysHeaders("body");
	}

	@ParameterizedTest
	@EnumSource
	void headersOfEmptyBodiesAreReplaced(Position position) {
		for (Function<ServerHttpResponse, Mono<Void>> handler : List.<Function<ServerHttpResponse, Mono<Void>>>of(
				(response) -> response.writeWith(Flux.<DataBuffer>empty().doOnComplete(() -> spoil(response))),
				(response) -> response.writeWith(Mono.<DataBuffer>empty().doOnSuccess((none) -> spoil(response))),
				(response) -> response.writeAndFlushWith(Flux.empty()), (response) -> Mono.empty(),
				(response) -> Mono.delay(Duration.ofMillis(2)).doOnNext((tick) -> spoil(response)).then())) {
			CommitTests test = new CommitTests();
			test.send(position, (response) -> {
				spoil(response);
				return handler.apply(response);
			});
			test.assertPolicysHeaders("");
		}
	}

	@ParameterizedTest
	@EnumSource
	void headersSetWhenACompletionIsSubscribedToAreReplaced(Position position) {
		send(position, (response) -> response.setComplete().doFirst(() -> spoil(response)));
		assertPolicysHeaders("");
	}

	@ParameterizedTest
	@EnumSource
	void headersOfAnErrorHandlerAreReplaced(Position position) {
		for (Supplier<Mono<Void>> failure : List.<Supplier<Mono<Void>>>of(
				() -> Mono.error(new IllegalStateException("on purpose")),
				() -> Mono.delay(Duration.ofMillis(2)).then(Mono.error(new IllegalStateException("on purpose"))),
				() -> {
					throw new IllegalStateException("on purpose");
				})) {
			CommitTests test = new CommitTests();
			test.send(position, (response) -> failure.get());
			assertThat(test.sent.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
			test.assertPolicysHeaders("error");
		}
	}

	@ParameterizedTest
	@EnumSource
	void headersAfterABodyThatFailsAreReplaced(Position position) {
		for (Function<ServerHttpResponse, Mono<Void>> handler : List.<Function<ServerHttpResponse, Mono<Void>>>of(
				(response) -> response.writeWith(Mono.error(new IllegalStateException("on purpose"))),
				(response) -> response.writeWith(Flux.error(new IllegalStateException("on purpose"))),
				(response) -> response.writeAndFlushWith(Flux.error(new IllegalStateException("on purpose"))))) {
			CommitTests test = new CommitTests();
			test.send(position, handler);
			assertThat(test.sent.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
			test.assertPolicysHeaders("error");
		}
	}

	@ParameterizedTest
	@EnumSource
	void headersOfActionsOfTheHandlerAreReplaced(Position position) {
		send(position, (response) -> {
			response.beforeCommit(() -> {
				spoil(response);
				return Mono.empty();
			});
			response.beforeCommit(() -> Mono.fromRunnable(() -> spoil(response)));
			response
				.beforeCommit(() -> Mono.delay(Duration.ofMillis(2)).then(Mono.fromRunnable(() -> spoil(response))));
			return response.writeWith(body(response));
		});
		assertPolicysHeaders("body");
	}

	@ParameterizedTest
	@EnumSource
	void headersOfActionsThatFailAreReplaced(Position position) {
		for (Supplier<Mono<Void>> failure : List.<Supplier<Mono<Void>>>of(
				() -> Mono.error(new IllegalStateException("on purpose")),
				() -> Mono.delay(Duration.ofMillis(2)).then(Mono.error(new IllegalStateException("on purpose"))),
				() -> {
					throw new IllegalStateException("on purpose");
				})) {
			CommitTests test = new CommitTests();
			test.send(position, (response) -> {
				response.beforeCommit(() -> {
					spoil(response);
					return failure.get();
				});
				return response.writeWith(body(response));
			}, false);
			assertThat(test.sent.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
			test.assertPolicysHeaders("error");
		}
	}

	/**
	 * A session registers its action with the server's response, not with the guarded
	 * one.
	 */
	@ParameterizedTest
	@EnumSource
	void headersArePresentIfASessionCannotBeSaved(Position position) {
		send(position, (response) -> {
			this.sent.beforeCommit(() -> Mono.error(new IllegalStateException("not saved")));
			return response.writeWith(body(response));
		}, false);
		assertThat(this.sent.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
		assertPolicysHeaders("error");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "OPTIONS" })
	void headersOfActionsOfAnEarlierFilterAreReplaced(String method) {
		WebFilter earlier = (exchange, chain) -> {
			ServerHttpResponse response = exchange.getResponse();
			response.beforeCommit(() -> Mono.fromRunnable(() -> spoil(response)));
			return chain.filter(exchange);
		};
		run(List.of(earlier, this.filter), method, (exchange) -> exchange.getResponse().setComplete(), true);
		assertThat(this.sent.getHeaders().get(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)).containsExactly(SPA);
		assertThat(this.sent.getHeaders().getFirst("Access-Control-Anything")).isNull();
		assertThat(this.sent.getHeaders().getVary()).contains("Origin", "Accept");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void headersOfActionsOfALaterFilterAreReplaced(boolean first) {
		WebFilter later = (exchange, chain) -> {
			ServerHttpResponse response = exchange.getResponse();
			response.beforeCommit(() -> Mono.fromRunnable(() -> spoil(response)));
			return chain.filter(exchange).doOnSuccess((none) -> spoilUnlessCommitted(response));
		};
		run(first ? List.of(this.filter, later) : List.of(pass(), this.filter, later), "GET",
				(exchange) -> Mono.empty(), true);
		assertPolicysHeaders("");
	}

	@ParameterizedTest
	@EnumSource
	void answerAfterATimeoutHasTheHeaders(Position position) {
		WebHandler handler = chain(position, (response) -> {
			spoil(response);
			return Mono.never();
		});
		ServerWebExchange exchange = exchange("GET");
		StepVerifier.create(handler.handle(exchange).timeout(Duration.ofMillis(20), Mono.defer(() -> {
			this.sent.setStatusCode(HttpStatus.GATEWAY_TIMEOUT);
			return this.sent.setComplete();
		}))).verifyComplete();
		assertThat(this.sent.getStatusCode()).isEqualTo(HttpStatus.GATEWAY_TIMEOUT);
		assertPolicysHeaders("");
	}

	@ParameterizedTest
	@EnumSource
	void secondSubscriptionDoesNothing(Position position) {
		for (Function<ServerHttpResponse, Mono<Void>> handler : List.<Function<ServerHttpResponse, Mono<Void>>>of(
				ServerHttpResponse::setComplete, (response) -> response.writeWith(body(response)),
				(response) -> response.writeWith(Flux.just(buffer("bo"), buffer("dy"))))) {
			CommitTests test = new CommitTests();
			test.send(position, (response) -> {
				Mono<Void> writing = handler.apply(response);
				return writing.then(writing).then(response.setComplete()).then(response.writeWith(body(response)));
			});
			test.assertPolicysHeaders(null);
			assertThat(test.sent.getStatusCode()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void handlerThatIsRetriedHasTheHeaders(Position position) {
		int[] attempts = { 0 };
		WebHandler handler = chain(position, (response) -> {
			spoil(response);
			attempts[0]++;
			return (attempts[0] < 3) ? Mono.error(new IllegalStateException("on purpose"))
					: response.writeWith(body(response));
		});
		StepVerifier.create(handler.handle(exchange("GET")).retry(2)).verifyComplete();
		assertPolicysHeaders("body");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "OPTIONS" })
	void firstFilterRegistersNoAction(String method) {
		run(List.of(this.filter, pass()), method, (exchange) -> exchange.getResponse().setComplete(), true);
		assertThat(this.sent.actions).isZero();
		assertThat(this.sent.isCommitted()).isTrue();
		assertThat(this.sent.getHeaders().getVary()).contains("Origin");
	}

	/** A test of an application may call the filter with such a chain. */
	@ParameterizedTest
	@ValueSource(strings = { "GET", "OPTIONS" })
	void chainMayHaveNoFilters(String method) {
		ServerWebExchange exchange = exchange(method);
		StepVerifier
			.create(this.filter.filter(exchange,
					new DefaultWebFilterChain((next) -> next.getResponse().setComplete(), List.of())))
			.verifyComplete();
		assertThat(this.sent.getHeaders().get(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)).containsExactly(SPA);
	}

	@Test
	void chainOfAnApplicationMayThrow() {
		ServerWebExchange exchange = exchange("GET");
		Mono<Void> handling = Mono.defer(() -> this.filter.filter(exchange, (next) -> {
			throw new IllegalStateException("on purpose");
		})).onErrorResume((ex) -> this.sent.setComplete());
		StepVerifier.create(handling).verifyComplete();
		assertPolicysHeaders("");
	}

	@Test
	void laterFilterRegistersOneAction() {
		run(List.of(pass(), this.filter), "GET", (exchange) -> exchange.getResponse().setComplete(), true);
		assertThat(this.sent.actions).isOne();
	}

	/** Spring's processor sees each request to a handler with {@code @CrossOrigin}. */
	@ParameterizedTest
	@ValueSource(strings = { "https://spa.example", "http://api.example", "https://api.example",
			"https://api.example:443", "https://omitted.example" })
	void springsOwnProcessorRejectsNothing(String origin) {
		CorsConfiguration none = new CorsConfiguration();
		none.setAllowedOrigins(List.of("https://nobody.example"));
		MockServerHttpRequest request = MockServerHttpRequest.post("https://api.example/omit/x")
			.header("Host", "api.example")
			.header("Origin", origin)
			.build();
		CorsPolicies omitting = new CorsPolicies(List.of(() -> List.of(CorsPolicySpecification.builder("omit")
			.paths("/omit/**")
			.allowedOrigins(SPA)
			.onDisallowed(OnDisallowed.OMIT_HEADERS)
			.build())), false);
		WebHandler handler = new FilteringWebHandler((exchange) -> {
			assertThat(new DefaultCorsProcessor().process(none, exchange)).isTrue();
			return exchange.getResponse().setComplete();
		}, List.of(new CorsPolicyWebFilter(omitting, 0)));
		StepVerifier.create(handler.handle(exchange(request))).verifyComplete();
		assertThat(this.sent.getHeaders().get(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN))
			.isEqualTo(origin.equals(SPA) ? List.of(SPA) : null);
	}

	private void send(Position position, Function<ServerHttpResponse, Mono<Void>> handler) {
		send(position, handler, true);
	}

	private void send(Position position, Function<ServerHttpResponse, Mono<Void>> handler, boolean spoilError) {
		run(chain(position, handler), "GET", spoilError);
	}

	private WebHandler chain(Position position, Function<ServerHttpResponse, Mono<Void>> handler) {
		return new FilteringWebHandler((exchange) -> handler.apply(exchange.getResponse()),
				position.around(this.filter, pass()));
	}

	private void run(List<WebFilter> filters, String method, WebHandler handler, boolean spoilError) {
		run(new FilteringWebHandler(handler, filters), method, spoilError);
	}

	/**
	 * Handles a request as a server does: it writes a response to an error, and completes
	 * the response. If an action before the commit has failed, the server does not run
	 * the actions again, so the headers of an error handler are not replaced.
	 */
	private void run(WebHandler handler, String method, boolean spoilError) {
		Mono<Void> handling = handler.handle(exchange(method)).onErrorResume((ex) -> {
			if (spoilError) {
				spoil(this.sent);
			}
			this.sent.setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR);
			return this.sent.writeWith(Mono.just(buffer("error")));
		}).then(Mono.defer(this.sent::setComplete));
		StepVerifier.create(handling).expectComplete().verify(Duration.ofSeconds(10));
	}

	private ServerWebExchange exchange(String method) {
		MockServerHttpRequest.BaseBuilder<?> request = switch (method) {
			case "OPTIONS" -> MockServerHttpRequest.options("/api/x")
				.header(HttpHeaders.ORIGIN, SPA)
				.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "GET");
			case "POST" -> MockServerHttpRequest.post("/api/x").header(HttpHeaders.ORIGIN, "https://evil.example");
			default -> MockServerHttpRequest.get("/api/x").header(HttpHeaders.ORIGIN, SPA);
		};
		return exchange(request.build());
	}

	private ServerWebExchange exchange(MockServerHttpRequest request) {
		return new DefaultServerWebExchange(request, this.sent, new DefaultWebSessionManager(),
				ServerCodecConfigurer.create(), new AcceptHeaderLocaleContextResolver());
	}

	private void assertPolicysHeaders(@Nullable String body) {
		assertThat(this.sent.isCommitted()).isTrue();
		HttpHeaders headers = this.sent.getHeaders();
		assertThat(headers.toSingleValueMap().keySet().stream().filter((name) -> name.startsWith("Access-Control-")))
			.containsExactly(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
		assertThat(headers.get(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)).containsExactly(SPA);
		assertThat(headers.getVary()).contains("Origin").doesNotHaveDuplicates();
		if (body != null) {
			assertThat(this.sent.getBodyAsString().block(Duration.ofSeconds(1))).isEqualTo(body);
		}
	}

	private static WebFilter pass() {
		return (exchange, chain) -> chain.filter(exchange);
	}

	/** Sets CORS headers as a handler may do. */
	private static void spoil(ServerHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "https://handler.example");
		headers.add(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
		headers.set("Access-Control-Anything", "1");
		headers.set(HttpHeaders.VARY, "Accept");
	}

	private static void spoilUnlessCommitted(ServerHttpResponse response) {
		if (!response.isCommitted()) {
			spoil(response);
		}
	}

	private static Mono<DataBuffer> body(ServerHttpResponse response) {
		return Mono.fromSupplier(() -> buffer("body"));
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Spring's response, which also counts the actions.
	 */
	private static final class CountingResponse extends MockServerHttpResponse {

		private int actions;

		@Override
		public void beforeCommit(Supplier<? extends Mono<Void>> action) {
			this.actions++;
			super.beforeCommit(action);
		}

	}

}
