package io.github.corsstarter.browser;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a request: what the page could read, and what the server received.
 *
 * @param status the status, or 0 if the page could not read it
 * @param headers the response headers that the page could read, names in lower case
 * @param body the body
 * @param error what the page got instead of a response, or {@code null}
 * @param exchanges all requests and responses between the browser and the server
 * @param handlers the handlers of the sample that ran
 */
record Answer(int status, Map<?, ?> headers, String body, String error, List<Exchange> exchanges,
		List<String> handlers) {

	static Answer of(Map<?, ?> seen, List<Exchange> exchanges, List<String> handlers) {
		String error = (String) seen.get("error");
		if (error != null) {
			return new Answer(0, Map.of(), null, error, exchanges, handlers);
		}
		return new Answer(((Number) seen.get("status")).intValue(), (Map<?, ?>) seen.get("headers"),
				(String) seen.get("body"), null, exchanges, handlers);
	}

	boolean isReadable() {
		return this.error == null;
	}

	String header(String name) {
		return (String) this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	List<Exchange> preflights() {
		return this.exchanges.stream().filter(Exchange::isPreflight).toList();
	}

	List<Exchange> requests() {
		return this.exchanges.stream().filter((exchange) -> !exchange.isPreflight()).toList();
	}

	Exchange preflight() {
		return preflights().get(0);
	}

	Exchange lastRequest() {
		return requests().get(requests().size() - 1);
	}

}
