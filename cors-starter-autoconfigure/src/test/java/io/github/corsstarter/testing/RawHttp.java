package io.github.corsstarter.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import javax.net.SocketFactory;

/**
 * A client that sends exactly what it is told, and leaves nothing out of what it gets.
 */
public final class RawHttp {

	private static final int TIMEOUT_MILLIS = 20_000;

	private final int port;

	private final SocketFactory sockets;

	public RawHttp(int port) {
		this(port, SocketFactory.getDefault());
	}

	/**
	 * Create a client.
	 * @param port the port on loopback
	 * @param sockets makes the connections, with TLS perhaps
	 */
	public RawHttp(int port, SocketFactory sockets) {
		this.port = port;
		this.sockets = sockets;
	}

	public int port() {
		return this.port;
	}

	/**
	 * Send a request without a body.
	 * @param method the method
	 * @param target the request target, not encoded any further
	 * @param headers header lines beside {@code Host} and {@code Connection}
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
	 * @param target the request target, not encoded any further
	 * @param headers header lines beside {@code Host}, {@code Connection} and
	 * {@code Content-Length}
	 * @param body the body; an empty one has its length told with {@code POST} alone
	 */
	public Response send(String method, String target, List<String> headers, String body) {
		byte[] content = body.getBytes(StandardCharsets.UTF_8);
		StringBuilder request = new StringBuilder();
		request.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
		if (headers.stream().noneMatch((header) -> header.startsWith("Host:"))) {
			request.append("Host: localhost:").append(this.port).append("\r\n");
		}
		request.append("Connection: close\r\n");
		headers.forEach((header) -> request.append(header).append("\r\n"));
		if (method.equals("POST") || content.length > 0) {
			request.append("Content-Length: ").append(content.length).append("\r\n");
		}
		request.append("\r\n").append(body);
		try (Socket socket = this.sockets.createSocket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().flush();
			return Response.parse(socket.getInputStream().readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(method + " " + target + " " + headers, ex);
		}
	}

	/**
	 * A response.
	 *
	 * @param status the status code
	 * @param headers the header lines as they came, name and value
	 * @param body the body, chunks joined
	 */
	public record Response(int status, List<Map.Entry<String, String>> headers, String body) {

		static Response parse(byte[] bytes) throws IOException {
			String text = new String(bytes, StandardCharsets.ISO_8859_1);
			int end = text.indexOf("\r\n\r\n");
			if (end == -1) {
				throw new IOException("No response: '" + text + "'");
			}
			String[] lines = text.substring(0, end).split("\r\n");
			List<Map.Entry<String, String>> headers = new ArrayList<>();
			for (int i = 1; i < lines.length; i++) {
				int colon = lines[i].indexOf(':');
				headers.add(Map.entry(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
			}
			Response response = new Response(Integer.parseInt(lines[0].split(" ")[1]), headers, "");
			String body = text.substring(end + 4);
			boolean chunked = response.values("Transfer-Encoding").contains("chunked");
			return new Response(response.status(), headers, chunked ? join(body) : body);
		}

		private static String join(String chunks) {
			ByteArrayOutputStream joined = new ByteArrayOutputStream();
			int position = 0;
			while (true) {
				int end = chunks.indexOf("\r\n", position);
				int size = (end != -1) ? Integer.parseInt(chunks.substring(position, end), 16) : 0;
				if (size == 0) {
					return joined.toString(StandardCharsets.UTF_8);
				}
				byte[] chunk = chunks.substring(end + 2, end + 2 + size).getBytes(StandardCharsets.ISO_8859_1);
				joined.writeBytes(chunk);
				position = end + 2 + size + 2;
			}
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
				throw new AssertionError(name + " is there more than once: " + values);
			}
			return values.isEmpty() ? null : values.get(0);
		}

		/**
		 * Every header of the CORS protocol; a header that is there twice has both values
		 * in brackets, and so equals none that is expected.
		 */
		public Map<String, String> cors() {
			Map<String, String> cors = new TreeMap<>();
			this.headers.forEach((header) -> {
				String name = header.getKey().toLowerCase(Locale.ROOT);
				if (name.startsWith("access-control-")) {
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
		 * Every header line but {@code Date}, in its order; without the server's port.
		 */
		public List<String> lines() {
			return this.headers.stream()
				.filter((header) -> !header.getKey().equalsIgnoreCase("Date"))
				.map((header) -> header.getKey() + ": " + header.getValue().replaceFirst("localhost:\\d+", "localhost"))
				.toList();
		}

	}

}
