package io.github.corsstarter.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.conformance.ConformanceRow.Header;

/**
 * Sends a row's request over a connection of its own, byte for byte: ordinary clients
 * fold, order or refuse headers that rows are about. To the loopback address only.
 */
public final class RawHttpClient {

	/** What requests that name no host are sent to; the port is the scheme's default. */
	static final String DEFAULT_HOST = "server.test";

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final int MAX_LINE_LENGTH = 64 * 1024;

	private final int port;

	/**
	 * Create a client.
	 * @param port the port of the server
	 */
	public RawHttpClient(int port) {
		this.port = port;
	}

	/**
	 * Send a request.
	 * @param row the row
	 * @return what came back
	 */
	public ConformanceResponse exchange(ConformanceRow row) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), TIMEOUT_MILLIS);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(request(row).getBytes(StandardCharsets.ISO_8859_1));
			socket.getOutputStream().flush();
			return read(new BufferedInputStream(socket.getInputStream()), row.method().equals("HEAD"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(row + ": " + ex.getMessage() + "\n" + row.describeRequest(), ex);
		}
	}

	private static String request(ConformanceRow row) {
		StringBuilder request = new StringBuilder().append(row.method())
			.append(' ')
			.append(row.target())
			.append(" HTTP/1.1\r\n");
		if (row.headers().stream().noneMatch((header) -> header.name().equalsIgnoreCase("Host"))) {
			request.append("Host: " + DEFAULT_HOST + "\r\n");
		}
		row.headers()
			.forEach((header) -> request.append(header.name()).append(": ").append(header.value()).append("\r\n"));
		return request.append("Connection: close\r\n\r\n").toString();
	}

	private static ConformanceResponse read(InputStream stream, boolean withoutBody) throws IOException {
		String statusLine = line(stream);
		int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
		List<Header> headers = headers(stream);
		ConformanceResponse head = new ConformanceResponse(status, null, headers, "");
		String body = (withoutBody || status == 204 || status == 304) ? "" : body(stream, head);
		return new ConformanceResponse(status, null, headers, body);
	}

	private static List<Header> headers(InputStream stream) throws IOException {
		List<Header> headers = new ArrayList<>();
		for (String line = line(stream); !line.isEmpty(); line = line(stream)) {
			int colon = line.indexOf(':');
			if (colon <= 0) {
				throw new IOException("No header line: " + line);
			}
			headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
		}
		return List.copyOf(headers);
	}

	private static String body(InputStream stream, ConformanceResponse head) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if (head.values("Transfer-Encoding").contains("chunked")) {
			for (int size = chunkSize(stream); size > 0; size = chunkSize(stream)) {
				body.write(bytes(stream, size));
				line(stream);
			}
			headers(stream);
		}
		else if (!head.values("Content-Length").isEmpty()) {
			body.write(bytes(stream, Integer.parseInt(head.values("Content-Length").get(0))));
		}
		else {
			stream.transferTo(body);
		}
		return body.toString(StandardCharsets.UTF_8);
	}

	private static int chunkSize(InputStream stream) throws IOException {
		return Integer.parseInt(line(stream).split(";", 2)[0].strip(), 16);
	}

	private static byte[] bytes(InputStream stream, int length) throws IOException {
		byte[] bytes = stream.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The body ends after " + bytes.length + " of " + length + " bytes");
		}
		return bytes;
	}

	private static String line(InputStream stream) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = stream.read(); c != '\n'; c = stream.read()) {
			if (c == -1 || line.length() > MAX_LINE_LENGTH) {
				throw new EOFException("The connection ends, or a line does not, after: " + line);
			}
			line.append((char) c);
		}
		int end = line.length();
		return (end > 0 && line.charAt(end - 1) == '\r') ? line.substring(0, end - 1) : line.toString();
	}

}
