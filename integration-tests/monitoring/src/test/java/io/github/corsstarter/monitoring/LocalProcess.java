package io.github.corsstarter.monitoring;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process whose output goes to a file. Closing it ends the process.
 */
final class LocalProcess implements AutoCloseable {

	private static final Duration STOP = Duration.ofSeconds(10);

	private final Process process;

	private final Path output;

	private LocalProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
		// Ends the process if the tests are interrupted.
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	static LocalProcess start(Path output, List<String> command) throws IOException {
		return new LocalProcess(
				new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
	}

	/** A new folder for the files of one test. */
	static Path folder(String name) throws IOException {
		Path root = Path.of(System.getProperty("monitoring.folder", "target/monitoring")).toAbsolutePath();
		return Files.createTempDirectory(Files.createDirectories(root), name + "-");
	}

	/**
	 * The path of a program of Debian's package {@code prometheus}. If it is missing,
	 * skip the test, or fail with the environment variable
	 * {@code CORS_REQUIRE_TOOLS=true}.
	 */
	static String tool(String name) {
		String path = System.getenv("PATH");
		String program = Arrays.stream(((path != null) ? path : "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst()
			.orElse(null);
		if (program == null) {
			String message = name + " is not installed, so the dashboard and the alerts cannot be tested with it";
			assertThat(System.getenv("CORS_REQUIRE_TOOLS")).as(message).isNotEqualTo("true");
			System.err.println(message);
			Assumptions.abort(message);
		}
		return program;
	}

	static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/** Wait until something is there while the process runs. */
	<T> T await(Duration limit, String what, Callable<T> attempt) throws Exception {
		long end = System.nanoTime() + limit.toNanos();
		while (true) {
			boolean alive = this.process.isAlive();
			T result = attempt.call();
			if (result != null) {
				return result;
			}
			if (!alive || System.nanoTime() > end) {
				throw new IllegalStateException("Not seen: " + what + "\n" + output());
			}
			Thread.sleep(50);
		}
	}

	/** Wait for the process to end by itself, and return its exit status. */
	int awaitEnd(Duration limit) throws Exception {
		if (!this.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
			close();
			throw new IllegalStateException("Not ended:\n" + output());
		}
		return this.process.exitValue();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	String output() throws IOException {
		return Files.readString(this.output);
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
