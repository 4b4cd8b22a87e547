package io.github.corsstarter.testing;

import java.util.Random;

/**
 * How much the random tests do, and which random numbers they use. Two system properties
 * decide: {@code cors.test.effort} multiplies the number of rounds (1 unless it is set,
 * and 10 in {@code .ci/run}), and {@code cors.test.seed} chooses other random numbers.
 * Both are printed once, so that a run can be repeated.
 */
public final class Effort {

	/** The seed of every random test. */
	public static final long SEED = Long.getLong("cors.test.seed", 20261121L);

	private static final int FACTOR = Integer.getInteger("cors.test.effort", 1);

	static {
		System.out.println("-Dcors.test.seed=" + SEED + " -Dcors.test.effort=" + FACTOR);
	}

	private Effort() {
	}

	/**
	 * The number of rounds.
	 * @param rounds the rounds of an ordinary build
	 */
	public static int rounds(int rounds) {
		return rounds * FACTOR;
	}

	/**
	 * Random numbers that depend on the seed alone.
	 */
	public static Random random() {
		return new Random(SEED);
	}

}
