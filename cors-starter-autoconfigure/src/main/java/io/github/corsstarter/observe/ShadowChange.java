package io.github.corsstarter.observe;

import io.github.corsstarter.policy.Coded;

/**
 * What a candidate policy, or a policy that is not enforced, would change for a request.
 */
public enum ShadowChange implements Coded {

	/**
	 * The candidate, or the policy that is not enforced, would reject a request that is
	 * allowed now.
	 */
	NEWLY_REJECTED,

	/**
	 * The candidate, or the policy that is not enforced, would allow a request that is
	 * rejected now, or whose response browsers refuse now.
	 */
	NEWLY_ALLOWED;

	@Override
	public String toString() {
		return code();
	}

}
