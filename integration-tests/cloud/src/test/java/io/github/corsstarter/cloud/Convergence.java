package io.github.corsstarter.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures how long several instances need until all follow a change.
 */
final class Convergence {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final List<Double> millis = new ArrayList<>();

	/**
	 * Wait until all instances follow, and keep the time.
	 * @param start when the change was published, in nanoseconds
	 */
	void await(List<Instance> instances, int version, long start) throws InterruptedException {
		awaitAll(instances, version);
		this.millis.add((System.nanoTime() - start) / 1e6);
	}

	/** Wait until all instances follow, by preflights. */
	static void awaitAll(List<Instance> instances, int version) throws InterruptedException {
		await(instances, (instance) -> instance.follows(version), "instances that do not follow version " + version);
	}

	/** Wait until the first source of each instance has failed. */
	static void awaitFailures(List<Instance> instances) throws InterruptedException {
		await(instances, (instance) -> instance.failure() != null, "instances without a failure");
	}

	private static void await(List<Instance> instances, Predicate<Instance> condition, String description)
			throws InterruptedException {
		long end = System.nanoTime() + LIMIT.toNanos();
		List<Instance> waiting = new ArrayList<>(instances);
		while (true) {
			waiting.removeIf(condition);
			if (waiting.isEmpty()) {
				return;
			}
			assertThat(System.nanoTime()).as("%d %s", waiting.size(), description).isLessThan(end);
			Thread.sleep(2);
		}
	}

	int changes() {
		return this.millis.size();
	}

	@Override
	public String toString() {
		List<Double> sorted = this.millis.stream().sorted().toList();
		return "%.0f / %.0f / %.0f ms (min / median / max of %d changes)".formatted(sorted.get(0),
				sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1), sorted.size());
	}

}
