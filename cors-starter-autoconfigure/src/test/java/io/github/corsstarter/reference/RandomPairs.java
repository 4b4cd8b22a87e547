package io.github.corsstarter.reference;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.web.CorsPolicies;

/**
 * Random configurations and requests, for tests in other packages.
 */
public final class RandomPairs {

	private RandomPairs() {
	}

	/**
	 * The names of all policies that occur.
	 */
	public static List<String> policyNames() {
		return RandomConfigurations.names();
	}

	/**
	 * Make pairs.
	 * @param configurations how many configurations
	 * @param requests how many requests for each of them
	 * @param pair is given each pair
	 */
	public static void forEach(int configurations, int requests, BiConsumer<CorsPolicies, CorsRequest> pair) {
		for (int i = 0; i < configurations; i++) {
			Random random = new Random(43 * Effort.SEED + i);
			PlainConfiguration configuration = new RandomConfigurations(random).next();
			CorsPolicies policies = configuration.toPolicies();
			RandomRequests next = new RandomRequests(random, configuration);
			for (int j = 0; j < requests; j++) {
				pair.accept(policies, next.next());
			}
		}
	}

}
