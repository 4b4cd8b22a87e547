package io.github.corsstarter.compatibility.application;

/**
 * How Spring Security handles CORS in a secured application.
 */
public enum CorsInSecurity {

	/** No {@code http.cors()}. */
	NONE,

	/** {@code http.cors(withDefaults())}. */
	DEFAULTS,

	/**
	 * {@code http.cors(…)} with a configuration source that would reject the origin that
	 * the policy allows.
	 */
	OWN_SOURCE

}
