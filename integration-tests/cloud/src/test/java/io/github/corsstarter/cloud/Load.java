package io.github.corsstarter.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends requests to instances, one thread for each, and checks every response.
 */
final class Load implements AutoCloseable {

	private static final long PAUSE_MILLIS = 5;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicLong requests = new AtomicLong();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private volatile boolean ended;

	private Load(List<Instance> instances) {
		instances.forEach((instance) -> this.threads.add(new Thread(() -> run(instance), "load")));
	}

	static Load start(List<Instance> instances) {
		Load load = new Load(instances);
		load.threads.forEach(Thread::start);
		return load;
	}

	private void run(Instance instance) {
		try (RawHttp http = instance.connect()) {
			int version = 0;
			while (!this.ended) {
				version = checkNotOlder(version, Instance.versionOf(Instance.preflight(http, Rules.STEADY)));
				version = checkNotOlder(version, Instance.versionOf(Instance.get(http, Rules.STEADY)));
				checkRefused(Instance.preflight(http, Rules.FOREIGN));
				checkRefused(Instance.get(http, Rules.FOREIGN));
				Thread.sleep(PAUSE_MILLIS);
			}
		}
		catch (Throwable ex) {
			this.failures.add(ex);
		}
	}

	private int checkNotOlder(int before, int version) {
		assertThat(version).as("the version of the rules").isGreaterThanOrEqualTo(before);
		this.requests.incrementAndGet();
		return version;
	}

	private void checkRefused(Response response) {
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.cors()).isEmpty();
		this.requests.incrementAndGet();
	}

	/**
	 * End the load.
	 * @return how many requests have had the right answer; if any has not, this throws
	 */
	long end() throws InterruptedException {
		this.ended = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
		assertThat(this.failures).isEmpty();
		return this.requests.get();
	}

	/** Stop also if the test has failed before the end. */
	@Override
	public void close() {
		this.ended = true;
	}

}
