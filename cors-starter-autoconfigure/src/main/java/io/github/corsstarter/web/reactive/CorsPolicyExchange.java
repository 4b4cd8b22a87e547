package io.github.corsstarter.web.reactive;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * The exchange for a path that a policy covers. Its response is the guarded one.
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
