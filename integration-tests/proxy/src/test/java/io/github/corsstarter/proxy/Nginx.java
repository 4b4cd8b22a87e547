package io.github.corsstarter.proxy;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real nginx on loopback, with all of its files in a separate folder. It runs as one
 * process in the foreground, so that no other process is left when it ends.
 */
final class Nginx implements AutoCloseable {

	/**
	 * The folders where distributions install nginx, if it is not on the path of the
	 * user.
	 */
	private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/local/sbin");

	private static final int START_SECONDS = 20;

	private static final int STOP_SECONDS = 10;

	/** Another process may take a port that was free. */
	private static final int ATTEMPTS = 3;

	private static TestCertificate sharedCertificate;

	private final Process process;

	private final Map<String, Integer> ports;

	private final TestCertificate certificate;

	private Nginx(Process process, Map<String, Integer> ports, TestCertificate certificate) {
		this.process = process;
		this.ports = ports;
		this.certificate = certificate;
		// Stops nginx if the tests are interrupted.
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	/**
	 * Start nginx. If it is not installed, skip the test, or fail with the environment
	 * variable {@code CORS_REQUIRE_TOOLS=true}.
	 * @param applicationPort the port of the application
	 * @param shared the directives before the {@code server} blocks
	 * @param servers the servers by name, each a {@code server} block that listens on
	 * port 443 or 80 and passes requests to port 8080, as in the documentation
	 */
	static Nginx start(int applicationPort, String shared, Map<String, String> servers) throws IOException {
		String program = program();
		Path root = Path.of(System.getProperty("proxy.folder", "target/nginx")).toAbsolutePath();
		Path folder = Files.createTempDirectory(Files.createDirectories(root), "run-");
		TestCertificate certificate = certificate(root);
		for (int attempt = 1;; attempt++) {
			Map<String, Integer> ports = unusedPorts(servers.keySet());
			Path configuration = Files.writeString(folder.resolve("nginx.conf"),
					configuration(folder, certificate, applicationPort, shared, servers, ports));
			Path output = folder.resolve("nginx.txt");
			Process process = new ProcessBuilder(program, "-p", folder.toString(), "-e", "stderr", "-c",
					configuration.toString())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			Nginx nginx = new Nginx(process, ports, certificate);
			if (nginx.isListening()) {
				return nginx;
			}
			nginx.close();
			if (attempt == ATTEMPTS) {
				throw new IllegalStateException("Not started:\n" + Files.readString(output));
			}
		}
	}

	/**
	 * All tests share one certificate, because creating one takes longer than starting
	 * nginx.
	 */
	private static synchronized TestCertificate certificate(Path folder) throws IOException {
		if (sharedCertificate == null) {
			sharedCertificate = TestCertificate.create(folder);
		}
		return sharedCertificate;
	}

	private static String program() {
		String path = System.getenv("PATH");
		String program = Stream
			.concat(Arrays.stream(((path != null) ? path : "").split(File.pathSeparator)), FOLDERS.stream())
			.map((folder) -> Path.of(folder, "nginx"))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst()
			.orElse(null);
		if (program == null) {
			String message = "nginx is not installed, so the application cannot be tested behind it";
			assertThat(System.getenv("CORS_REQUIRE_TOOLS")).as(message).isNotEqualTo("true");
			System.err.println(message);
			Assumptions.abort(message);
		}
		return program;
	}

	private static String configuration(Path folder, TestCertificate certificate, int applicationPort, String shared,
			Map<String, String> servers, Map<String, Integer> ports) {
		List<String> lines = new ArrayList<>(
				List.of("daemon off;", "master_process off;", "pid \"" + folder.resolve("nginx.pid") + "\";",
						"error_log stderr;", "events { worker_connections 64; }", "http {", "access_log off;"));
		for (String purpose : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
			lines.add(purpose + "_temp_path \"" + folder.resolve(purpose) + "\";");
		}
		lines.add(shared.replace("/var/cache/nginx", folder.toString()));
		servers.forEach((name,
				server) -> lines.add(server.replace("/etc/nginx/shop.crt", certificate.certificate().toString())
					.replace("/etc/nginx/shop.key", certificate.key().toString())
					.replaceFirst("listen (443|80)\\b", "listen 127.0.0.1:" + ports.get(name))
					.replace("127.0.0.1:8080", "127.0.0.1:" + applicationPort)));
		lines.add("}");
		return String.join("\n", lines) + "\n";
	}

	private boolean isListening() {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
		while (this.process.isAlive() && System.nanoTime() < end) {
			try {
				for (int port : this.ports.values()) {
					new Socket(InetAddress.getLoopbackAddress(), port).close();
				}
				return this.process.isAlive();
			}
			catch (IOException ex) {
				pause();
			}
		}
		return false;
	}

	int port(String server) {
		return this.ports.get(server);
	}

	RawHttp http(String server) {
		return new RawHttp(port(server));
	}

	RawHttp https(String server) {
		return new RawHttp(port(server), this.certificate.sockets());
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The sockets stay open until each server has a port. Otherwise, two servers could
	 * get the same one, and nginx would ignore the second.
	 */
	private static Map<String, Integer> unusedPorts(Set<String> names) throws IOException {
		Map<String, ServerSocket> sockets = new TreeMap<>();
		try {
			for (String name : names) {
				sockets.put(name, new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
			}
			Map<String, Integer> ports = new TreeMap<>();
			sockets.forEach((name, socket) -> ports.put(name, socket.getLocalPort()));
			return ports;
		}
		finally {
			for (ServerSocket socket : sockets.values()) {
				socket.close();
			}
		}
	}

	private static void pause() {
		try {
			Thread.sleep(20);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
