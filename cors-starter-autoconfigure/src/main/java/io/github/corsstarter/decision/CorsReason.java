package io.github.corsstarter.decision;

import io.github.corsstarter.policy.Coded;

/**
 * Why a request is allowed or not. The words are the same in decisions, explanations,
 * metrics and endpoints.
 */
public enum CorsReason implements Coded {

	/** Every check passed, or there was nothing to check. */
	ALLOWED,

	/** No policy covers the path. */
	NO_POLICY,

	/** The policy does not allow the origin. */
	ORIGIN_NOT_ALLOWED,

	/** {@code Origin} is empty, repeated or longer than 512 characters. */
	ORIGIN_MALFORMED,

	/** The policy does not allow the method. */
	METHOD_NOT_ALLOWED,

	/** The policy does not allow every header that the preflight asks for. */
	HEADERS_NOT_ALLOWED,

	/** The request carries credentials and the policy does not allow them. */
	CREDENTIALS_NOT_ALLOWED;

	@Override
	public String toString() {
		return code();
	}

}
