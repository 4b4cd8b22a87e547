package io.github.corsstarter.origin;

/**
 * Some origins.
 */
interface Origins {

	/**
	 * Whether an origin is one of them. Never throws.
	 * @param origin the value of an {@code Origin} header
	 */
	boolean contains(String origin);

}
