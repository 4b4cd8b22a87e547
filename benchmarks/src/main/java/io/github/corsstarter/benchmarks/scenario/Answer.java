package io.github.corsstarter.benchmarks.scenario;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The result of a request, which is compared between contenders.
 *
 * @param status the status
 * @param handled whether the handler ran
 * @param cors the {@code Access-Control-*} headers, in an order and case that do not
 * depend on the contender
 */
public record Answer(int status, boolean handled, Map<String, String> cors) {

	private static final String PREFIX = "access-control-";

	/**
	 * Record an answer.
	 * @param status the status
	 * @param handled whether the handler ran
	 * @param headers passes every header line of the response to the consumer
	 * @return the answer
	 */
	public static Answer of(int status, boolean handled, Consumer<BiConsumer<String, String>> headers) {
		Map<String, String> cors = new TreeMap<>();
		headers.accept((name, value) -> {
			String key = name.toLowerCase(Locale.ROOT);
			// Two header lines must not look like one.
			if (key.startsWith(PREFIX)) {
				cors.merge(key.substring(PREFIX.length()), normalized(value), (one, other) -> one + " AND " + other);
			}
		});
		return new Answer(status, handled, cors);
	}

	private static String normalized(String value) {
		return Arrays.stream(value.split(","))
			.map((part) -> part.trim().toLowerCase(Locale.ROOT))
			.sorted()
			.collect(Collectors.joining(","));
	}

	static Answer passed() {
		return new Answer(200, true, Map.of());
	}

	static Answer refused() {
		return new Answer(403, false, Map.of());
	}

	static Answer allowed(String origin) {
		return of(200, true, (headers) -> {
			headers.accept("Access-Control-Allow-Origin", origin);
			headers.accept("Access-Control-Allow-Credentials", "true");
			headers.accept("Access-Control-Expose-Headers", String.join(",", Rules.EXPOSED));
		});
	}

	static Answer preflight(String origin) {
		return of(200, false, (headers) -> {
			headers.accept("Access-Control-Allow-Origin", origin);
			headers.accept("Access-Control-Allow-Credentials", "true");
			headers.accept("Access-Control-Allow-Methods", String.join(",", Rules.METHODS));
			headers.accept("Access-Control-Allow-Headers", String.join(",", Rules.HEADERS));
			headers.accept("Access-Control-Max-Age", Integer.toString(Rules.MAX_AGE));
		});
	}

	/**
	 * Returns this answer with an additional header.
	 * @param name the name of the header, without {@code access-control-}
	 * @param value the value of the header
	 * @return the answer
	 */
	public Answer with(String name, String value) {
		Map<String, String> more = new TreeMap<>(this.cors);
		more.put(name, normalized(value));
		return new Answer(this.status, this.handled, more);
	}

}
