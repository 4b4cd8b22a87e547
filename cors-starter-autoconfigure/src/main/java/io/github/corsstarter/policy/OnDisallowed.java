package io.github.corsstarter.policy;

/**
 * What happens to an actual request that a policy does not allow. A preflight that is not
 * allowed is answered with 403 in both cases.
 */
public enum OnDisallowed implements Coded {

	/**
	 * Answer with 403 and do not run the handler: a shield against forged posts, too.
	 */
	REJECT,

	/**
	 * Run the handler and send its response without CORS headers, so that the browser
	 * keeps it from the page. For paths that receive form posts from other sites, such as
	 * those of an identity provider.
	 */
	OMIT_HEADERS

}
