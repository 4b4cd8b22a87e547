package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Knows the policies that have a path in common with others, to find out whether advice
 * would make two policies overlap. Changes only until all policies are compiled.
 */
final class SharedPaths {

	private static final String ORIGINS = "allowed-origins";

	/** For candidates, the policies in force. */
	private final @Nullable SharedPaths inForce;

	/** The key is the name of a policy. */
	private final Map<String, List<AudienceEngine>> engines = new HashMap<>();

	private SharedPaths(@Nullable SharedPaths inForce) {
		this.inForce = inForce;
	}

	static SharedPaths ofPoliciesInForce() {
		return new SharedPaths(null);
	}

	static SharedPaths ofCandidates(SharedPaths inForce) {
		return new SharedPaths(inForce);
	}

	void add(AudienceEngine engine) {
		engine.policies()
			.forEach((policy) -> this.engines.computeIfAbsent(policy.name(), (key) -> new ArrayList<>()).add(engine));
	}

	boolean contains(CorsPolicy policy) {
		return this.engines.containsKey(policy.name());
	}

	/**
	 * Explain why a policy does not allow a request. If the policy would overlap with
	 * another one after a change of its origins, there is no fix.
	 * @param policy the policy
	 * @param decision the rejection
	 * @param request the request
	 */
	CorsExplanation explain(CorsPolicy policy, CorsDecision decision, CorsRequest request) {
		CorsExplanation explanation = CorsExplanation.ofCheck(policy, decision, request);
		String origin = request.header(CorsHeaders.ORIGIN);
		if (!isAddition(explanation, policy) || origin == null || isFree(origin, policy)) {
			return explanation;
		}
		return explanation.explained(
				explanation.message() + " If it did, it would overlap with another policy for the same path.", null);
	}

	/**
	 * Explains rejections by a policy.
	 * @param policy the policy
	 * @param shared whether the policy has the path of the request in common with others
	 */
	RejectionExplainer explainer(CorsPolicy policy, boolean shared) {
		return new RejectionExplainer() {

			@Override
			public CorsExplanation explain(CorsDecision decision, CorsRequest request) {
				return SharedPaths.this.explain(policy, decision, request);
			}

			@Override
			public CorsPolicy changedPolicy(CorsRequest request) {
				return policy;
			}

			@Override
			public boolean isShared() {
				return shared;
			}

		};
	}

	/** Whether a fix adds an origin to a policy. */
	static boolean isAddition(CorsExplanation explanation, CorsPolicy policy) {
		return explanation.fix() != null && policy.locations().property(ORIGINS).equals(explanation.property());
	}

	private boolean isFree(String origin, CorsPolicy policy) {
		String property = policy.locations().property(ORIGINS);
		boolean free = this.engines.getOrDefault(policy.name(), List.of())
			.stream()
			.allMatch((engine) -> engine.isFree(origin, policy.name()));
		boolean ofCandidate = property.startsWith("cors.policies." + policy.name() + ".shadow.");
		return free && (this.inForce == null || ofCandidate || this.inForce.isFree(origin, policy));
	}

}
