package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;

/**
 * Finds all changes that a policy needs to allow a request, because more than one check
 * may fail.
 */
final class FixFinder {

	/** One change each for the origin, the method, the headers and the credentials. */
	private static final int MAX_CHANGES = 4;

	private FixFinder() {
	}

	/**
	 * Change a copy of the policy until it allows the request.
	 * @param refusal the outcome of the request
	 * @param request the request
	 * @param check predicts the outcome of a request with a given policy, without looking
	 * for more than one change
	 * @return the outcome with all changes, or without a fix if no safe changes would
	 * allow the request; the explanation then says why
	 */
	static BrowserVerdict complete(BrowserVerdict refusal, BrowserRequest request,
			BiFunction<CorsPolicy, BrowserRequest, BrowserVerdict> check) {
		List<String> changes = new ArrayList<>();
		BrowserVerdict verdict = refusal;
		while (!verdict.allowed() && changes.size() < MAX_CHANGES) {
			CorsPolicy policy = verdict.policy();
			if (policy == null || verdict.fix() == null) {
				return refusal.explained(refusal.explanation() + " That is not all: " + verdict.explanation(), null);
			}
			changes.add(verdict.fix());
			try {
				verdict = check.apply(CorsPolicy.of(changed(policy, verdict.reason(), request)), request);
			}
			catch (InvalidCorsPolicyException ex) {
				return refusal.explained(refusal.explanation(), null);
			}
		}
		return refusal.explained(refusal.explanation(), verdict.allowed() ? String.join("; ", changes) : null);
	}

	private static CorsPolicySpecification changed(CorsPolicy policy, CorsReason reason, BrowserRequest request) {
		CorsPolicySpecification.Builder changed = policy.mutate();
		switch (reason) {
			case ORIGIN_NOT_ALLOWED -> changed.allowedOrigins(
					with(policy.allowedOrigins().stream().map(OriginPattern::toString).toList(), request.origin()));
			case METHOD_NOT_ALLOWED -> changed.allowedMethods(with(policy.allowedMethods(), request.method()));
			case HEADERS_NOT_ALLOWED -> changed
				.allowedHeaders(with(policy.allowedHeaders(), request.unsafeHeaderNames().toArray(String[]::new)));
			default -> changed.allowCredentials(true);
		}
		return changed.build();
	}

	private static List<String> with(List<String> values, String... added) {
		List<String> all = new ArrayList<>(values);
		all.addAll(List.of(added));
		return all;
	}

}
