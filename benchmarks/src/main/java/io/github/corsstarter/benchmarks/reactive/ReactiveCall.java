package io.github.corsstarter.benchmarks.reactive;

import java.util.List;
import java.util.Objects;

import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Question;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.handler.FilteringWebHandler;

/**
 * Sends one request after the other through the filters, each until its response is
 * committed, as a server does. Spring's own chain calls the filters and the handler,
 * which sets the headers that most handlers set.
 */
final class ReactiveCall {

	private final ReactiveServer server;

	private final StubServerRequest request;

	private final Handler handler = new Handler();

	private final WebHandler chain;

	ReactiveCall(List<WebFilter> filters, Question question, ReactiveServer server) {
		this.server = server;
		this.request = server.request(question);
		this.chain = new FilteringWebHandler(this.handler, filters);
	}

	ServerHttpResponse send() {
		this.handler.ran = false;
		ServerHttpResponse response = this.server.response();
		this.chain.handle(new StubExchange(this.request, response)).then(Mono.defer(response::setComplete)).subscribe();
		return response;
	}

	Answer answer() {
		ServerHttpResponse response = send();
		if (!response.isCommitted()) {
			throw new IllegalStateException("Not committed");
		}
		@Nullable HttpStatusCode status = response.getStatusCode();
		return Answer.of((status != null) ? status.value() : 200, this.handler.ran, (headers) -> response.getHeaders()
			.forEach((name, values) -> values.forEach((value) -> headers.accept(name, Objects.requireNonNull(value)))));
	}

	private static final class Handler implements WebHandler {

		private boolean ran;

		@Override
		public Mono<Void> handle(ServerWebExchange exchange) {
			this.ran = true;
			ServerHttpResponse response = exchange.getResponse();
			HttpHeaders headers = response.getHeaders();
			headers.setContentType(MediaType.APPLICATION_JSON);
			headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
			headers.set(HttpHeaders.ETAG, "\"42\"");
			return response.setComplete();
		}

	}

}
