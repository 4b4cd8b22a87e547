package io.github.corsstarter.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.json.Json;

/**
 * A page in the browser. A browser shows one page at a time, so this page is opened if
 * the browser shows another one.
 */
final class Page {

	private static final String FETCH = """
			async (request) => {
				try {
					const signal = AbortSignal.timeout(request.timeout ?? 20_000)
					const response = await fetch(request.url, { ...request, signal })
					const headers = {}
					response.headers.forEach((value, name) => headers[name] = value)
					const body = await response.text()
					return JSON.stringify({ type: response.type, status: response.status, headers, body })
				} catch (error) {
					return JSON.stringify({ error: String(error) })
				}
			}""";

	private static final String IN_FRAME = """
			(script) => new Promise((resolve) => {
				const frame = document.createElement('iframe')
				frame.sandbox = 'allow-scripts'
				frame.srcdoc = '<script>onmessage = (message) => eval(message.data)'
						+ '.then((text) => parent.postMessage(text, "*"))<' + '/script>'
				frame.onload = () => frame.contentWindow.postMessage(script, '*')
				onmessage = (message) => { frame.remove(); resolve(message.data) }
				document.body.append(frame)
			})""";

	private static final String SUBMIT = """
			async (url, fields) => {
				const form = document.createElement('form')
				form.method = 'post'
				form.action = url
				for (const [name, value] of Object.entries(fields)) {
					const input = document.createElement('input')
					input.name = name
					input.value = value
					form.append(input)
				}
				document.body.append(form)
				setTimeout(() => form.submit(), 0)
				return ''
			}""";

	private static final Duration NAVIGATION = Duration.ofSeconds(15);

	private final Web web;

	private final String origin;

	private final boolean sandboxed;

	Page(Web web, String origin, boolean sandboxed) {
		this.web = web;
		this.origin = origin;
		this.sandboxed = sandboxed;
	}

	/**
	 * Make the page's script send a request, and wait for the result.
	 * @param request the request
	 * @return the result
	 */
	Answer fetch(PageRequest request) {
		open();
		long start = start();
		String answer = evaluate("(" + FETCH + ")(" + new Json().toJson(request.init()) + ")");
		return answer(new Json().toType(answer, Map.class), start);
	}

	/**
	 * Make the page post a form, as an identity provider does. The browser leaves the
	 * page.
	 * @param url the URL to post to
	 * @param fields the form's fields
	 * @return the text that the user sees then
	 */
	Answer submit(String url, Map<String, String> fields) {
		open();
		long start = start();
		evaluate("(" + SUBMIT + ")(" + new Json().toJson(url) + ", " + new Json().toJson(fields) + ")");
		long end = System.nanoTime() + NAVIGATION.toNanos();
		while (System.nanoTime() < end) {
			Map<?, ?> shown = shown();
			if (url.equals(shown.get("url")) && "complete".equals(shown.get("state"))) {
				return answer(Map.of("type", "navigation", "status", 0, "headers", Map.of(), "body", shown.get("text")),
						start);
			}
			LocalProcess.pause();
		}
		throw new AssertionError("Not loaded after " + NAVIGATION + ": " + url);
	}

	/** Between two pages, there may be no page that can run a script. */
	private Map<?, ?> shown() {
		try {
			return new Json().toType(this.web.browser()
				.evaluate("(async () => JSON.stringify({ url: location.href, state: document.readyState,"
						+ " text: document.body ? document.body.innerText : '' }))()"),
					Map.class);
		}
		catch (RuntimeException ex) {
			return Map.of();
		}
	}

	boolean isSecure() {
		return this.origin.startsWith("https:");
	}

	void open() {
		this.web.open(this.origin.equals("null") ? Web.fileUrl() : this.origin + RecordingProxy.PAGE);
	}

	/**
	 * Run a script in the page that is open.
	 * @param expression a promise of a string
	 * @return the string
	 */
	String evaluate(String expression) {
		return this.web.browser()
			.evaluate(this.sandboxed ? "(" + IN_FRAME + ")(" + new Json().toJson(expression) + ")" : expression);
	}

	private long start() {
		try {
			this.web.proxy().clear();
			return (this.web.sample() != null) ? this.web.sample().now() : 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Answer answer(Map<?, ?> seen, long start) {
		try {
			List<Exchange> exchanges = this.web.proxy().exchanges();
			List<String> handlers = (this.web.sample() != null) ? this.web.sample().handlersSince(start) : List.of();
			return Answer.of(seen, exchanges, handlers);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
