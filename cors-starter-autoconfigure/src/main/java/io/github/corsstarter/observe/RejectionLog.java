package io.github.corsstarter.observe;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
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

/**
 * Logs rejections. The first rejection of each policy, reason and origin, and of each
 * method or list of headers that is not allowed, is a warning, with the change that would
 * allow the request. All others are logged at DEBUG. Regardless of what clients send, at
 * most {@value WarningLimit#MAX_WARNINGS} warnings are possible at once, and then ten in
 * an hour.
 */
final class RejectionLog {

	private static final int MAX_LISTENER_WARNINGS = 10;

	private static final Log logger = LogFactory.getLog(CorsRejections.class);

	private static final StructuredLog log = new StructuredLog(CorsRejections.class);

	private final AtomicInteger listenerFailures = new AtomicInteger();

	private final WarningLimit<CorsRejections.RejectionGroup> limit;

	RejectionLog(Clock clock) {
		this.limit = new WarningLimit<>(clock);
	}

	/**
	 * Whether a rejection may be logged. Most rejections are not, so callers ask first.
	 */
	boolean isLogged(KeptRejection kept) {
		return !kept.hasWarned(this.limit.forgotten()) || log.isDebugEnabled();
	}

	void rejected(CorsRejections.RejectionGroup group, KeptRejection kept, String method, CorsDecision decision,
			CorsRequest request) {
		int forgotten = this.limit.forgotten();
		boolean warn = this.limit.isDue(group);
		if (warn || this.limit.hasWarned(group)) {
			kept.warned(forgotten);
		}
		if (!warn && !log.isDebugEnabled()) {
			return;
		}
		CorsExplanation explanation = CorsExplanation.of(decision, request);
		if (explanation == null) {
			return;
		}
		String message = message(group, method, decision, request, explanation);
		log.log(warn, message, keyValues(group, method, request, explanation));
		if (warn && this.limit.isReached()) {
			logger
				.warn("From now on, at most ten warnings about CORS rejections are possible in an hour. The others are"
						+ " logged at DEBUG; the actuator endpoint 'cors' shows them.");
		}
	}

	/** Every group may cause a warning again, within the same limit. */
	void forgetGroups() {
		this.limit.forgetGroups();
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

}
