package io.github.corsstarter.policy;

/**
 * Checks that a policy with credentials can switch off, each at the price of letting more
 * people at the data of its users.
 */
public enum DangerousTolerance implements Coded {

	/**
	 * Origins with the scheme {@code http}: whoever sits on the network between such a
	 * page and its visitor can read with the visitor's credentials.
	 */
	INSECURE_ORIGINS,

	/**
	 * A wildcard directly below a public suffix such as {@code *.github.io}: anybody can
	 * register a name there and read with the visitor's credentials.
	 */
	PUBLIC_SUFFIX_SUBDOMAINS,

	/**
	 * The opaque origin {@code null}: any site can give itself this origin with a
	 * sandboxed frame, and read with the visitor's credentials.
	 */
	NULL_ORIGIN

}
