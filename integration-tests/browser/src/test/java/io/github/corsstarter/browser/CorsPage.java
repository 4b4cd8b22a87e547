package io.github.corsstarter.browser;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.json.Json;

/**
 * The page of the endpoint {@code corspage} in a browser, with the actions of a user and
 * the texts of the page.
 */
final class CorsPage {

	static final String ORIGIN = "http://localhost:8080";

	static final String PATH = "/actuator/corspage";

	/** Wide enough for tables with all their columns. */
	static final int WIDTH = 1280;

	private static final int HEIGHT = 900;

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final Browser browser;

	private final String url;

	private CorsPage(Browser browser, String url) {
		this.browser = browser;
		this.url = url;
	}

	/**
	 * Open the page, and wait until it shows the server's data or the reason why not.
	 * @param browser the browser
	 * @param url the page's address
	 * @return the page
	 */
	static CorsPage open(Browser browser, String url) {
		CorsPage page = new CorsPage(browser, url);
		page.resize(WIDTH);
		page.reload();
		return page;
	}

	void reload() {
		this.browser.open(this.url);
		await("document.getElementById('rules-status').textContent !== ''");
		value("(window.violations = [], document.addEventListener('securitypolicyviolation',"
				+ " (event) => violations.push(event.violatedDirective)))");
	}

	/** What the browser blocked since the page was loaded. */
	String violations() {
		return value("violations.join()");
	}

	/**
	 * Fill the form.
	 * @param path the path
	 * @param method the method
	 * @param headers the names of headers
	 * @param credentials whether the request has cookies
	 */
	void ask(String path, String method, String headers, boolean credentials) {
		value("(document.getElementById('path').value = '" + path + "', document.getElementById('method').value = '"
				+ method + "', document.getElementById('headers').value = '" + headers
				+ "', document.getElementById('credentials').checked = " + credentials + ")");
	}

	/** Choose where requests are sent from: {@code direct} or {@code framed}. */
	void from(String choice) {
		click(choice);
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

	/** Try the request of the form, and wait until it is compared with the prediction. */
	void tryIt() {
		value("delete document.getElementById('agreement').dataset.agree");
		click("try");
		if (value("document.getElementById('confirm').open").equals("true")) {
			click("confirm-yes");
		}
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

	/** The id of the focused element, or what it is if it has none. */
	String focused() {
		return value(
				"document.activeElement.id || document.activeElement.className || document.activeElement.getAttribute('href') || document.activeElement.tagName");
	}

}
