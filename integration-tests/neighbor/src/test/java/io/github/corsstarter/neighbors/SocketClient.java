package io.github.corsstarter.neighbors;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;

/**
 * A client for WebSockets. The client of the JDK exchanges messages; handshakes are sent
 * byte for byte.
 */
final class SocketClient {

	private static final int TIMEOUT_SECONDS = 20;

	private SocketClient() {
	}

	/**
	 * Send a handshake, and close the connection after the response.
	 */
	static Response handshake(int port, String path, String... headers) {
		List<String> all = new ArrayList<>(List.of("Connection: Upgrade", "Upgrade: websocket",
				"Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
		all.addAll(List.of(headers));
		return new RawHttp(port).send("GET", path, all);
	}

	/**
	 * Open a WebSocket as a page of an origin, send a message, and return the messages
	 * that the server sends.
	 * @param count how many messages to wait for
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
