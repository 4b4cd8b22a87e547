package io.github.corsstarter.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests three instances on each stack that read a mounted ConfigMap again at intervals,
 * without a bus. All six run at the same time, because they mostly wait.
 */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class MountedFileIT {

	/** Fewer than with a bus, because each takes about two seconds. */
	private static final int CHANGES = Integer.getInteger("cloud.changes", 12);

	/** The instances have an interval of one second. */
	private static final long LONGER_THAN_INTERVAL = 1500;

	private ConfigMap map;

	private final Map<Stack, List<Instance>> instances = new EnumMap<>(Stack.class);

	private int version;

	@BeforeAll
	void start(@TempDir Path directory) throws IOException {
		this.version = 1;
		this.map = ConfigMap.mount(directory, Rules.yaml(this.version));
		for (Stack stack : Stack.values()) {
			this.instances.put(stack, new ArrayList<>());
			for (int i = 0; i < Fleet.SIZE; i++) {
				this.instances.get(stack)
					.add(Instance.start(stack,
							List.of("spring.config.import=file:" + this.map.file(), "cors.reload-interval=1s",
									"spring.cloud.bus.enabled=false", "spring.cloud.config.enabled=false",
									"management.endpoints.web.exposure.include=cors")));
			}
		}
	}

	@AfterAll
	void stop() {
		all().forEach(Instance::close);
	}

	@Test
	void noRequestFailsWhileRulesChange() throws Exception {
		Map<Stack, Convergence> convergences = new EnumMap<>(Stack.class);
		for (Stack stack : Stack.values()) {
			convergences.put(stack, new Convergence());
		}
		try (Load load = Load.start(all())) {
			for (int i = 0; i < CHANGES; i++) {
				change(convergences);
				assertThat(convergences.values()).extracting(Convergence::changes).containsOnly(i + 1);
			}
			long requests = load.end();
			assertThat(requests).isGreaterThan(CHANGES * 10L);
			System.err.printf("Interval of 1 s: %s, %d requests%n", convergences, requests);
		}
	}

	private void change(Map<Stack, Convergence> convergences) throws Exception {
		this.version++;
		long start = System.nanoTime();
		this.map.update(Rules.yaml(this.version));
		List<Thread> watchers = new ArrayList<>();
		convergences.forEach((stack, convergence) -> watchers.add(watch(stack, convergence, start)));
		for (Thread watcher : watchers) {
			watcher.join();
		}
	}

	private Thread watch(Stack stack, Convergence convergence, long start) {
		Thread watcher = new Thread(() -> {
			try {
				convergence.await(this.instances.get(stack), this.version, start);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}, "watcher");
		watcher.start();
		return watcher;
	}

	@Test
	void wrongRulesChangeNoInstance(CapturedOutput output) throws Exception {
		List<Integer> generations = all().stream().map(Instance::generation).toList();
		this.map.update(Rules.invalid(this.version + 1));
		Convergence.awaitFailures(all());
		Thread.sleep(LONGER_THAN_INTERVAL);
		for (Instance instance : all()) {
			instance.checkFollows(this.version);
			assertThat(instance.failure()).contains("cors.policies.shop.allowed-origins[0]", Rules.PROBLEM);
		}
		assertThat(all().stream().map(Instance::generation)).isEqualTo(generations);
		assertThat(output.getAll().lines().filter((line) -> line.contains("the current rules stay in force")))
			.as("one line of each instance, although each reads the file again and again")
			.hasSize(2 * Fleet.SIZE);
		this.version++;
		this.map.update(Rules.yaml(this.version));
		Convergence.awaitAll(all(), this.version);
		assertThat(all()).allSatisfy((instance) -> assertThat(instance.failure()).isNull());
	}

	private List<Instance> all() {
		return this.instances.values().stream().flatMap(List::stream).toList();
	}

}
