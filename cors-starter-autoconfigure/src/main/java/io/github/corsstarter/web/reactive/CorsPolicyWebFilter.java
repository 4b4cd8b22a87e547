package io.github.corsstarter.web.reactive;

import java.util.List;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.RejectionBody;
import io.github.corsstarter.web.ReloadGuard;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.handler.DefaultWebFilterChain;

/**
 * Enforces the policies in a reactive server. Order it before every filter that may
 * answer a request itself, Spring Security's in particular. Requests to a path that no
 * policy covers pass as if this filter did not exist, unless the {@link ReloadGuard}
 * refuses them. Requests to the paths of a policy that is not enforced pass in the same
 * way, and their responses are compared with the policy. Never blocks. Safe for use by
 * many threads.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
public final class CorsPolicyWebFilter implements WebFilter, Ordered {

	private final CorsPolicies policies;

	private final CorsDecisionListener listener;

	private final ReloadGuard reloadGuard;

	private final int order;

	/**
	 * Create a filter without a listener.
	 * @param policies the policies to enforce
	 * @param order the order of the filter, as defined by {@link Ordered}
	 */
	public CorsPolicyWebFilter(CorsPolicies policies, int order) {
		this(policies, CorsDecisionListener.of(List.of()), order);
	}

	/**
	 * Create a filter.
	 * @param policies the policies to enforce
	 * @param listener receives every decision on a CORS request
	 * @param order the order of the filter, as defined by {@link Ordered}
	 */
	public CorsPolicyWebFilter(CorsPolicies policies, CorsDecisionListener listener, int order) {
		this(policies, listener, ReloadGuard.none(policies), order);
	}

	/**
	 * Create a filter.
	 * @param policies the policies to enforce
	 * @param listener receives every decision on a CORS request
	 * @param reloadGuard refuses to reload the policies for pages of other origins
	 * @param order the order of the filter, as defined by {@link Ordered}
	 */
	public CorsPolicyWebFilter(CorsPolicies policies, CorsDecisionListener listener, ReloadGuard reloadGuard,
			int order) {
		this.policies = policies;
		this.listener = listener;
		this.reloadGuard = reloadGuard;
		this.order = order;
	}

	/**
	 * Create a filter that enforces no policy and only refuses to reload the policies.
	 * @param reloadGuard the guard
	 * @param order the order of the filter, as defined by {@link Ordered}
	 * @return the filter
	 */
	public static WebFilter guarding(ReloadGuard reloadGuard, int order) {
		return new Guard(reloadGuard, order);
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	/** Spring's filter chain asks for this text on each request. */
	@Override
	public String toString() {
		return "corsPolicyWebFilter";
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ReactiveCorsRequest request = new ReactiveCorsRequest(exchange.getRequest());
		RejectionBody refusal = this.reloadGuard.refuse(request);
		if (refusal != null) {
			return refuse(refusal, exchange.getResponse());
		}
		CorsGeneration rules = this.policies.current();
		CorsDecision decision = rules.decide(request);
		CorsDecision watched = rules.watch(request);
		Mono<Void> result = enforce(decision, request, exchange, chain);
		return (watched != null)
				? new WatchedExchange(watched, request, exchange.getResponse(), this.listener).report(result) : result;
	}

	private Mono<Void> enforce(CorsDecision decision, ReactiveCorsRequest request, ServerWebExchange exchange,
			WebFilterChain chain) {
		if (decision.policy() == null) {
			return chain.filter(exchange);
		}
		if (decision.kind() != RequestKind.NOT_CORS) {
			this.listener.onDecision(decision, request);
		}
		boolean first = isFirst(chain) && exchange.getResponse() instanceof AbstractServerHttpResponse;
		if (decision.isAnswered()) {
			return answer(decision, request, exchange.getResponse(), first);
		}
		CorsPolicyServerResponse response = CorsPolicyServerResponse.of(exchange.getResponse(), decision, request);
		if (!request.isIgnoredBySpring()) {
			response.hideFromSpring();
		}
		if (!first) {
			response.applyHeadersAtCommit();
		}
		Mono<Void> handled = chain.filter(new CorsPolicyExchange(exchange, response));
		return first ? new HandledMono(handled, response) : handled.doOnError((ex) -> response.prepareForCommit());
	}

	/**
	 * Whether no other filter runs before this one. If so, the guarded response is the
	 * only way to commit the response until the request was handled, and no filter has
	 * registered an action for the commit.
	 */
	private boolean isFirst(WebFilterChain chain) {
		return chain instanceof DefaultWebFilterChain known && !known.getFilters().isEmpty()
				&& known.getFilters().get(0) == this;
	}

	private static Mono<Void> refuse(RejectionBody refusal, ServerHttpResponse response) {
		response.setStatusCode(HttpStatus.FORBIDDEN);
		response.getHeaders().set(CorsHeaders.CACHE_CONTROL, "no-store");
		response.getHeaders().add(CorsHeaders.VARY, CorsHeaders.ORIGIN);
		return write(refusal, response);
	}

	private Mono<Void> answer(CorsDecision decision, ReactiveCorsRequest request, ServerHttpResponse response,
			boolean first) {
		if (first) {
			CorsPolicyServerResponse.apply(decision, request, response);
			return answer(decision, request, response);
		}
		CorsPolicyServerResponse guarded = CorsPolicyServerResponse.of(response, decision, request);
		guarded.applyHeadersAtCommit();
		return answer(decision, request, guarded).doOnError((ex) -> guarded.prepareForCommit());
	}

	private Mono<Void> answer(CorsDecision decision, ReactiveCorsRequest request, ServerHttpResponse response) {
		response.setStatusCode(status(decision));
		if (!decision.isRejected()) {
			response.getHeaders().set(HttpHeaders.CONTENT_LENGTH, "0");
			return response.setComplete();
		}
		return write(RejectionBody.of(decision, request, this.policies.isDebug()), response);
	}

	/** Spring searches a list of all statuses for a number. */
	private static HttpStatusCode status(CorsDecision decision) {
		return switch (decision.status()) {
			case 200 -> HttpStatus.OK;
			case 403 -> HttpStatus.FORBIDDEN;
			default -> HttpStatusCode.valueOf(decision.status());
		};
	}

	private static Mono<Void> write(RejectionBody body, ServerHttpResponse response) {
		byte[] content = body.content();
		response.getHeaders().set(HttpHeaders.CONTENT_TYPE, body.contentType());
		response.getHeaders().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length));
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(content)));
	}

	/**
	 * The filter of a separate management port, beside the one that enforces the policies
	 * on both ports.
	 */
	private record Guard(ReloadGuard reloadGuard, int order) implements WebFilter, Ordered {

		@Override
		public int getOrder() {
			return this.order;
		}

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			RejectionBody refusal = this.reloadGuard.refuse(new ReactiveCorsRequest(exchange.getRequest()));
			return (refusal != null) ? refuse(refusal, exchange.getResponse()) : chain.filter(exchange);
		}

	}

}
