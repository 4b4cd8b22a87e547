package io.github.corsstarter.web;

import java.util.Collection;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.SentResponse;

/**
 * Receives the decisions of the filter on CORS requests, and on requests to a host that
 * is not allowed. Called on the thread of the request, before anything is sent.
 * Implementations must be fast, must not block and must be safe for use by many threads.
 */
@FunctionalInterface
public interface CorsDecisionListener {

	/**
	 * Called after a decision on a CORS request, or on a request to a host that is not
	 * allowed, if a policy covers the path.
	 * @param decision the decision on a preflight or an actual request
	 * @param request the request, valid only during this call
	 */
	void onDecision(CorsDecision decision, CorsRequest request);

	/**
	 * Called after the status and the headers of a response have become final, if a
	 * policy that is not enforced would have decided on its request. Called at most once
	 * for each CORS request and each request to a host that is not allowed, on the thread
	 * that completes the request.
	 * @param decision the decision of that policy, which had no effect
	 * @param request the request, valid only during this call
	 * @param response the response, valid only during this call
	 */
	default void onWatchedResponse(CorsDecision decision, CorsRequest request, SentResponse response) {
	}

	/**
	 * Combine several listeners into one. A {@link RuntimeException} from a listener is
	 * logged, and affects neither the other listeners nor the request.
	 * @param listeners the listeners
	 * @return a listener that calls all of them in their order
	 */
	static CorsDecisionListener of(Collection<? extends CorsDecisionListener> listeners) {
		return new DecisionListeners(listeners);
	}

}
