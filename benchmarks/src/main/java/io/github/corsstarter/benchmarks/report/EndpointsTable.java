package io.github.corsstarter.benchmarks.report;

import java.util.Locale;

import io.github.corsstarter.benchmarks.endpoint.Endpoints;
import io.github.corsstarter.benchmarks.endpoint.Endpoints.Response;

/**
 * Formats the times of the endpoints as Markdown.
 */
final class EndpointsTable {

	private EndpointsTable() {
	}

	static String of(Endpoints endpoints) {
		StringBuilder table = new StringBuilder(
				String.format(Locale.ROOT, "Run of %s on commit %s, medians of %d calls.\n\n", endpoints.date(),
						endpoints.commit(), endpoints.calls()))
			.append("| request | origins of the policy | CPU time, ms | response, KB |\n| --- | --- | --- | --- |\n");
		for (Response response : endpoints.responses()) {
			table.append(String.format(Locale.ROOT, "| `%s` | %s | %.2f | %,.1f |\n", response.request(),
					response.origins(), response.millis(), response.bytes() / 1024.0));
		}
		return table.toString();
	}

}
