package io.github.corsstarter.browser;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.json.Json;

/**
 * The sample's page in a browser, with the actions of a user and the texts of the page.
 */
final class IndexPage {

	static final String ORIGIN = "http://localhost:8080";

	/** Wide enough for tables with all their columns. */
	static final int WIDTH = 1280;

	private static final int HEIGHT = 900;

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final Browser browser;

	private final String url;

	private IndexPage(Browser browser, String origin) {
		this.browser = browser;
		this.url = origin + "/";
	}

	/**
	 * Open the page, and wait until it shows the server's data.
	 * @param browser the browser
	 * @param origin the page's origin
	 * @return the page
	 */
	static IndexPage open(Browser browser, String origin) {
		IndexPage page = new IndexPage(browser, origin);
		page.resize(WIDTH);
		page.reload();
		return page;
	}

	void reload() {
		this.browser.open(this.url);
		await("document.querySelector('#rules-body tr')");
	}

	void resize(int width) {
		this.browser.resize(width, HEIGHT);
	}

	void click(String id) {
		this.browser.click("#" + id);
	}

	void press(CharSequence... keys) {
		this.browser.press(keys);
	}

	/**
	 * Replace the text of a field.
	 * @param id the id of the field
	 * @param text the text
	 */
	void fill(String id, String text) {
		value("document.getElementById('" + id + "').select()");
		press(text);
	}

	/**
	 * Click a button that predicts and tries a request, and wait for both results.
	 * @param id the id of the button
	 */
	void tryBy(String id) {
		click(id);
		awaitComparison();
	}

	void awaitComparison() {
		await("document.getElementById('agreement').dataset.agree");
	}

	/**
	 * Wait for a condition.
	 * @param condition JavaScript
	 */
	void await(String condition) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!value("Boolean(" + condition + ")").equals("true")) {
			if (System.nanoTime() > end) {
				throw new AssertionError("Not true after " + PATIENCE + ": " + condition);
			}
			LocalProcess.pause();
		}
	}

	/**
	 * Evaluate an expression.
	 * @param expression JavaScript
	 * @return the value as text
	 */
	String value(String expression) {
		return this.browser.evaluate("(async () => String(" + expression + "))()");
	}

	List<?> list(String expression) {
		return new Json().toType(value("JSON.stringify(" + expression + ")"), List.class);
	}

	Map<?, ?> map(String expression) {
		return new Json().toType(value("JSON.stringify(" + expression + ")"), Map.class);
	}

	/**
	 * The text of an element.
	 * @param id its id
	 * @return the text, or the text {@code null} if there is no such element
	 */
	String text(String id) {
		return value("document.getElementById('" + id + "')?.textContent ?? null");
	}

	/**
	 * Whether a side of the comparison says that the page may read the response.
	 * @param side {@code prediction} or {@code reality}
	 * @return the answer as text, or {@code undefined} if there is no answer
	 */
	String allowed(String side) {
		return value("document.getElementById('" + side + "').dataset.allowed");
	}

	String focused() {
		return value("document.activeElement.id || document.activeElement.className || document.activeElement.tagName");
	}

}
