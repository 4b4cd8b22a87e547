package io.github.corsstarter.web.reactive;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.SentResponse;
import io.github.corsstarter.web.CorsDecisionListener;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * A request on which a policy would decide that is not enforced. Reports the response
 * once, when its status and headers are final. Changes neither the request nor the
 * response.
 */
final class WatchedExchange implements SentResponse {

	private static final int OK = 200;

	private final CorsDecision decision;

	private final ReactiveCorsRequest request;

	private final ServerHttpResponse response;

	private final CorsDecisionListener listener;

	private final AtomicBoolean reported = new AtomicBoolean();

	WatchedExchange(CorsDecision decision, ReactiveCorsRequest request, ServerHttpResponse response,
			CorsDecisionListener listener) {
		this.decision = decision;
		this.request = request;
		this.response = response;
		this.listener = listener;
	}

	/**
	 * Report the response after the request was handled. The client of a stream may end
	 * it by closing the connection.
	 */
	Mono<Void> report(Mono<Void> handling) {
		return handling.doOnTerminate(this::handled).doOnCancel(this::handled);
	}

	/**
	 * After an error, the response is committed later, by the error handler. A handler
	 * may also leave it to the server to commit an empty response. An action that is
	 * registered now runs after all others.
	 */
	private void handled() {
		if (this.response.isCommitted()) {
			report();
		}
		else {
			this.response.beforeCommit(() -> Mono.fromRunnable(this::report));
		}
	}

	private void report() {
		if (this.reported.compareAndSet(false, true)) {
			this.listener.onWatchedResponse(this.decision, this.request, this);
		}
	}

	@Override
	public int status() {
		HttpStatusCode status = this.response.getStatusCode();
		return (status != null) ? status.value() : OK;
	}

	@Override
	public Collection<String> headers(String name) {
		List<String> values = ReactiveCorsRequest.values(this.response.getHeaders(), name);
		return (values != null) ? values : List.of();
	}

}
