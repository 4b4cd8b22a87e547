package io.github.corsstarter.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.corsstarter.observe.RecentEntries.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecentEntries}.
 */
class RecentEntriesTests {

	private final RecentEntries<String, String> entries = new RecentEntries<>(3);

	@Test
	void countsByKeyAndKeepsWhatWasFirst() {
		this.entries.count("a", 10, (key) -> key + " first");
		Entry<String, String> again = this.entries.count("a", 20, (key) -> key + " second");
		assertThat(again.count()).isEqualTo(2);
		assertThat(again.value()).isEqualTo("a first");
		assertThat(again.firstSeen()).isEqualTo(10);
		assertThat(again.lastSeen()).isEqualTo(20);
		assertThat(this.entries.recent()).containsExactly(again);
	}

	@Test
	void valueIsMadeForNewKeysOnly() {
		this.entries.count("a", 1, (key) -> key);
		this.entries.count("a", 1, (key) -> {
			throw new AssertionError("made again");
		});
	}

	@Test
	void theOneSeenLongestAgoMakesRoom() {
		seen("a", 1);
		seen("b", 2);
		seen("c", 3);
		seen("a", 4);
		seen("d", 5);
		assertThat(keys()).containsExactly("d", "a", "c");
		seen("b", 6);
		assertThat(keys()).containsExactly("b", "d", "a");
		assertThat(this.entries.recent().get(0).count()).isEqualTo(1);
	}

	@Test
	void ofSeveralInTheSameMillisecondTheFirstMakesRoom() {
		seen("a", 1);
		seen("b", 1);
		seen("c", 1);
		seen("d", 1);
		assertThat(keys()).containsExactlyInAnyOrder("b", "c", "d");
	}

	@Test
	void clockThatGoesBackHarmsNothing() {
		seen("a", 10);
		seen("b", 9);
		seen("a", 1);
		seen("c", 2);
		seen("d", 0);
		assertThat(keys()).containsExactly("b", "c", "d");
	}

	@Test
	void keysWithTheSameHashAreCountedSeparately() {
		seen("Aa", 1);
		seen("BB", 2);
		assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
		assertThat(keys()).containsExactly("BB", "Aa");
	}

	@Test
	@Timeout(60)
	void noCountIsLostBetweenThreads() throws Exception {
		RecentEntries<Integer, Integer> shared = new RecentEntries<>(100);
		int threads = 4;
		int each = 100_000;
		inThreads(threads, (number) -> {
			Random random = new Random(number);
			for (int i = 0; i < each; i++) {
				shared.count(random.nextInt(100), i, (key) -> key);
			}
		});
		assertThat(shared.recent()).hasSize(100);
		assertThat(shared.recent()).extracting(Entry::key).doesNotHaveDuplicates();
		assertThat(shared.recent().stream().mapToLong(Entry::count).sum()).isEqualTo((long) threads * each);
	}

	@Test
	@Timeout(60)
	void neverMoreThanCapacityBetweenThreads() throws Exception {
		RecentEntries<Integer, Integer> shared = new RecentEntries<>(20);
		inThreads(4, (number) -> {
			Random random = new Random(number);
			for (int i = 0; i < 50_000; i++) {
				shared.count(random.nextInt(), i, (key) -> key);
				if (i % 1000 == 0) {
					assertThat(shared.recent()).hasSizeLessThanOrEqualTo(20);
				}
			}
		});
		assertThat(shared.recent()).hasSize(20).allSatisfy((entry) -> assertThat(entry.lastSeen()).isGreaterThan(0));
	}

	static void inThreads(int threads, NumberedTask task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<?>> futures = new ArrayList<>();
			IntStream.range(0, threads).forEach((number) -> futures.add(executor.submit(() -> task.run(number))));
			for (Future<?> future : futures) {
				future.get(10, TimeUnit.MINUTES);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private void seen(String key, long now) {
		this.entries.count(key, now, (value) -> value);
	}

	private List<String> keys() {
		return this.entries.recent().stream().map(Entry::key).toList();
	}

	/**
	 * The work of a thread with a number.
	 */
	interface NumberedTask {

		void run(int number);

	}

}
