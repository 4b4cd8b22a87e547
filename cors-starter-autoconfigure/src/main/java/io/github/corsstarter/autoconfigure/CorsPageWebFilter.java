package io.github.corsstarter.autoconfigure;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Sets the {@link CorsPageHeaders} on the reactive stack. Mirrors {@link CorsPageFilter}.
 */
final class CorsPageWebFilter implements WebFilter, Ordered {

	private final CorsPageHeaders headers;

	CorsPageWebFilter(CorsPageHeaders headers) {
		this.headers = headers;
	}

	@Override
	public int getOrder() {
		return CorsPageHeaders.ORDER;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		this.headers.of(request.getPath().pathWithinApplication(), request.getURI()::getHost)
			.forEach(exchange.getResponse().getHeaders()::set);
		return chain.filter(exchange);
	}

}
