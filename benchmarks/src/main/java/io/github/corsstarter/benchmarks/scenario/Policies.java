package io.github.corsstarter.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.policy.CorsPolicySpecification;

/**
 * Turns rules into policies of the starter.
 */
public final class Policies {

	private Policies() {
	}

	/**
	 * Specify a policy for each rule.
	 * @param rules the rules
	 * @return the policies
	 */
	public static List<CorsPolicySpecification> of(Rules rules) {
		List<CorsPolicySpecification> policies = new ArrayList<>();
		for (Rules.Rule rule : rules.rules()) {
			Stream<String> patterns = rule.parents().stream().map((parent) -> "https://*." + parent);
			policies.add(CorsPolicySpecification.builder("policy-" + policies.size())
				.paths(rule.path())
				.allowedOrigins(Stream.concat(rule.origins().stream(), patterns).toList())
				.allowedMethods(Rules.METHODS)
				.allowedHeaders(Rules.HEADERS)
				.exposedHeaders(Rules.EXPOSED)
				.allowCredentials(true)
				.maxAge(Duration.ofSeconds(Rules.MAX_AGE))
				.build());
		}
		return policies;
	}

}
