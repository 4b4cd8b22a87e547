package io.github.corsstarter.web.reactive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.RequestKind;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * The response for a path that a policy covers. When it is committed, it has the policy's
 * CORS headers and no others, regardless of what runs after the filter.
 * <p>
 * The headers are set as late as possible: when the body emits its first element, or when
 * the response is completed. An action for the commit would do the same, but Spring's way
 * of running such actions takes longer than the rest of the filter. Such an action is
 * registered only if something else can commit the server's response, or if others
 * register one.
 */
class CorsPolicyServerResponse extends ServerHttpResponseDecorator {

	private final CorsDecision decision;

	private final CorsRequest request;

	private CorsPolicyServerResponse(ServerHttpResponse response, CorsDecision decision, CorsRequest request) {
		super(response);
		this.decision = decision;
		this.request = request;
	}

	/**
	 * Guard a response. If the server can send a file without copying it, so can the
	 * guarded response.
	 */
	static CorsPolicyServerResponse of(ServerHttpResponse response, CorsDecision decision, CorsRequest request) {
		return (response instanceof ZeroCopyHttpOutputMessage files)
				? new ZeroCopyResponse(response, files, decision, request)
				: new CorsPolicyServerResponse(response, decision, request);
	}

	/**
	 * Make Spring's own CORS processing (@CrossOrigin, http.cors()) skip the response. It
	 * skips a response that has this header, so the header must be present even if the
	 * policy sets none.
	 */
	void hideFromSpring() {
		getHeaders().set(CorsHeaders.ALLOW_ORIGIN, "");
	}

	/**
	 * Set the policy's headers when the server's response is committed, after the actions
	 * that are already registered.
	 */
	void applyHeadersAtCommit() {
		super.beforeCommit(() -> Mono.fromRunnable(this::applyHeaders));
	}

	/**
	 * Set the policy's headers after each action that others register for the commit, no
	 * matter how late they register it. This also happens if the action fails, because
	 * the actions do not run again for the error response.
	 */
	@Override
	public void beforeCommit(Supplier<? extends Mono<Void>> action) {
		super.beforeCommit(() -> Mono.defer(action).doOnTerminate(this::applyHeaders));
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return super.writeWith(withHeadersFirst(body));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return super.writeAndFlushWith(withHeadersFirst(body));
	}

	@Override
	public Mono<Void> setComplete() {
		return Mono.defer(() -> {
			prepareForCommit();
			return super.setComplete();
		});
	}

	/**
	 * Set the headers before Spring commits the response. Spring does so when the body
	 * emits its first element, or completes without one. It does not commit a response
	 * with an empty {@code Mono}.
	 */
	private <T> Publisher<T> withHeadersFirst(Publisher<T> body) {
		if (body instanceof Mono<T> mono) {
			return mono.doOnNext((element) -> prepareForCommit());
		}
		return Flux.from(body).doOnNext((element) -> prepareForCommit()).doOnComplete(this::prepareForCommit);
	}

	/**
	 * Set the headers, unless it is too late. Necessary even if an action is registered:
	 * after an action has failed, the error response is committed without running any
	 * action.
	 */
	final void prepareForCommit() {
		if (!isCommitted()) {
			applyHeaders();
		}
	}

	/**
	 * The request was handled. If the response is not committed yet, an error handler or
	 * the server commits it later, without this guard.
	 */
	void handled() {
		if (!isCommitted()) {
			applyHeaders();
			applyHeadersAtCommit();
		}
	}

	/**
	 * The handling of the request was canceled, for example after a timeout. Code before
	 * the filters may still answer the request. The headers are not set now, because the
	 * handler may still run in another thread.
	 */
	void cancelled() {
		if (!isCommitted()) {
			applyHeadersAtCommit();
		}
	}

	private void applyHeaders() {
		apply(this.decision, this.request, getDelegate());
	}

	/**
	 * Give a response the policy's headers and no other CORS headers.
	 */
	static void apply(CorsDecision decision, CorsRequest request, ServerHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		List<String> reserved = List.of();
		boolean varies = false;
		// A header that is set in any case need not be removed first.
		boolean overwritten = decision.kind() != RequestKind.NOT_CORS && decision.reason() == CorsReason.ALLOWED;
		for (Iterator<String> names = HeaderNames.of(response); names.hasNext();) {
			String name = names.next();
			if (decision.reserves(name) && !(overwritten && CorsHeaders.ALLOW_ORIGIN.equalsIgnoreCase(name))) {
				reserved = reserved.isEmpty() ? new ArrayList<>(4) : reserved;
				reserved.add(name);
			}
			else if (CorsHeaders.VARY.equalsIgnoreCase(name)) {
				varies = true;
			}
		}
		reserved.forEach((name) -> remove(headers, name));
		decision.forEachHeader(request, headers::set);
		String vary = varies ? decision.varyHeader(headers.getVary()) : decision.varyHeader();
		if (!vary.isEmpty()) {
			headers.set(CorsHeaders.VARY, vary);
		}
	}

	/**
	 * {@code HttpHeaders} is a {@code Map} up to Spring 6.2 but not since Spring 7. A
	 * call compiled against one version does not link with the other.
	 */
	private static void remove(HttpHeaders headers, String name) {
		if ((Object) headers instanceof Map<?, ?> map) {
			map.remove(name);
		}
		else {
			headers.remove(name);
		}
	}

	/**
	 * Leaves files to the server, as the response that it guards does. Spring would
	 * otherwise read them itself, and Reactor Netty up to 1.3.7 may then stop reading
	 * from the connection
	 * (<a href="https://github.com/reactor/reactor-netty/issues/4361">issue 4361</a>).
	 */
	private static final class ZeroCopyResponse extends CorsPolicyServerResponse implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage files;

		ZeroCopyResponse(ServerHttpResponse response, ZeroCopyHttpOutputMessage files, CorsDecision decision,
				CorsRequest request) {
			super(response, decision, request);
			this.files = files;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return Mono.defer(() -> {
				prepareForCommit();
				return this.files.writeWith(file, position, count);
			});
		}

	}

}
