package io.github.corsstarter.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP proxy on loopback that terminates TLS. The browser sends every request to it.
 * For {@link #PAGE} of every origin, the proxy returns an empty page. It forwards all
 * other requests to the test's host names to one server, and records them. So pages and
 * servers can have any name, in every browser and without DNS.
 */
final class RecordingProxy implements AutoCloseable {

	/** The path at which every origin has a page. */
	static final String PAGE = "/page-of-the-test.html";

	/**
	 * The test's host names, which do not exist elsewhere. Requests to other hosts, such
	 * as those of browser vendors, are not forwarded.
	 */
	private static final Pattern NAMES = Pattern
		.compile("(.*\\.)?(test|localhost|example|example\\.com)\\.?|127\\.0\\.0\\.[0-9]+|\\[::1]");

	private static final String EMPTY_PAGE = "<!doctype html><html><head><title>page</title>"
			+ "<link rel=\"icon\" href=\"data:,\"></head><body></body></html>";

	private static final int TIMEOUT_MILLIS = 30_000;

	private static final int MAX_HEAD = 65_536;

	private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());

	private final SSLContext tls;

	private final List<Exchange> exchanges = new ArrayList<>();

	private volatile int server;

	/** A second server, for the host names with this port. */
	private volatile String secondSuffix = ":0";

	private volatile int second;

	RecordingProxy(Path folder) throws IOException {
		this.tls = TestCertificate.create(folder);
		Thread acceptor = new Thread(this::accept, "recording-proxy");
		acceptor.setDaemon(true);
		acceptor.start();
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/**
	 * Choose the server for all of the test's host names.
	 * @param port its port on loopback
	 */
	void forwardTo(int port) {
		this.server = port;
	}

	/**
	 * Choose another server for all host names with one port.
	 * @param named the port in the addresses that the browser opens
	 * @param port the port of the server on loopback
	 */
	void forwardTo(int named, int port) {
		this.secondSuffix = ":" + named;
		this.second = port;
	}

	void clear() {
		synchronized (this.exchanges) {
			this.exchanges.clear();
		}
	}

	List<Exchange> exchanges() {
		synchronized (this.exchanges) {
			return List.copyOf(this.exchanges);
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket connection = this.socket.accept();
				Thread thread = new Thread(() -> serve(connection), "recording-proxy-connection");
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				// The proxy is closed, or the browser gave up the connection.
			}
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			connection.setSoTimeout(TIMEOUT_MILLIS);
			Head head = Head.read(connection.getInputStream());
			if (!head.word(0).equals("CONNECT")) {
				serve(connection, head, null);
				return;
			}
			connection.getOutputStream().write(bytes("HTTP/1.1 200 OK\r\n\r\n"));
			SSLSocket secure = (SSLSocket) this.tls.getSocketFactory().createSocket(connection, null, true);
			try (secure) {
				secure.setUseClientMode(false);
				serve(secure, Head.read(secure.getInputStream()), "https://" + head.word(1).replaceFirst(":443$", ""));
			}
		}
		catch (IOException ex) {
			// The browser or the server closed the connection. The page sees a network
			// error.
		}
	}

	/**
	 * Handles one request for each connection, so that a browser cannot reuse a
	 * connection.
	 */
	private void serve(Socket connection, Head head, String secureOrigin) throws IOException {
		String target = head.word(1);
		int path = (secureOrigin != null) ? 0 : target.indexOf('/', "http://".length());
		String origin = (secureOrigin != null) ? secureOrigin : target.substring(0, path).replaceFirst(":80$", "");
		target = target.substring(path);
		OutputStream output = connection.getOutputStream();
		String host = origin.substring(origin.indexOf("://") + 3).replaceFirst(":[0-9]+$", "");
		if (!NAMES.matcher(host).matches() || target.equals("/favicon.ico")) {
			output.write(bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
		}
		else if (target.equals(PAGE)) {
			output.write(bytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + EMPTY_PAGE.length()
					+ "\r\nConnection: close\r\n\r\n" + EMPTY_PAGE));
		}
		else {
			byte[] body = connection.getInputStream().readNBytes(head.contentLength());
			output.write(forward(head, origin, target, body));
		}
		output.flush();
	}

	private byte[] forward(Head head, String origin, String path, byte[] body) throws IOException {
		StringBuilder request = new StringBuilder(head.word(0) + " " + path + " HTTP/1.1\r\n");
		head.fields().forEach((name, values) -> {
			if (!name.equalsIgnoreCase("Connection") && !name.equalsIgnoreCase("Proxy-Connection")) {
				values.forEach((value) -> request.append(name).append(": ").append(value).append("\r\n"));
			}
		});
		request.append("Connection: close\r\n");
		if (origin.startsWith("https:")) {
			request.append("X-Forwarded-Proto: https\r\nX-Forwarded-Port: 443\r\n");
			request.append("X-Forwarded-Host: ").append(origin.substring("https://".length())).append("\r\n");
		}
		byte[] answer;
		try (Socket connection = new Socket(InetAddress.getLoopbackAddress(),
				origin.endsWith(this.secondSuffix) ? this.second : this.server)) {
			connection.setSoTimeout(TIMEOUT_MILLIS);
			// Sends the head and the body together: a server that rejects a request may
			// close the connection before it reads the body, and data that arrives later
			// would make the response unreadable.
			ByteArrayOutputStream message = new ByteArrayOutputStream();
			message.write(bytes(request + "\r\n"));
			message.write(body);
			connection.getOutputStream().write(message.toByteArray());
			connection.getOutputStream().flush();
			answer = connection.getInputStream().readAllBytes();
		}
		// Records the exchange before the browser gets the response, so that a test that
		// sees the effect also sees the record.
		record(head, origin, path, answer);
		return answer;
	}

	private void record(Head head, String origin, String path, byte[] answer) throws IOException {
		int end = new String(answer, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
		Head response = Head.parse(new String(answer, 0, end, StandardCharsets.ISO_8859_1));
		String body = new String(answer, end, answer.length - end, StandardCharsets.UTF_8);
		synchronized (this.exchanges) {
			this.exchanges.add(new Exchange(origin, head.word(0), path, head.fields(),
					Integer.parseInt(response.word(1)), response.fields(), body));
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * The first line of a message and its header fields.
	 *
	 * @param firstLine the line
	 * @param fields the values, by case-insensitive name
	 */
	private record Head(String firstLine, Map<String, List<String>> fields) {

		static Head read(InputStream input) throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			int state = 0;
			while (state < 4) {
				int c = input.read();
				if (c < 0 || head.size() > MAX_HEAD) {
					throw new IOException("No request");
				}
				head.write(c);
				state = (c == "\r\n\r\n".charAt(state)) ? state + 1 : ((c == '\r') ? 1 : 0);
			}
			return parse(head.toString(StandardCharsets.ISO_8859_1));
		}

		static Head parse(String text) throws IOException {
			String[] lines = text.split("\r\n");
			if (lines[0].split(" ").length < 2) {
				throw new IOException("No HTTP: " + lines[0]);
			}
			Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			for (int i = 1; i < lines.length; i++) {
				int colon = lines[i].indexOf(':');
				fields.computeIfAbsent(lines[i].substring(0, colon), (name) -> new ArrayList<>())
					.add(lines[i].substring(colon + 1).strip());
			}
			return new Head(lines[0], fields);
		}

		String word(int index) {
			return this.firstLine.split(" ")[index];
		}

		int contentLength() {
			return Integer.parseInt(this.fields.getOrDefault("Content-Length", List.of("0")).get(0));
		}

	}

}
