package io.github.corsstarter.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process whose output goes to a file. Closing it ends the process and its children.
 */
final class LocalProcess implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(90);

	private static final Duration STOP = Duration.ofSeconds(10);

	private final Process process;

	private final Path output;

	private LocalProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
		// Ends the process if the tests are interrupted.
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	static LocalProcess start(Path output, List<String> command, Map<String, String> environment) throws IOException {
		Files.createDirectories(output.getParent());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().putAll(environment);
		return new LocalProcess(builder.start(), output);
	}

	/**
	 * Wait for a line of the output.
	 * @param pattern the pattern to find in the line
	 * @return the pattern's first group
	 */
	String await(Pattern pattern) throws IOException {
		long end = System.nanoTime() + START.toNanos();
		while (true) {
			boolean alive = this.process.isAlive();
			Matcher matcher = pattern.matcher(output());
			if (matcher.find()) {
				return matcher.group(1);
			}
			if (!alive || System.nanoTime() > end) {
				close();
				throw new IllegalStateException("Not started:\n" + output());
			}
			pause();
		}
	}

	/**
	 * Wait until a process listens on a port.
	 * @param port the port on loopback
	 */
	void awaitPort(int port) {
		long end = System.nanoTime() + START.toNanos();
		while (true) {
			try {
				new Socket(InetAddress.getLoopbackAddress(), port).close();
				return;
			}
			catch (IOException ex) {
				if (!this.process.isAlive() || System.nanoTime() > end) {
					close();
					throw new IllegalStateException("Nobody listens: " + this.output, ex);
				}
				pause();
			}
		}
	}

	/**
	 * Wait for the process to end by itself.
	 * @return the exit status
	 */
	int awaitEnd() {
		try {
			if (!this.process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
				close();
				throw new IllegalStateException("Not ended: " + this.output);
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			close();
			throw new IllegalStateException(ex);
		}
	}

	long outputSize() throws IOException {
		return Files.size(this.output);
	}

	String output() throws IOException {
		return Files.readString(this.output, StandardCharsets.UTF_8);
	}

	static void pause() {
		try {
			Thread.sleep(20);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		try (Stream<ProcessHandle> started = this.process.descendants()) {
			List<ProcessHandle> descendants = started.toList();
			this.process.destroy();
			if (!this.process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
			descendants.forEach(ProcessHandle::destroyForcibly);
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
