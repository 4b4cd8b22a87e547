package io.github.corsstarter.web;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.FuzzCorpus;

/**
 * A fuzz target: a decision takes time linear in the length of what a client sends. The
 * last line is repeated after the line before it, to a length that few servers accept.
 * The result is the path, the origin and the list of headers of a request. Each of the
 * other lines is a path pattern, an origin pattern or a header name of a policy. A line
 * that is valid as several of them is used as each of them.
 */
public final class CostFuzzTarget {

	private static final int LENGTH = 16_000;

	private static final int MAX_LINES = 6;

	/**
	 * Enough time for a regular expression, which may read 64 characters for each
	 * character of the path.
	 */
	private static final long NANOS_PER_CHARACTER = 10_000;

	private static final int TRIES = 3;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private CostFuzzTarget() {
	}

	public static void fuzzerTestOneInput(byte[] input) {
		List<String> lines = FuzzCorpus.lines(input);
		int size = lines.size();
		if (size < 3 || size > MAX_LINES || lines.get(size - 1).isEmpty()) {
			return;
		}
		CorsPolicies policies = policies(lines.subList(0, size - 2));
		if (policies == null) {
			return;
		}
		String unit = lines.get(size - 1);
		String text = lines.get(size - 2) + unit.repeat(1 + LENGTH / unit.length());
		FakeCorsRequest request = FakeCorsRequest.of("OPTIONS", text).with("Access-Control-Request-Method", "PUT");
		long allowed = NANOS_PER_CHARACTER * text.length() * policies.policies().get(0).paths().size();
		check(policies, request.with("Origin", text), allowed);
		check(policies, request.with("Origin", "https://a.example").with("Access-Control-Request-Headers", text),
				allowed);
	}

	private static CorsPolicies policies(List<String> lines) {
		List<String> paths = new ArrayList<>(List.of("/**"));
		List<String> origins = new ArrayList<>(List.of("https://a.example"));
		List<String> headers = new ArrayList<>();
		CorsPolicies policies = policies(paths, origins, headers);
		for (String line : lines) {
			for (List<String> list : List.of(paths, origins, headers)) {
				list.add(line);
				try {
					policies = policies(paths, origins, headers);
				}
				catch (InvalidCorsPolicyException ex) {
					list.remove(list.size() - 1);
				}
			}
		}
		return policies;
	}

	private static CorsPolicies policies(List<String> paths, List<String> origins, List<String> headers) {
		CorsPolicySpecification specification = CorsPolicySpecification.builder("p")
			.paths(paths)
			.allowedOrigins(origins)
			.allowedMethods(List.of("*"))
			.allowedHeaders(headers)
			.dangerouslyTolerate(EnumSet.allOf(DangerousTolerance.class))
			.build();
		return new CorsPolicies(List.of(() -> List.of(specification)), false);
	}

	private static void check(CorsPolicies policies, FakeCorsRequest request, long allowed) {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < TRIES && least > allowed; i++) {
			long before = THREADS.getCurrentThreadCpuTime();
			CorsDecision decision = policies.decide(request);
			CorsExplanation.of(decision, request);
			least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
		}
		if (least > allowed) {
			throw new AssertionError("%d ms for %d characters: %s".formatted(least / 1_000_000, request.path().length(),
					policies.policies().get(0)));
		}
	}

}
