package io.github.corsstarter.web;

import java.util.Collection;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;

/**
 * Is told what a filter decided. Called on the request's own thread before anything is
 * sent, so it must be quick, must not block, and is safe for use by many threads.
 */
@FunctionalInterface
public interface CorsDecisionListener {

	/**
	 * A CORS request to a path that a policy covers was decided on.
	 * @param decision the decision on a preflight or an actual request
	 * @param request the request, valid only during this call
	 */
	void onDecision(CorsDecision decision, CorsRequest request);

	/**
	 * One listener for several. What one of them throws reaches neither the others nor
	 * the request; it is logged.
	 * @param listeners the listeners
	 * @return a listener that calls all of them in their order
	 */
	static CorsDecisionListener of(Collection<? extends CorsDecisionListener> listeners) {
		return new DecisionListeners(listeners);
	}

}
