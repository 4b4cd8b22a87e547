package io.github.corsstarter.decision;

import io.github.corsstarter.policy.Coded;

/**
 * The reason why a request is allowed or rejected. Explanations, metrics, logs and
 * endpoints all use the {@linkplain #code() code} of the reason.
 */
public enum CorsReason implements Coded {

	/** Every check passed, or there was nothing to check. */
	ALLOWED,

	/** No policy covers the path. */
	NO_POLICY,

	/**
	 * The request is for a host that is not a name of this application. Perhaps a page
	 * uses DNS rebinding.
	 */
	HOST_NOT_ALLOWED,

	/** The policy does not allow the origin. */
	ORIGIN_NOT_ALLOWED,

	/** {@code Origin} is empty, repeated or longer than 512 characters. */
	ORIGIN_MALFORMED,

	/** The policy does not allow the method. */
	METHOD_NOT_ALLOWED,

	/** The policy does not allow a header that the preflight requests. */
	HEADERS_NOT_ALLOWED,

	/** The request carries credentials and the policy does not allow them. */
	CREDENTIALS_NOT_ALLOWED;

	@Override
	public String toString() {
		return code();
	}

}
