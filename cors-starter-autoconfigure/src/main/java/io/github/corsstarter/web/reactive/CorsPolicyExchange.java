package io.github.corsstarter.web.reactive;

import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebSession;

/**
 * The exchange for a path that a policy covers. Its response is the guarded one.
 */
final class CorsPolicyExchange extends ServerWebExchangeDecorator {

	private final CorsPolicyServerResponse response;

	private volatile boolean hasSession;

	CorsPolicyExchange(ServerWebExchange exchange, CorsPolicyServerResponse response) {
		super(exchange);
		this.response = response;
	}

	@Override
	public ServerHttpResponse getResponse() {
		return this.response;
	}

	/**
	 * A session is saved when the response is committed, by an action that Spring
	 * registers with the server's response. It may set headers that only a policy may
	 * set, for example to expose the identifier of the session.
	 */
	@Override
	public Mono<WebSession> getSession() {
		return super.getSession().doOnNext((session) -> {
			if (!this.hasSession) {
				this.hasSession = true;
				this.response.applyHeadersAtCommit();
			}
		});
	}

}
