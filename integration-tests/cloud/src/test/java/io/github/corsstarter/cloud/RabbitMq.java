package io.github.corsstarter.cloud;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real RabbitMQ on loopback, with a node name, ports and files that no other one has.
 * Erlang's port mapper, which every node needs, runs beside it as another process.
 */
final class RabbitMq implements AutoCloseable {

	/**
	 * The folder of the script itself. The one on the path of Debian changes to the user
	 * of the service.
	 */
	private static final List<String> SERVER_FOLDERS = List.of("/usr/lib/rabbitmq/bin");

	private static final List<String> MAPPER_FOLDERS = List.of("/usr/bin", "/usr/local/bin");

	private static final int START_SECONDS = 60;

	private static final int STOP_SECONDS = 20;

	/** Another process may take a port that was free. */
	private static final int ATTEMPTS = 3;

	private final Process mapper;

	private final Process server;

	private final int port;

	private RabbitMq(Process mapper, Process server, int port) {
		this.mapper = mapper;
		this.server = server;
		this.port = port;
		// Stops both processes if the tests are interrupted.
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	/**
	 * Start RabbitMQ. If it is not installed, skip the tests, or fail with the
	 * environment variable {@code CORS_REQUIRE_TOOLS=true}.
	 */
	static RabbitMq start() throws IOException {
		String server = program("rabbitmq-server", SERVER_FOLDERS);
		String mapper = program("epmd", MAPPER_FOLDERS);
		Path root = Path.of(System.getProperty("cloud.folder", "target/cloud")).toAbsolutePath();
		for (int attempt = 1;; attempt++) {
			Path folder = Files.createTempDirectory(Files.createDirectories(root), "rabbitmq-");
			RabbitMq started = start(folder, server, mapper);
			if (started.isListening()) {
				return started;
			}
			started.close();
			if (attempt == ATTEMPTS) {
				throw new IllegalStateException("Not started:\n" + Files.readString(folder.resolve("server.txt")));
			}
		}
	}

	private static RabbitMq start(Path folder, String serverProgram, String mapperProgram) throws IOException {
		int port = unusedPort();
		int mapperPort = unusedPort();
		Map<String, String> environment = environment(folder, mapperPort);
		Files.createDirectory(folder.resolve("home"));
		Files.createFile(folder.resolve("rabbitmq-env.conf"));
		Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
		Files.writeString(folder.resolve("rabbitmq.conf"), """
				listeners.tcp.1 = 127.0.0.1:%d
				log.file = false
				log.console = true
				""".formatted(port));
		Process mapper = start(List.of(mapperProgram, "-address", "127.0.0.1", "-port", Integer.toString(mapperPort)),
				environment, folder.resolve("mapper.txt"));
		Process server = start(List.of(serverProgram), environment, folder.resolve("server.txt"));
		return new RabbitMq(mapper, server, port);
	}

	private static Map<String, String> environment(Path folder, int mapperPort) throws IOException {
		Map<String, String> environment = new TreeMap<>();
		environment.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
		// The home folder has the cookie that lets nodes talk to one another.
		environment.put("HOME", folder.resolve("home").toString());
		environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
		environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
		environment.put("RABBITMQ_NODENAME", "cors-" + UUID.randomUUID() + "@localhost");
		environment.put("RABBITMQ_DIST_PORT", Integer.toString(unusedPort()));
		environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
		environment.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("rabbitmq-env.conf").toString());
		environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
		environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString());
		environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
		environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
		environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
		return environment;
	}

	private static Process start(List<String> command, Map<String, String> environment, Path output)
			throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().clear();
		builder.environment().putAll(environment);
		return builder.start();
	}

	private static String program(String name, List<String> folders) {
		String path = System.getenv("PATH");
		String program = Stream
			.concat(folders.stream(), Arrays.stream(((path != null) ? path : "").split(File.pathSeparator)))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst()
			.orElse(null);
		if (program == null) {
			String message = name + " is not installed, so Spring Cloud Bus cannot be tested";
			assertThat(System.getenv("CORS_REQUIRE_TOOLS")).as(message).isNotEqualTo("true");
			System.err.println(message);
			Assumptions.abort(message);
		}
		return program;
	}

	private boolean isListening() {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
		while (this.server.isAlive() && this.mapper.isAlive() && System.nanoTime() < end) {
			try {
				new Socket(InetAddress.getLoopbackAddress(), this.port).close();
				return true;
			}
			catch (IOException ex) {
				pause();
			}
		}
		return false;
	}

	int port() {
		return this.port;
	}

	/**
	 * Stop the server, which is the child of a script, and then the port mapper.
	 */
	@Override
	public void close() {
		List<ProcessHandle> descendants = this.server.descendants().toList();
		stop(this.server);
		descendants.forEach(ProcessHandle::destroyForcibly);
		stop(this.mapper);
	}

	private static void stop(Process process) {
		process.destroy();
		try {
			if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static void pause() {
		try {
			Thread.sleep(50);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
