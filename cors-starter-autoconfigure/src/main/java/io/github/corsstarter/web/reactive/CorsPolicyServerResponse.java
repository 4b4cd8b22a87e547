package io.github.corsstarter.web.reactive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * The response of a path that a policy covers: whatever runs behind the filter, the
 * policy's CORS headers are the only ones on it when it is committed.
 */
final class CorsPolicyServerResponse extends ServerHttpResponseDecorator {

	private final CorsDecision decision;

	private final CorsRequest request;

	CorsPolicyServerResponse(ServerHttpResponse response, CorsDecision decision, CorsRequest request) {
		super(response);
		this.decision = decision;
		this.request = request;
		// Spring's own CORS processing (@CrossOrigin, http.cors()) stands back when this
		// header is there. Where the policy sends none it must stand back all the same.
		response.getHeaders().set(CorsHeaders.ALLOW_ORIGIN, "");
		super.beforeCommit(() -> Mono.fromRunnable(this::applyHeaders));
	}

	/**
	 * What others do before the commit comes before what the policy says, however late
	 * they do it, and also when they fail: the error's response runs no action again.
	 */
	@Override
	public void beforeCommit(Supplier<? extends Mono<Void>> action) {
		super.beforeCommit(() -> Mono.defer(action).doOnTerminate(this::applyHeaders));
	}

	/**
	 * When what somebody else does before the commit has failed, the error's response is
	 * committed without any such action.
	 */
	void prepareForError() {
		if (!isCommitted()) {
			applyHeaders();
		}
	}

	private void applyHeaders() {
		HttpHeaders headers = getHeaders();
		List<String> present = List.of();
		// What Spring 7 has to go through names alone puts each of them in lower case.
		for (String name : headers.toSingleValueMap().keySet()) {
			if (CorsHeaders.isCors(name)) {
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
	 * A map up to Spring 6.2, and none from 7 on, so that no call of one links on the
	 * other.
	 */
	private static void remove(HttpHeaders headers, String name) {
		if ((Object) headers instanceof Map<?, ?> map) {
			map.remove(name);
		}
		else {
			headers.remove(name);
		}
	}

}
