package io.github.corsstarter.reference;

import java.util.Arrays;
import java.util.List;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.FuzzCorpus;
import io.github.corsstarter.web.CorsPolicies;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fuzz target: the headers of a request, compared with the reference. The first four
 * lines are the policy: allowed origins, methods and headers, separated by commas, and
 * flags. The next three are the method of the request, its origin, and the method that it
 * asks for. All others are lines of {@code Access-Control-Request-Headers}.
 */
public final class RequestFuzzTarget {

	private static final int FIRST_REQUEST_HEADER = 7;

	private RequestFuzzTarget() {
	}

	public static void fuzzerTestOneInput(byte[] input) {
		List<String> lines = FuzzCorpus.lines(input);
		if (lines.size() < FIRST_REQUEST_HEADER) {
			return;
		}
		String flags = lines.get(3);
		PlainPolicy policy = new PlainPolicy("p", List.of("/**"), list(lines.get(0)), list(lines.get(1)),
				list(lines.get(2)), List.of(), flags.contains("c"), flags.contains("t"), flags.contains("p"), 1000,
				flags.contains("o"));
		PlainConfiguration configuration = new PlainConfiguration(List.of(policy), flags.contains("d"));
		CorsPolicies policies;
		try {
			policies = configuration.toPolicies();
		}
		catch (InvalidCorsPolicyException ex) {
			assertThat(ex.problems()).isNotEmpty();
			return;
		}
		FakeCorsRequest request = request(lines);
		CorsDecision decision = policies.decide(request);
		assertThat(Outcome.of(decision, request)).isEqualTo(new ReferenceDecider(configuration).decide(request));
		assertThat(CorsExplanation.of(decision, request) != null).isEqualTo(decision.isRejected());
	}

	private static List<String> list(String line) {
		return line.isEmpty() ? List.of() : Arrays.asList(line.split(","));
	}

	private static FakeCorsRequest request(List<String> lines) {
		FakeCorsRequest request = FakeCorsRequest.actual(lines.get(4), "/a", lines.get(5));
		if (!lines.get(6).isEmpty()) {
			request = request.with("Access-Control-Request-Method", lines.get(6));
		}
		return request.with("Access-Control-Request-Headers",
				lines.subList(FIRST_REQUEST_HEADER, lines.size()).toArray(String[]::new));
	}

}
