package io.github.corsstarter.stacks;

/**
 * What an application with Spring Security does about CORS itself.
 */
enum SecurityVariant {

	/** Nothing. */
	WITHOUT_CORS,

	/** Calls {@code cors(Customizer.withDefaults())}. */
	CORS,

	/** Calls {@code cors(...)} with its own source of rules. */
	OWN_SOURCE,

	/** Calls {@code cors(Customizer.withDefaults())} and has a bean with rules. */
	SOURCE_BEAN,

	/** Has a CORS filter as a bean. */
	FILTER_BEAN,

	/** Has a login form and, on other paths, bearer tokens. */
	FORM_AND_TOKENS

}
