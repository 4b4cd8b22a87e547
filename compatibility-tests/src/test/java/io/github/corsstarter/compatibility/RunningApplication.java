package io.github.corsstarter.compatibility;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.corsstarter.compatibility.application.Launcher;
import io.github.corsstarter.conformance.ConformanceSuite;

/**
 * An application in a separate process. Its output goes to a file.
 */
final class RunningApplication implements AutoCloseable {

	private static final int START_SECONDS = 90;

	private static final int STOP_SECONDS = 15;

	private final Process process;

	private final Path output;

	private final Properties facts = new Properties();

	private RunningApplication(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static RunningApplication start(Path java, Collection<Path> classPath, List<String> options, Class<?> application,
			Path folder) throws IOException, InterruptedException {
		prepare(folder);
		List<String> command = new ArrayList<>(command(java, classPath));
		command.addAll(options);
		command.addAll(List.of(application.getName(), folder.toString()));
		Path output = folder.resolve("output.txt");
		Process process = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		RunningApplication running = new RunningApplication(process, output);
		try {
			running.awaitFacts(folder.resolve(Launcher.FACTS));
			return running;
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			running.close();
			throw ex;
		}
	}

	/**
	 * Copies the configurations to the folder to which the application writes its facts.
	 */
	static void prepare(Path folder) throws IOException {
		Files.createDirectories(folder);
		Files.deleteIfExists(folder.resolve(Launcher.FACTS));
		List<String> locations = new ArrayList<>(List.of("/secured.yml", "/cloud.yml", "/config-server.yml"));
		for (ConformanceSuite suite : ConformanceSuite.values()) {
			locations.add(suite.configuration().substring("classpath:".length()));
		}
		for (String location : locations) {
			try (InputStream stream = RunningApplication.class.getResourceAsStream(location)) {
				Files.copy(stream, folder.resolve(location.substring(location.lastIndexOf('/') + 1)),
						StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

	static List<String> command(Path java, Collection<Path> classPath) {
		return List.of(java.toString(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
				"-Dfile.encoding=UTF-8", "-cp",
				classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
	}

	private void awaitFacts(Path file) throws IOException, InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
		while (!Files.exists(file)) {
			if (!this.process.isAlive() || System.nanoTime() > end) {
				throw new IllegalStateException("The application did not start:\n" + output());
			}
			Thread.sleep(50);
		}
		try (Reader reader = Files.newBufferedReader(file)) {
			this.facts.load(reader);
		}
	}

	String fact(String name) {
		return this.facts.getProperty(name, "(none)");
	}

	int port(ConformanceSuite suite) {
		return port(suite.name().toLowerCase(Locale.ROOT));
	}

	int port(String configuration) {
		return Integer.parseInt(fact(configuration + ".port"));
	}

	String output() throws IOException {
		return Files.readString(this.output);
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			if (!this.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			this.process.destroyForcibly();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
