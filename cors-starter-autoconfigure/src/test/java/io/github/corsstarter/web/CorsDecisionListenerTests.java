package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsDecisionListener}.
 */
class CorsDecisionListenerTests {

	@Test
	void allAreCalledInTheirOrderWhateverOneThrows() {
		List<String> called = new ArrayList<>();
		CorsDecisionListener listener = CorsDecisionListener
			.of(List.of((decision, request) -> called.add("first"), (decision, request) -> {
				throw new IllegalStateException("on purpose");
			}, (decision, request) -> called.add("last")));
		Logger logger = (Logger) LoggerFactory.getLogger(CorsDecisionListener.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Level level = logger.getLevel();
		logger.setLevel(Level.WARN);
		logger.addAppender(log);
		logger.setAdditive(false);
		try {
			for (int i = 0; i < 50; i++) {
				listener.onDecision(CorsDecision.noPolicy(), FakeCorsRequest.actual("GET", "/", "null"));
			}
		}
		finally {
			logger.detachAppender(log);
			logger.setAdditive(true);
			logger.setLevel(level);
		}
		assertThat(called).hasSize(100).startsWith("first", "last", "first");
		assertThat(log.list).filteredOn((event) -> event.getLevel() == Level.WARN)
			.hasSize(DecisionListeners.MAX_WARNINGS)
			.allSatisfy((event) -> assertThat(event.getFormattedMessage()).contains("failed; the request continues"));
	}

}
