package io.github.corsstarter.web;

/**
 * What a candidate policy would change for a request.
 */
public enum ShadowChange {

	/** The policy allows the request, its candidate would not. */
	NEWLY_REJECTED("newly-rejected"),

	/** The policy rejects the request, its candidate would allow it. */
	NEWLY_ALLOWED("newly-allowed");

	private final String word;

	ShadowChange(String word) {
		this.word = word;
	}

	/**
	 * The word by which this change is known outside the code.
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
