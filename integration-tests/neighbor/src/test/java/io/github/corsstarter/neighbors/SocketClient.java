package io.github.corsstarter.neighbors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.testing.RawHttp.Response;

/**
 * A WebSocket client. It uses the JDK's client to exchange messages, and a plain socket
 * for handshakes.
 */
final class SocketClient {

	private static final int TIMEOUT_SECONDS = 20;

	private SocketClient() {
	}

	/**
	 * Send a handshake, and close the connection after the head of the response.
	 */
	static Response handshake(int port, String path, String... headers) throws IOException {
		StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
				+ "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		request.append("\r\n");
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(TIMEOUT_SECONDS * 1000);
			socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
			String[] lines = head(socket.getInputStream()).split("\r\n");
			List<Map.Entry<String, String>> fields = new ArrayList<>();
			for (int i = 1; i < lines.length; i++) {
				int colon = lines[i].indexOf(':');
				fields.add(Map.entry(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
			}
			return new Response(Integer.parseInt(lines[0].split(" ")[1]), fields, "");
		}
	}

	private static String head(InputStream stream) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
			int next = stream.read();
			if (next == -1) {
				throw new IOException("No answer: '" + head + "'");
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.US_ASCII);
	}

	/**
	 * Open a WebSocket as a page of an origin, send a message, and wait for messages.
	 * @param count the number of messages to wait for
	 */
	static List<String> exchange(int port, String path, String origin, String message, int count) throws Exception {
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.header("Origin", origin)
			.buildAsync(URI.create("ws://localhost:" + port + path), new Listener(received))
			.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		try {
			socket.sendText(message, true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			List<String> messages = new ArrayList<>();
			while (messages.size() < count) {
				String next = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
				if (next == null) {
					throw new IOException("Only " + messages);
				}
				messages.add(next);
			}
			return messages;
		}
		finally {
			socket.abort();
		}
	}

	private record Listener(BlockingQueue<String> received) implements WebSocket.Listener {

		@Override
		public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.received.add(data.toString());
			webSocket.request(1);
			return null;
		}

	}

}
