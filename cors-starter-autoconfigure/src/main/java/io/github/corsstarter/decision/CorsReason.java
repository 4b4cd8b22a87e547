package io.github.corsstarter.decision;

/**
 * Why a request is allowed or not. The words are the same in decisions, explanations,
 * metrics and endpoints.
 */
public enum CorsReason {

	/** Every check passed, or there was nothing to check. */
	ALLOWED("allowed"),

	/** No policy covers the path. */
	NO_POLICY("no-policy"),

	/** The policy does not allow the origin. */
	ORIGIN_NOT_ALLOWED("origin-not-allowed"),

	/** {@code Origin} is empty, repeated or longer than 512 characters. */
	ORIGIN_MALFORMED("origin-malformed"),

	/** The policy does not allow the method. */
	METHOD_NOT_ALLOWED("method-not-allowed"),

	/** The policy does not allow every header that the preflight asks for. */
	HEADERS_NOT_ALLOWED("headers-not-allowed"),

	/** The request carries credentials and the policy does not allow them. */
	CREDENTIALS_NOT_ALLOWED("credentials-not-allowed");

	private final String word;

	CorsReason(String word) {
		this.word = word;
	}

	/**
	 * The word by which this reason is known outside the code.
	 * @return the word, lower case with dashes
	 */
	public String word() {
		return this.word;
	}

	@Override
	public String toString() {
		return this.word;
	}

}
