package io.github.corsstarter.browser;

/**
 * A running browser with one page.
 */
interface Browser extends AutoCloseable {

	/**
	 * Which browser it is.
	 * @return its version
	 */
	String version();

	/**
	 * Open a page, and wait until it has loaded.
	 * @param url its address
	 */
	void open(String url);

	/**
	 * Run a script in the page.
	 * @param expression JavaScript: a promise of a string
	 * @return the string
	 */
	String evaluate(String expression);

	@Override
	void close();

}
