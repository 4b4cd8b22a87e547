package io.github.corsstarter.sample.reactive;

import io.github.corsstarter.sample.HandlerRuns;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Records which handlers Spring WebFlux runs. WebFlux has no interceptors, so this
 * adapter wraps the one that runs handlers.
 */
@Component
class HandlerRunsAdapter implements HandlerAdapter, Ordered {

	private final HandlerRuns runs;

	private final RequestMappingHandlerAdapter delegate;

	HandlerRunsAdapter(HandlerRuns runs, RequestMappingHandlerAdapter delegate) {
		this.runs = runs;
		this.delegate = delegate;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		return this.delegate.supports(handler);
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		this.runs.add(exchange.getRequest().getMethod().name(), exchange.getRequest().getURI().getRawPath());
		return this.delegate.handle(exchange, handler);
	}

}
