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
	OWN_SOURCE,

	/**
	 * No {@code http.cors()}. Between the policies and Spring Security, the application
	 * has Spring's filter that answers only preflights.
	 */
	PREFLIGHT_FILTER,

	/** The same filter, before the policies. */
	PREFLIGHT_FILTER_FIRST;

	/** The name of the filter that answers only preflights. */
	public static final String FILTER = "preflights";

	boolean hasPreflightFilter() {
		return this == PREFLIGHT_FILTER || this == PREFLIGHT_FILTER_FIRST;
	}

}
