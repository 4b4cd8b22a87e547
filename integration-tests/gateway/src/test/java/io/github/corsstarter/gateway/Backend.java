package io.github.corsstarter.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A backend that sends CORS headers itself, to every origin and twice, and records
 * requests. The last segment of the path selects its behavior.
 */
final class Backend implements AutoCloseable {

	private static final int WAIT_SECONDS = 15;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private volatile CountDownLatch goOn = new CountDownLatch(1);

	Backend() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	/** The method and path of the requests since the last call. */
	List<String> arrived() {
		List<String> arrived = List.copyOf(this.requests);
		this.requests.clear();
		return arrived;
	}

	/** End a stream of events. */
	void goOn() {
		this.goOn.countDown();
	}

	private void handle(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getRawPath();
		this.requests.add(exchange.getRequestMethod() + " " + path);
		exchange.getRequestBody().readAllBytes();
		String what = path.substring(path.lastIndexOf('/') + 1);
		if (!what.equals("plain")) {
			addCorsHeaders(exchange.getResponseHeaders());
		}
		switch (what) {
			case "missing" -> answer(exchange, 404);
			case "failing" -> answer(exchange, 500);
			case "login" -> answer(exchange, 401);
			case "moved" -> {
				exchange.getResponseHeaders().set("Location", "/covered/own");
				answer(exchange, 302);
			}
			case "events" -> stream(exchange);
			case "slow" -> {
				this.goOn = new CountDownLatch(1);
				await();
				answer(exchange, 200);
			}
			// The connection ends without a response.
			case "silent" -> exchange.close();
			default -> answer(exchange, 200);
		}
	}

	private static void addCorsHeaders(Headers headers) {
		headers.add("Access-Control-Allow-Origin", "*");
		headers.add("Access-Control-Allow-Origin", "https://other.example");
		headers.add("Access-Control-Allow-Credentials", "true");
		headers.add("Access-Control-Allow-Methods", "*");
		headers.add("Access-Control-Expose-Headers", "x-backend");
		headers.add("Access-Control-Max-Age", "5");
		headers.add("Access-Control-Unheard-Of", "true");
		headers.add("Vary", "Accept-Encoding, Origin");
		headers.add("X-Backend", "backend");
	}

	private static void answer(HttpExchange exchange, int status) throws IOException {
		byte[] body = "backend".getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "text/plain");
		boolean head = exchange.getRequestMethod().equals("HEAD");
		exchange.sendResponseHeaders(status, head ? -1 : body.length);
		if (!head) {
			exchange.getResponseBody().write(body);
		}
		exchange.close();
	}

	private void stream(HttpExchange exchange) throws IOException {
		this.goOn = new CountDownLatch(1);
		exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
		exchange.sendResponseHeaders(200, 0);
		try (OutputStream body = exchange.getResponseBody()) {
			body.write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
			body.flush();
			await();
			body.write("data: second\n\n".getBytes(StandardCharsets.UTF_8));
		}
	}

	private void await() {
		try {
			this.goOn.await(WAIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		goOn();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
