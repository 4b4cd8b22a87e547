package io.github.corsstarter.sample;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The response that a page can read, and the requests and responses that were
 * transferred.
 *
 * @param status the status that the page can read, 0 if it can read nothing
 * @param headers the headers that the page can read, by name in lower case
 * @param body the body that the page can read
 * @param error the reason why the page can read nothing, or {@code null} if it can read
 * the response
 * @param exchanges all requests and responses, in order
 */
record FetchResult(int status, Map<String, String> headers, String body, String error, List<Exchange> exchanges) {

	static FetchResult networkError(String error, List<Exchange> exchanges) {
		return new FetchResult(0, Map.of(), "", error, List.copyOf(exchanges));
	}

	boolean isReadable() {
		return this.error == null;
	}

	String header(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	List<Exchange> preflights() {
		return this.exchanges.stream().filter(Exchange::isPreflight).toList();
	}

	Exchange preflight() {
		return preflights().get(0);
	}

	List<Exchange> requests() {
		return this.exchanges.stream().filter((exchange) -> !exchange.isPreflight()).toList();
	}

	Exchange lastRequest() {
		List<Exchange> requests = requests();
		return requests.get(requests.size() - 1);
	}

}
