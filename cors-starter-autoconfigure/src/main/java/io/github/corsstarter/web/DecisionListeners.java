package io.github.corsstarter.web;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.SentResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Calls several listeners. A listener must not break a request, so this class catches
 * their exceptions.
 */
final class DecisionListeners implements CorsDecisionListener {

	/** The maximum number of warnings; a listener may fail for every request. */
	static final int MAX_WARNINGS = 10;

	private static final Log logger = LogFactory.getLog(CorsDecisionListener.class);

	private final CorsDecisionListener[] listeners;

	private final AtomicInteger failures = new AtomicInteger();

	DecisionListeners(Collection<? extends CorsDecisionListener> listeners) {
		this.listeners = listeners.toArray(new CorsDecisionListener[0]);
	}

	@Override
	public void onDecision(CorsDecision decision, CorsRequest request) {
		for (CorsDecisionListener listener : this.listeners) {
			try {
				listener.onDecision(decision, request);
			}
			catch (RuntimeException ex) {
				failed(listener, ex);
			}
		}
	}

	@Override
	public void onWatchedResponse(CorsDecision decision, CorsRequest request, SentResponse response) {
		for (CorsDecisionListener listener : this.listeners) {
			try {
				listener.onWatchedResponse(decision, request, response);
			}
			catch (RuntimeException ex) {
				failed(listener, ex);
			}
		}
	}

	private void failed(CorsDecisionListener listener, RuntimeException failure) {
		String message = listener.getClass().getName() + " failed; the request continues";
		if (this.failures.get() < MAX_WARNINGS && this.failures.incrementAndGet() <= MAX_WARNINGS) {
			logger.warn(message, failure);
		}
		else {
			logger.debug(message, failure);
		}
	}

}
