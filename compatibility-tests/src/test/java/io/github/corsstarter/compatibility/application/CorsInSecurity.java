package io.github.corsstarter.compatibility.application;

/**
 * What a secured application has Spring Security do about CORS.
 */
public enum CorsInSecurity {

	/** No {@code http.cors()}. */
	NONE,

	/** {@code http.cors(withDefaults())}. */
	DEFAULTS,

	/**
	 * {@code http.cors(…)} with a source of the application's own, which would refuse
	 * whom the policy allows.
	 */
	OWN_SOURCE

}
