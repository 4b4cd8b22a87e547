package io.github.corsstarter.decision;

import io.github.corsstarter.policy.CorsPolicy;

/**
 * Explains rejections by a policy that has a path in common with other policies.
 */
interface RejectionExplainer {

	/**
	 * Explain the failed check.
	 * @param decision the rejection
	 * @param request the request that was rejected
	 */
	CorsExplanation explain(CorsDecision decision, CorsRequest request);

	/**
	 * The policy that the fix changes.
	 * @param request the request that was rejected
	 */
	CorsPolicy changedPolicy(CorsRequest request);

	/**
	 * Whether other policies have the path pattern that matches the path of the request.
	 */
	boolean isShared();

}
