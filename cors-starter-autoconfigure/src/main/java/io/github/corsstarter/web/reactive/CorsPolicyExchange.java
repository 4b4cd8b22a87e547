package io.github.corsstarter.web.reactive;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * The exchange of a path that a policy covers, with the guarded response.
 */
final class CorsPolicyExchange extends ServerWebExchangeDecorator {

	private final ServerHttpResponse response;

	CorsPolicyExchange(ServerWebExchange exchange, ServerHttpResponse response) {
		super(exchange);
		this.response = response;
	}

	@Override
	public ServerHttpResponse getResponse() {
		return this.response;
	}

}
