package io.github.corsstarter.web.reactive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * The response for a path that a policy covers. When it is committed, it has the policy's
 * CORS headers and no others, regardless of what runs after the filter.
 */
class CorsPolicyServerResponse extends ServerHttpResponseDecorator {

	private final CorsDecision decision;

	private final CorsRequest request;

	private CorsPolicyServerResponse(ServerHttpResponse response, CorsDecision decision, CorsRequest request) {
		super(response);
		this.decision = decision;
		this.request = request;
		// Spring's own CORS processing (@CrossOrigin, http.cors()) skips a response
		// that has this header. It must also skip a response on which the policy sets
		// no such header.
		response.getHeaders().set(CorsHeaders.ALLOW_ORIGIN, "");
		super.beforeCommit(() -> Mono.fromRunnable(this::applyHeaders));
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
	 * Set the policy's headers after each action that others register for the commit, no
	 * matter how late they register it. This also happens if the action fails, because
	 * the actions do not run again for the error response.
	 */
	@Override
	public void beforeCommit(Supplier<? extends Mono<Void>> action) {
		super.beforeCommit(() -> Mono.defer(action).doOnTerminate(this::applyHeaders));
	}

	/**
	 * Set the headers for an error response. If an action before the commit has failed,
	 * the error response is committed without running any action.
	 */
	void prepareForError() {
		if (!isCommitted()) {
			applyHeaders();
		}
	}

	private void applyHeaders() {
		HttpHeaders headers = getHeaders();
		List<String> present = List.of();
		// Reading only the names would convert each of them to lower case in Spring 7.
		for (String name : headers.toSingleValueMap().keySet()) {
			if (this.decision.reserves(name)) {
				present = present.isEmpty() ? new ArrayList<>(4) : present;
				present.add(name);
			}
		}
		present.forEach((name) -> remove(headers, name));
		this.decision.forEachHeader(this.request, headers::set);
		String vary = (headers.getFirst(CorsHeaders.VARY) != null) ? this.decision.varyHeader(headers.getVary())
				: this.decision.varyHeader();
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
			return this.files.writeWith(file, position, count);
		}

	}

}
