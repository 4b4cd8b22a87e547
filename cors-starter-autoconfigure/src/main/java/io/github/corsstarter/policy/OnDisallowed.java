package io.github.corsstarter.policy;

/**
 * How the server handles an actual request that a policy does not allow. A preflight that
 * is not allowed is answered with 403 in both cases.
 */
public enum OnDisallowed implements Coded {

	/**
	 * Answer with 403 and do not run the handler. This also protects against forged form
	 * posts.
	 */
	REJECT,

	/**
	 * Run the handler and send its response without CORS headers, so that the browser
	 * does not let scripts read it. Use this for paths that receive form posts from other
	 * sites, for example from an identity provider.
	 */
	OMIT_HEADERS

}
