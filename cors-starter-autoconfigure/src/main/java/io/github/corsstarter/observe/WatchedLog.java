package io.github.corsstarter.observe;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.decision.WatchedDifference;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Logs differences between policies that are not enforced and the responses that were
 * sent. The first difference of each group is a warning, with the change that would
 * remove it. All others are logged at DEBUG. The number of warnings is limited as for
 * rejections.
 */
final class WatchedLog {

	private final StructuredLog log = new StructuredLog(CorsShadows.class);

	private final WarningLimit<CorsShadows.DifferenceGroup> limit;

	WatchedLog(Clock clock) {
		this.limit = new WarningLimit<>(clock);
	}

	void differs(CorsShadows.DifferenceGroup group, String method, WatchedDifference difference, CorsDecision decision,
			CorsRequest request, Collection<CorsPolicy> policies) {
		boolean warn = this.limit.isDue(group);
		if (!warn && !this.log.isDebugEnabled()) {
			return;
		}
		CorsExplanation explanation = difference.explain(decision, request, policies);
		if (explanation == null) {
			return;
		}
		this.log.log(warn, message(method, difference, decision, request, explanation),
				keyValues(group, method, request, explanation));
		if (warn && this.limit.isReached()) {
			this.log
				.log(true, "From now on, at most ten warnings about differences of CORS policies that are not enforced"
						+ " are possible in an hour. The others are logged at DEBUG; the actuator endpoint 'cors' shows them.",
						Map.of());
		}
	}

	/** Every group may cause a warning again, within the same limit. */
	void forgetGroups() {
		this.limit.forgetGroups();
	}

	private static String message(String method, WatchedDifference difference, CorsDecision decision,
			CorsRequest request, CorsExplanation explanation) {
		boolean rejected = difference.newlyRejected();
		String origin = request.header(CorsHeaders.ORIGIN);
		StringBuilder message = new StringBuilder(200);
		message.append("The policy '")
			.append(explanation.policy())
			.append("' is not enforced. It would ")
			.append(rejected ? "reject" : "allow")
			.append((decision.kind() == RequestKind.PREFLIGHT) ? " the preflight for " : " ")
			.append(SafeText.ofClient(method))
			.append(' ')
			.append(SafeText.ofPath(request.path()))
			.append((origin != null) ? " from " + SafeText.ofClient(origin) : "")
			.append(rejected ? ", which is allowed now (" : ", which browsers refuse now (")
			.append(difference.reason())
			.append(", status ")
			.append(difference.status())
			.append("): ")
			.append(explanation.message());
		if (explanation.fix() != null) {
			message.append(rejected ? " To allow it, " : " To refuse it as now, ")
				.append(explanation.fix())
				.append('.');
		}
		if (explanation.place() != null) {
			message.append(" See ").append(explanation.property()).append(", ").append(explanation.place()).append('.');
		}
		return message.toString();
	}

	private static Map<String, @Nullable String> keyValues(CorsShadows.DifferenceGroup group, String method,
			CorsRequest request, CorsExplanation explanation) {
		String origin = request.header(CorsHeaders.ORIGIN);
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		values.put("cors.policy", group.policy());
		values.put("cors.change", group.change().code());
		values.put("cors.reason", group.reason().code());
		values.put("cors.origin", (origin != null) ? SafeText.ofClient(origin) : null);
		values.put("cors.method", SafeText.ofClient(method));
		values.put("cors.path", SafeText.ofPath(request.path()));
		values.put("cors.property", explanation.property());
		values.put("cors.fix", explanation.fix());
		return values;
	}

}
