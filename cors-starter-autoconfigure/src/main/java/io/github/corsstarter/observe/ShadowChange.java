package io.github.corsstarter.observe;

import io.github.corsstarter.policy.Coded;

/**
 * What a candidate policy would change for a request.
 */
public enum ShadowChange implements Coded {

	/** The policy allows the request, but its candidate would reject it. */
	NEWLY_REJECTED,

	/** The policy rejects the request, but its candidate would allow it. */
	NEWLY_ALLOWED;

	@Override
	public String toString() {
		return code();
	}

}
