package io.github.corsstarter.stacks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.SentResponse;
import io.github.corsstarter.web.CorsDecisionListener;

/**
 * Records the responses that the filter compares with policies that are not enforced.
 */
class WatchedResponses implements CorsDecisionListener {

	private static final List<String> HEADERS = List.of("Access-Control-Allow-Origin",
			"Access-Control-Allow-Credentials", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers",
			"Access-Control-Expose-Headers", "Access-Control-Max-Age", "X-Handler");

	private final List<Watched> watched = new CopyOnWriteArrayList<>();

	private final List<String> decisions = new CopyOnWriteArrayList<>();

	@Override
	public void onDecision(CorsDecision decision, CorsRequest request) {
		this.decisions.add(decision + " " + request.path());
	}

	@Override
	public void onWatchedResponse(CorsDecision decision, CorsRequest request, SentResponse response) {
		Map<String, List<String>> headers = new TreeMap<>();
		HEADERS.forEach((name) -> headers.put(name, List.copyOf(response.headers(name))));
		this.watched
			.add(new Watched(decision.toString(), request.method() + " " + request.path(), response.status(), headers));
	}

	/** The decisions on requests to paths of policies that are enforced. */
	List<String> decisions() {
		return this.decisions;
	}

	void clear() {
		this.watched.clear();
		this.decisions.clear();
	}

	/**
	 * The reports so far, after at least this many have arrived. A report may come after
	 * the client has received the response.
	 */
	List<Watched> await(int count) throws InterruptedException {
		Instant end = Instant.now().plus(Duration.ofSeconds(3));
		while (this.watched.size() < count && Instant.now().isBefore(end)) {
			Thread.sleep(1);
		}
		return new ArrayList<>(this.watched);
	}

	/** The header values of a response, as they are recorded. */
	static Map<String, List<String>> headers(io.github.corsstarter.testing.RawHttp.Response response) {
		Map<String, List<String>> headers = new TreeMap<>();
		HEADERS.forEach((name) -> headers.put(name, response.values(name)));
		return headers;
	}

	/**
	 * What was compared.
	 */
	record Watched(String decision, String request, int status, Map<String, List<String>> headers) {
	}

}
