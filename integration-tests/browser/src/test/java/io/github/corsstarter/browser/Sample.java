package io.github.corsstarter.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The sample application, started from its jar in a separate process. Its log says which
 * handlers ran. The line of a handler is written before its response.
 */
final class Sample {

	private static final Pattern PORT = Pattern.compile("(?:Tomcat|Netty) started on port ([0-9]+)");

	private static final Pattern SECOND_PORT = Pattern.compile("(?s)started on port .*?" + PORT);

	private static final Pattern HANDLER = Pattern.compile("Mapped to io\\.github\\.corsstarter\\.sample\\.(\\S+?)\\(");

	private final LocalProcess process;

	private final int port;

	private Sample(LocalProcess process) throws IOException {
		this.process = process;
		this.port = Integer.parseInt(process.await(PORT));
	}

	static Sample start(Path folder, Stack stack, Variant variant) throws IOException {
		return new Sample(launch(folder.resolve(stack + "-" + variant + ".txt"), stack, variant.options(),
				variant.environment()));
	}

	static LocalProcess launch(Path output, Stack stack, List<String> options, Map<String, String> environment)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", stack.jar().toString(),
						"--server.port=0", "--logging.level.org.springframework.web.servlet.mvc.method=debug",
						"--logging.level.org.springframework.web.reactive.result.method=debug"));
		command.addAll(options);
		return LocalProcess.start(output, command, environment);
	}

	int port() {
		return this.port;
	}

	/** The port of the actuator, if it has its own. */
	int managementPort() throws IOException {
		return Integer.parseInt(this.process.await(SECOND_PORT));
	}

	long now() throws IOException {
		return this.process.outputSize();
	}

	/**
	 * The handlers that ran.
	 * @param since an earlier result of {@link #now}
	 * @return their names, such as {@code OrderController#orders}
	 */
	List<String> handlersSince(long since) throws IOException {
		byte[] output = this.process.output().getBytes(StandardCharsets.UTF_8);
		String news = new String(output, (int) since, output.length - (int) since, StandardCharsets.UTF_8);
		return HANDLER.matcher(news)
			.results()
			.map((MatchResult result) -> result.group(1).substring(result.group(1).lastIndexOf('.') + 1))
			.toList();
	}

}
