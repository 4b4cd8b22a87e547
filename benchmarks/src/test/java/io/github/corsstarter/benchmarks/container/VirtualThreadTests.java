package io.github.corsstarter.benchmarks.container;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import io.github.corsstarter.benchmarks.scenario.Scenario;
import jakarta.servlet.Filter;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the filter never pins a virtual thread to its carrier.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTests {

	private static final int THREADS = 100;

	private static final int REQUESTS = 100;

	private static final String BENCHMARKS = "io.github.corsstarter.benchmarks.";

	@TempDir
	Path folder;

	@ParameterizedTest
	@EnumSource(names = { "NO_ORIGIN", "SAME_ORIGIN", "ALLOWED_GET", "REFUSED_POST", "PREFLIGHT", "LONG_ORIGIN" })
	void theFilterDoesNotPinTheThreadOfARequest(Scenario scenario) throws Exception {
		Filter filter = ContainerContender.STARTER_METRICS.create(scenario);
		Callable<?> requests = () -> {
			TomcatCall call = new TomcatCall(filter, scenario.question());
			for (int i = 0; i < REQUESTS; i++) {
				assertThat(call.send()).isEqualTo(scenario.answer().status());
				Thread.yield();
			}
			return call;
		};
		// Threads that wait until another one has loaded a class are pinned.
		requests.call();
		List<RecordedEvent> pinned = pinned(requests);
		assertThat(pinned).noneMatch((event) -> event.getStackTrace()
			.getFrames()
			.stream()
			.map((frame) -> frame.getMethod().getType().getName())
			.anyMatch((type) -> type.startsWith("io.github.corsstarter.") && !type.startsWith(BENCHMARKS)));
	}

	/**
	 * The virtual machine calls a static initializer, and its frame pins the thread. A
	 * {@code synchronized} block does so only up to Java 23.
	 */
	@Test
	void aPinnedThreadIsSeen() throws Exception {
		List<RecordedEvent> pinned = pinned(() -> Parking.parked);
		assertThat(pinned).anyMatch((event) -> event.getStackTrace()
			.getFrames()
			.stream()
			.anyMatch((frame) -> frame.getMethod().getType().getName().equals(Parking.class.getName())));
	}

	private List<RecordedEvent> pinned(Callable<?> task) throws Exception {
		Path file = this.folder.resolve("recording.jfr");
		try (Recording recording = new Recording()) {
			recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
			recording.start();
			ExecutorService executor = virtualThreads();
			List<Future<?>> results = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				results.add(executor.submit(task));
			}
			for (Future<?> result : results) {
				result.get();
			}
			executor.shutdown();
			recording.stop();
			recording.dump(file);
		}
		return RecordingFile.readAllEvents(file);
	}

	/** The project compiles for Java 17, which does not have this method. */
	private static ExecutorService virtualThreads() throws ReflectiveOperationException {
		return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
	}

	private static final class Parking {

		static boolean parked = park();

		private static boolean park() {
			LockSupport.parkNanos(1_000_000);
			return true;
		}

	}

}
