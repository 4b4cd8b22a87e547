package io.github.corsstarter.observe;

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
 * Logs rejections. The first rejection of each policy, reason and origin is a warning,
 * with the change that would allow the request. All others are logged at DEBUG. The
 * number of warnings is limited, regardless of what clients send.
 */
final class RejectionLog {

	/** The maximum number of warnings until the application is restarted. */
	static final int MAX_WARNINGS = 100;

	private static final int MAX_LISTENER_WARNINGS = 10;

	private static final Log logger = LogFactory.getLog(CorsRejections.class);

	private static final boolean KEY_VALUES = ClassUtils.isPresent("org.slf4j.spi.LoggingEventBuilder",
			RejectionLog.class.getClassLoader());

	private final AtomicInteger listenerFailures = new AtomicInteger();

	private final Set<CorsRejections.RejectionGroup> warned = ConcurrentHashMap.newKeySet();

	private final AtomicInteger warnings = new AtomicInteger();

	void rejected(CorsRejections.RejectionGroup group, String method, CorsDecision decision, CorsRequest request) {
		int warning = warning(group);
		boolean warn = warning != 0;
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
		if (warning == MAX_WARNINGS) {
			logger.warn("Further CORS rejections are logged at DEBUG only; the actuator endpoint 'cors' shows them.");
		}
	}

	/**
	 * Warnings have their own counter, which keeps the limit exact when several threads
	 * warn at the same time.
	 * @return the number of this warning, or 0 if no warning is due
	 */
	private int warning(CorsRejections.RejectionGroup group) {
		if (this.warnings.get() >= MAX_WARNINGS || !this.warned.add(group)) {
			return 0;
		}
		int warning = this.warnings.incrementAndGet();
		return (warning <= MAX_WARNINGS) ? warning : 0;
	}

	/**
	 * Log that a listener of the application failed. The request continues.
	 */
	void listenerFailed(RuntimeException failure) {
		if (this.listenerFailures.incrementAndGet() <= MAX_LISTENER_WARNINGS) {
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
			.append(SafeText.ofClient(request.path()))
			.append(" from ")
			.append(SafeText.ofClient(group.origin()))
			.append(" (")
			.append(group.reason())
			.append("): ")
			.append(explanation.message());
		if (explanation.fix() != null) {
			message.append(" To allow it, ").append(explanation.fix()).append('.');
		}
		CorsPolicy policy = decision.policy();
		if (policy != null && policy.locations().isInCode()) {
			message.append(" The policy '")
				.append(policy.name())
				.append("' is defined in code, not by this property. Change it there.");
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
		values.put("cors.origin", SafeText.ofClient(group.origin()));
		values.put("cors.method", SafeText.ofClient(method));
		values.put("cors.path", SafeText.ofClient(request.path()));
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
