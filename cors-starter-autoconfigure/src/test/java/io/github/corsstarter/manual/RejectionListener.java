package io.github.corsstarter.manual;

import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.observe.CorsRejectedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The listener in docs/observability.md.
 */
@Component
class RejectionListener {

	private static final Logger logger = LoggerFactory.getLogger(RejectionListener.class);

	@EventListener
	void on(CorsRejectedEvent event) {
		if (event.reason() == CorsReason.ORIGIN_NOT_ALLOWED) {
			logger.info("The policy {} rejected {} {} from {}. Fix: {}", event.policy(), event.method(), event.path(),
					event.origin(), event.explanation().fix());
		}
	}

}
