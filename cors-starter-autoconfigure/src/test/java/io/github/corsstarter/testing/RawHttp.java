package io.github.corsstarter.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import javax.net.SocketFactory;

/**
 * A client that sends a request byte for byte and returns every header line of the
 * response. Ordinary clients fold, order or refuse headers. It connects to the loopback
 * address only.
 */
public final class RawHttp implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int MAX_LINE_LENGTH = 64 * 1024;

	private final int port;

	private final SocketFactory sockets;

	private final boolean keepAlive;

	private final Duration timeout;

	private Socket connection;

	private InputStream input;

	private int connections;

	/**
	 * Create a client that opens a connection for each request.
	 * @param port the port on loopback
	 */
	public RawHttp(int port) {
		this(port, SocketFactory.getDefault());
	}

	/**
	 * Create a client that opens a connection for each request.
	 * @param port the port on loopback
	 * @param sockets opens the connections, for example with TLS
	 */
	public RawHttp(int port, SocketFactory sockets) {
		this(port, sockets, false, TIMEOUT);
	}

	private RawHttp(int port, SocketFactory sockets, boolean keepAlive, Duration timeout) {
		this.port = port;
		this.sockets = sockets;
		this.keepAlive = keepAlive;
		this.timeout = timeout;
	}

	/**
	 * Another client for the same server. It uses one connection, as long as the server
	 * keeps it open. Only one thread may use it.
	 */
	public RawHttp keepingAlive() {
		return keepingAlive(TIMEOUT);
	}

	/**
	 * The same as {@link #keepingAlive()}, with another timeout.
	 * @param timeout how long it waits for a response
	 */
	public RawHttp keepingAlive(Duration timeout) {
		return new RawHttp(this.port, this.sockets, true, timeout);
	}

	public int port() {
		return this.port;
	}

	/**
	 * The number of connections that a client of {@link #keepingAlive()} has opened.
	 */
	public int connections() {
		return this.connections;
	}

	/**
	 * Send a request without a body.
	 * @param method the method
	 * @param target the request target, sent as it is
	 * @param headers header lines in addition to {@code Host} and {@code Connection}
	 */
	public Response send(String method, String target, String... headers) {
		return send(method, target, List.of(headers));
	}

	public Response send(String method, String target, List<String> headers) {
		return send(method, target, headers, "");
	}

	/**
	 * Send a request with a body.
	 * @param method the method
	 * @param target the request target, sent as it is
	 * @param headers header lines in Latin-1; {@code Host}, {@code Connection} and
	 * {@code Content-Length} are added where they are missing
	 * @param body the body
	 */
	public Response send(String method, String target, List<String> headers, String body) {
		byte[] content = body.getBytes(StandardCharsets.UTF_8);
		byte[] head = head(method, target, headers, content.length).getBytes(StandardCharsets.ISO_8859_1);
		if (this.keepAlive) {
			return sendKeepingAlive(method, head, content);
		}
		try (Socket socket = connect()) {
			return exchange(socket, new BufferedInputStream(socket.getInputStream()), method, head, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(method + " " + target + " " + headers, ex);
		}
	}

	private String head(String method, String target, List<String> headers, int length) {
		StringBuilder head = new StringBuilder(512);
		head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
		if (isMissing("Host", headers)) {
			head.append("Host: localhost:").append(this.port).append("\r\n");
		}
		if (!this.keepAlive && isMissing("Connection", headers)) {
			head.append("Connection: close\r\n");
		}
		headers.forEach((header) -> head.append(header).append("\r\n"));
		if ((method.equals("POST") || length > 0) && isMissing("Content-Length", headers)) {
			head.append("Content-Length: ").append(length).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	private static boolean isMissing(String name, List<String> headers) {
		return headers.stream().noneMatch((header) -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1));
	}

	private Response sendKeepingAlive(String method, byte[] head, byte[] content) {
		try {
			if (this.connection == null) {
				this.connection = connect();
				this.input = new BufferedInputStream(this.connection.getInputStream());
				this.connections++;
			}
			Response response = exchange(this.connection, this.input, method, head, content);
			if (response.values("Connection").stream().anyMatch("close"::equalsIgnoreCase)) {
				close();
			}
			return response;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(new String(head, StandardCharsets.ISO_8859_1), ex);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = this.sockets.createSocket(InetAddress.getLoopbackAddress(), this.port);
		socket.setTcpNoDelay(true);
		socket.setSoTimeout((int) this.timeout.toMillis());
		return socket;
	}

	private static Response exchange(Socket socket, InputStream input, String method, byte[] head, byte[] content)
			throws IOException {
		ByteArrayOutputStream request = new ByteArrayOutputStream(head.length + content.length);
		request.writeBytes(head);
		request.writeBytes(content);
		socket.getOutputStream().write(request.toByteArray());
		socket.getOutputStream().flush();
		return Response.read(input, method.equals("HEAD"));
	}

	@Override
	public void close() {
		try {
			if (this.connection != null) {
				this.connection.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.connection = null;
	}

	/**
	 * A response.
	 *
	 * @param status the status code
	 * @param headers the header lines as received, name and value
	 * @param body the body, without the framing of chunks
	 */
	public record Response(int status, List<Map.Entry<String, String>> headers, String body) {

		static Response read(InputStream input, boolean head) throws IOException {
			int status = Integer.parseInt(line(input).split(" ", 3)[1]);
			Response response = new Response(status, headerLines(input), "");
			boolean bodiless = head || status == 204 || status == 304 || status == 101;
			return bodiless ? response : new Response(status, response.headers(), response.readBody(input));
		}

		private static List<Map.Entry<String, String>> headerLines(InputStream input) throws IOException {
			List<Map.Entry<String, String>> headers = new ArrayList<>();
			for (String line = line(input); !line.isEmpty(); line = line(input)) {
				int colon = line.indexOf(':');
				if (colon <= 0) {
					throw new IOException("Not a header line: " + line);
				}
				headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
			}
			return List.copyOf(headers);
		}

		private String readBody(InputStream input) throws IOException {
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			if (values("Transfer-Encoding").contains("chunked")) {
				for (int size = chunkSize(input); size > 0; size = chunkSize(input)) {
					body.writeBytes(bytes(input, size));
					line(input);
				}
				headerLines(input);
			}
			else if (!values("Content-Length").isEmpty()) {
				body.writeBytes(bytes(input, Integer.parseInt(values("Content-Length").get(0))));
			}
			else {
				input.transferTo(body);
			}
			return body.toString(StandardCharsets.UTF_8);
		}

		private static int chunkSize(InputStream input) throws IOException {
			return Integer.parseInt(line(input).split(";", 2)[0].strip(), 16);
		}

		private static byte[] bytes(InputStream input, int length) throws IOException {
			byte[] bytes = input.readNBytes(length);
			if (bytes.length < length) {
				throw new EOFException("The body ends after " + bytes.length + " of " + length + " bytes");
			}
			return bytes;
		}

		private static String line(InputStream input) throws IOException {
			StringBuilder line = new StringBuilder();
			for (int c = input.read(); c != '\n'; c = input.read()) {
				if (c == -1) {
					throw new EOFException("The connection ends after: '" + line + "'");
				}
				if (line.length() > MAX_LINE_LENGTH) {
					throw new IOException("A line has no end: " + line);
				}
				line.append((char) c);
			}
			int end = line.length();
			return (end > 0 && line.charAt(end - 1) == '\r') ? line.substring(0, end - 1) : line.toString();
		}

		public List<String> values(String name) {
			return this.headers.stream()
				.filter((header) -> header.getKey().equalsIgnoreCase(name))
				.map(Map.Entry::getValue)
				.toList();
		}

		/**
		 * The only value of a header, or {@code null}.
		 */
		public String header(String name) {
			List<String> values = values(name);
			if (values.size() > 1) {
				throw new AssertionError(name + " is repeated: " + values);
			}
			return values.isEmpty() ? null : values.get(0);
		}

		/**
		 * The headers of the CORS protocol and {@code Timing-Allow-Origin}, with names in
		 * lower case. A repeated header has all its values in brackets, so that no
		 * expected value equals it.
		 */
		public Map<String, String> cors() {
			Map<String, String> cors = new TreeMap<>();
			this.headers.forEach((header) -> {
				String name = header.getKey().toLowerCase(Locale.ROOT);
				if (name.startsWith("access-control-") || name.equals("timing-allow-origin")) {
					List<String> values = values(name);
					cors.put(name, (values.size() == 1) ? values.get(0) : values.toString());
				}
			});
			return cors;
		}

		/**
		 * The names in {@code Vary}, in lower case and sorted, repetitions included.
		 */
		public List<String> vary() {
			return values("Vary").stream()
				.flatMap((value) -> List.of(value.split(",")).stream())
				.map((name) -> name.strip().toLowerCase(Locale.ROOT))
				.sorted()
				.toList();
		}

		/**
		 * All header lines except {@code Date}, in their order and without the server's
		 * port.
		 */
		public List<String> lines() {
			return this.headers.stream()
				.filter((header) -> !header.getKey().equalsIgnoreCase("Date"))
				.map((header) -> header.getKey() + ": " + header.getValue().replaceFirst("localhost:\\d+", "localhost"))
				.toList();
		}

	}

}
