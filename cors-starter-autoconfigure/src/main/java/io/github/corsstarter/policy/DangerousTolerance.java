package io.github.corsstarter.policy;

/**
 * Dangers that a policy with credentials can accept. Each tolerance turns off one check,
 * so that more people can read the data of users.
 */
public enum DangerousTolerance implements Coded {

	/**
	 * Origins with the scheme {@code http}. Anyone on the network between such a page and
	 * its visitor can read with the visitor's credentials.
	 */
	INSECURE_ORIGINS,

	/**
	 * A wildcard directly below a public suffix, such as {@code *.github.io}. Anyone can
	 * register a name there and read with the visitor's credentials.
	 */
	PUBLIC_SUFFIX_SUBDOMAINS,

	/**
	 * The opaque origin {@code null}, and {@code file://}. Any site can obtain the origin
	 * {@code null} with a sandboxed frame and read with the visitor's credentials. Any
	 * page that is opened from disk can have the origin {@code file://}.
	 */
	NULL_ORIGIN

}
