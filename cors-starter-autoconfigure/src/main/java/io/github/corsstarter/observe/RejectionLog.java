package io.github.corsstarter.observe;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.util.ClassUtils;

/**
 * Logs rejections. The first rejection of each policy, reason and origin, and of each
 * method or list of headers that is not allowed, is a warning, with the change that would
 * allow the request. All others are logged at DEBUG. Regardless of what clients send, at
 * most {@value #MAX_WARNINGS} warnings are possible at once, and then ten in an hour.
 */
final class RejectionLog {

	/** The number of warnings that are possible at once. */
	static final int MAX_WARNINGS = 100;

	/** The time after which one more warning is possible. */
	static final long MILLIS_FOR_ONE = 3_600_000 / 10;

	/**
	 * The maximum number of groups that are remembered as warned about. When it is
	 * reached, all groups are forgotten and can cause warnings again.
	 */
	private static final int MAX_WARNED = 1000;

	private static final int MAX_LISTENER_WARNINGS = 10;

	private static final Log logger = LogFactory.getLog(CorsRejections.class);

	private static final boolean KEY_VALUES = ClassUtils.isPresent("org.slf4j.spi.LoggingEventBuilder",
			RejectionLog.class.getClassLoader());

	private final AtomicInteger listenerFailures = new AtomicInteger();

	private final Set<CorsRejections.RejectionGroup> warned = ConcurrentHashMap.newKeySet();

	private final Clock clock;

	private int available = MAX_WARNINGS;

	private long refilled;

	private boolean limitTold;

	RejectionLog(Clock clock) {
		this.clock = clock;
		this.refilled = clock.millis();
	}

	void rejected(CorsRejections.RejectionGroup group, String method, CorsDecision decision, CorsRequest request) {
		boolean warn = !this.warned.contains(group) && isDue(group);
		if (!warn && !logger.isDebugEnabled()) {
			return;
		}
		CorsExplanation explanation = CorsExplanation.of(decision, request);
		if (explanation == null) {
			return;
		}
		String message = message(group, method, decision, request, explanation);
		if (!KEY_VALUES || !KeyValues.log(warn, message, keyValues(group, method, request, explanation))) {
			log(warn, message);
		}
		if (warn && isLimitReached()) {
			logger
				.warn("From now on, at most ten warnings about CORS rejections are possible in an hour. The others are"
						+ " logged at DEBUG; the actuator endpoint 'cors' shows them.");
		}
	}

	/**
	 * Whether a rejection may be logged as a warning. If so, its group causes no further
	 * warnings.
	 */
	private synchronized boolean isDue(CorsRejections.RejectionGroup group) {
		long now = this.clock.millis();
		long earned = Math.max(0, (now - this.refilled) / MILLIS_FOR_ONE);
		this.available = (int) Math.min(MAX_WARNINGS, this.available + earned);
		this.refilled = (now < this.refilled) ? now : this.refilled + earned * MILLIS_FOR_ONE;
		if (this.available == 0) {
			return false;
		}
		if (this.warned.size() >= MAX_WARNED) {
			this.warned.clear();
		}
		if (!this.warned.add(group)) {
			return false;
		}
		this.available--;
		return true;
	}

	/** Every group may cause a warning again, within the same limit. */
	synchronized void forgetGroups() {
		this.warned.clear();
	}

	/** Whether the limit is reached for the first time. */
	private synchronized boolean isLimitReached() {
		boolean first = this.available == 0 && !this.limitTold;
		this.limitTold |= first;
		return first;
	}

	/**
	 * Log that a listener of the application failed. The request continues.
	 */
	void listenerFailed(RuntimeException failure) {
		if (this.listenerFailures
			.getAndUpdate((count) -> Math.min(count + 1, MAX_LISTENER_WARNINGS)) < MAX_LISTENER_WARNINGS) {
			logger.warn("A listener for CorsRejectedEvent failed; the request continues", failure);
		}
		else {
			logger.debug("A listener for CorsRejectedEvent failed; the request continues", failure);
		}
	}

	private static void log(boolean warn, String message) {
		if (warn) {
			logger.warn(message);
		}
		else {
			logger.debug(message);
		}
	}

	private static String message(CorsRejections.RejectionGroup group, String method, CorsDecision decision,
			CorsRequest request, CorsExplanation explanation) {
		StringBuilder message = new StringBuilder(200);
		message.append(decision.isAnswered() ? "Rejected" : "No CORS headers for")
			.append((decision.kind() == RequestKind.PREFLIGHT) ? " the preflight for " : " ")
			.append(SafeText.ofClient(method))
			.append(' ')
			.append(SafeText.ofPath(request.path()))
			.append((group.origin() != null) ? " from " + SafeText.ofClient(group.origin()) : "")
			.append(" (")
			.append(group.reason())
			.append("): ")
			.append(explanation.message());
		if (explanation.fix() != null) {
			message.append(" To allow it, ").append(explanation.fix()).append('.');
		}
		CorsPolicy policy = decision.policy();
		if (policy != null && policy.locations().isInCode()
				&& !explanation.message().contains(CorsExplanation.inCode(policy))) {
			message.append(' ').append(CorsExplanation.inCode(policy));
		}
		if (explanation.place() != null) {
			message.append(" See ").append(explanation.property()).append(", ").append(explanation.place()).append('.');
		}
		return message.toString();
	}

	private static Map<String, @Nullable String> keyValues(CorsRejections.RejectionGroup group, String method,
			CorsRequest request, CorsExplanation explanation) {
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		values.put("cors.policy", group.policy());
		values.put("cors.reason", group.reason().code());
		values.put("cors.origin", (group.origin() != null) ? SafeText.ofClient(group.origin()) : null);
		values.put("cors.host", (group.host() != null) ? SafeText.ofClient(group.host()) : null);
		values.put("cors.method", SafeText.ofClient(method));
		values.put("cors.header", CorsRejections.shownHeader(group.header()));
		values.put("cors.path", SafeText.ofPath(request.path()));
		values.put("cors.property", explanation.property());
		values.put("cors.fix", explanation.fix());
		return values;
	}

	/**
	 * Isolates the SLF4J types, which are not loaded if SLF4J is not on the class path.
	 */
	private static final class KeyValues {

		/**
		 * Log with key-value pairs. SLF4J may be on the class path without a provider.
		 * Then no level is enabled, and the caller logs without it.
		 * @return whether SLF4J was used
		 */
		static boolean log(boolean warn, String message, Map<String, @Nullable String> values) {
			org.slf4j.Logger slf4j = LoggerFactory.getLogger(CorsRejections.class);
			if (!slf4j.isEnabledForLevel(warn ? Level.WARN : Level.DEBUG)) {
				return false;
			}
			LoggingEventBuilder event = warn ? slf4j.atWarn() : slf4j.atDebug();
			for (Map.Entry<String, @Nullable String> entry : values.entrySet()) {
				if (entry.getValue() != null) {
					event = event.addKeyValue(entry.getKey(), entry.getValue());
				}
			}
			event.log(message);
			return true;
		}

	}

}
