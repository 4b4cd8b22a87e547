package io.github.corsstarter.neighbors;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp.Response;

/**
 * A response without the parts that differ between two runs of the same application.
 *
 * @param status the status
 * @param headers all header lines but {@code Date}, in their order
 * @param body the body
 */
record Answer(int status, List<String> headers, String body) {

	static Answer of(Response response) {
		String body = stable(response.body());
		// Spring Data REST lists its repositories in an order that varies.
		boolean unordered = response.values("Content-Type").contains("application/vnd.hal+json");
		// The body contains a random number or a number of the connection, so its length
		// varies.
		boolean entropy = response.body().contains("\"entropy\"") || response.body().contains("\"requestId\"");
		return new Answer(response.status(),
				response.lines()
					.stream()
					.filter((line) -> !entropy || !line.startsWith("Content-Length:"))
					.map(Answer::stable)
					.toList(),
				unordered ? body.lines().sorted().collect(Collectors.joining("\n")) : body);
	}

	/** This answer without CORS headers and {@code Vary}, which a policy sets. */
	Answer withoutCors() {
		Stream<String> others = this.headers.stream()
			.filter((line) -> !line.toLowerCase(Locale.ROOT).matches("(access-control-|vary:).*"));
		return new Answer(this.status, others.toList(), this.body);
	}

	private static String stable(String text) {
		return text.replaceAll("(localhost|127\\.0\\.0\\.1):\\d+", "server")
			.replaceAll("\"(timestamp|requestId)\":\"[^\"]*\"", "\"$1\":\"\"")
			.replaceAll("\"(entropy|free)\":-?\\d+", "\"$1\":0")
			.replaceAll("(name=\"_csrf\".* value=)\"[^\"]*\"", "$1")
			.replaceAll("(?i)(jsessionid[:=]\\s*)[0-9a-z]+", "$1");
	}

}
