package io.github.corsstarter.browser;

/**
 * A running browser with one page.
 */
interface Browser extends AutoCloseable {

	/**
	 * The name and version of the browser.
	 * @return the name and version
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
	 * Press keys one after the other in the focused element.
	 * @param keys the characters, which may include {@link org.openqa.selenium.Keys}
	 */
	void press(CharSequence... keys);

	/**
	 * Change the size of the window or of its viewport.
	 * @param width the width, in CSS pixels
	 * @param height the height
	 */
	void resize(int width, int height);

	/**
	 * Grant an embedded site access to its cookies below the pages of another site, as if
	 * the user had agreed to {@code document.requestStorageAccess()}.
	 * @param page the origin of the page
	 * @param embedded the origin of what the page embeds
	 * @throws UnsupportedOperationException if tests cannot do this in the browser
	 */
	default void grantStorageAccess(String page, String embedded) {
		throw new UnsupportedOperationException(version());
	}

	@Override
	void close();

}
