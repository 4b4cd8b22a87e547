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

	/**
	 * Click an element with the mouse.
	 * @param selector its CSS selector
	 */
	void click(String selector);

	/**
	 * Press keys, one after the other, wherever the focus is.
	 * @param keys characters, {@link org.openqa.selenium.Keys} among them
	 */
	void press(CharSequence... keys);

	/**
	 * Change the size of the window, or of what is seen of the page in it.
	 * @param width the width, in CSS pixels
	 * @param height the height
	 */
	void resize(int width, int height);

	@Override
	void close();

}
