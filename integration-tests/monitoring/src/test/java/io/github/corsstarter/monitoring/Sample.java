package io.github.corsstarter.monitoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.testing.RawHttp;

/**
 * The sample application, started from its jar in a separate process, with a second
 * configuration file that a test can change.
 */
final class Sample implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("(?:Tomcat|Netty) started on port ([0-9]+)");

	private static final Duration START = Duration.ofSeconds(90);

	private final LocalProcess process;

	private final Path configuration;

	private int port;

	private Sample(LocalProcess process, Path configuration) {
		this.process = process;
		this.configuration = configuration;
	}

	/**
	 * Launch the sample, without waiting until it has started.
	 * @param stack {@code servlet} or {@code reactive}
	 */
	static Sample launch(String stack, Path folder, String yaml) throws IOException {
		Path configuration = Files.createDirectory(folder.resolve(stack)).resolve("application.yml");
		Files.writeString(configuration, yaml);
		String jar = System.getProperty("monitoring.sample." + stack);
		return new Sample(
				LocalProcess.start(folder.resolve(stack + ".txt"),
						List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
								"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar, "--server.port=0",
								"--spring.config.additional-location=file:" + configuration.getParent() + "/")),
				configuration);
	}

	void awaitStart() throws Exception {
		this.port = this.process.await(START, "the port", () -> {
			Matcher matcher = PORT.matcher(this.process.output());
			return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
		});
	}

	/** Replace the second configuration file in one step. */
	void configure(String yaml) throws IOException {
		Path file = Files.writeString(this.configuration.resolveSibling("new.txt"), yaml);
		Files.move(file, this.configuration, StandardCopyOption.ATOMIC_MOVE);
	}

	RawHttp http() {
		return new RawHttp(this.port);
	}

	/** The address, as in the label {@code instance} of Prometheus. */
	String instance() {
		return "127.0.0.1:" + this.port;
	}

	RawHttp.Response reload() {
		String user = Base64.getEncoder().encodeToString("alice:wonderland".getBytes(StandardCharsets.UTF_8));
		return http().send("POST", "/actuator/cors", "Authorization: Basic " + user);
	}

	String output() throws IOException {
		return this.process.output();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
