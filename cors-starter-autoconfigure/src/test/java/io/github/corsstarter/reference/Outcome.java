package io.github.corsstarter.reference;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;

/**
 * The parts of a decision that are compared.
 *
 * @param policy the name of the policy that decided, empty if none did
 * @param kind {@code not-cors}, {@code preflight} or {@code actual}
 * @param reason the code of the reason
 * @param handlerRuns whether the handler runs
 * @param status the status of the answer, 0 if the handler answers
 * @param headers the {@code Access-Control-*} headers and {@code Timing-Allow-Origin} of
 * the response
 * @param vary the names that the response varies by
 */
record Outcome(String policy, String kind, String reason, boolean handlerRuns, int status, Map<String, String> headers,
		Set<String> vary) {

	Outcome with(Set<String> vary) {
		return new Outcome(this.policy, this.kind, this.reason, this.handlerRuns, this.status, this.headers, vary);
	}

	boolean isRejected() {
		return !this.reason.equals("allowed") && !this.reason.equals("no-policy");
	}

	/**
	 * What the engine decided.
	 */
	static Outcome of(CorsDecision decision, CorsRequest request) {
		Map<String, String> headers = new TreeMap<>();
		decision.forEachHeader(request, (name, value) -> {
			if (!name.equals("Cache-Control") && headers.put(name, value) != null) {
				throw new AssertionError("Twice: " + name);
			}
		});
		Outcome outcome = new Outcome((decision.policy() != null) ? decision.policy().name() : "",
				decision.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'), decision.reason().code(),
				!decision.isAnswered(), decision.status(), headers, new TreeSet<>(decision.vary()));
		if (outcome.vary().size() != decision.vary().size() || outcome.isRejected() != decision.isRejected()) {
			throw new AssertionError("Contradicts itself: " + decision);
		}
		return outcome;
	}

}
