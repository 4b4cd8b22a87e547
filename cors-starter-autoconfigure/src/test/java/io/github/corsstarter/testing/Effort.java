package io.github.corsstarter.testing;

import java.util.Random;

/**
 * How much the random tests do, and which random numbers they use. Two system properties
 * decide: {@code test.effort} multiplies the number of rounds (1 unless it is set, 10 in
 * {@code .ci/run}, and less than 1 in {@code .ci/mutation}), and {@code test.seed}
 * chooses other random numbers. Each run prints both. Their names do not start with
 * {@code cors}, because the starter refuses unknown properties with that prefix.
 */
public final class Effort {

	/** The seed of every random test. */
	public static final long SEED = Long.getLong("test.seed", 20261121L);

	private static final String FACTOR = System.getProperty("test.effort", "1");

	static {
		System.out.println("-Dtest.seed=" + SEED + " -Dtest.effort=" + FACTOR);
	}

	private Effort() {
	}

	/**
	 * The number of rounds.
	 * @param rounds the rounds of an ordinary build
	 */
	public static int rounds(int rounds) {
		return (int) Math.ceil(rounds * Double.parseDouble(FACTOR));
	}

	/**
	 * Random numbers that depend on the seed alone.
	 */
	public static Random random() {
		return new Random(SEED);
	}

}
