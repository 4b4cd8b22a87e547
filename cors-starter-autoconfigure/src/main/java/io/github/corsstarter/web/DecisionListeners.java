package io.github.corsstarter.web;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Calls several listeners. To watch requests must not break them, so that what a listener
 * throws ends here.
 */
final class DecisionListeners implements CorsDecisionListener {

	/** How often is warned; a listener that fails may fail for every request. */
	static final int MAX_WARNINGS = 10;

	private static final Log logger = LogFactory.getLog(CorsDecisionListener.class);

	private final CorsDecisionListener[] listeners;

	private final AtomicInteger failures = new AtomicInteger();

	DecisionListeners(Collection<? extends CorsDecisionListener> listeners) {
		this.listeners = listeners.toArray(CorsDecisionListener[]::new);
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

	private void failed(CorsDecisionListener listener, RuntimeException failure) {
		String message = listener.getClass().getName() + " has failed; the request goes on";
		if (this.failures.get() < MAX_WARNINGS && this.failures.incrementAndGet() <= MAX_WARNINGS) {
			logger.warn(message, failure);
		}
		else {
			logger.debug(message, failure);
		}
	}

}
