package io.github.corsstarter.reference;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.testing.RawHttp.Response;

/**
 * A client that sends one request after the other over one connection, as long as the
 * server keeps it.
 */
final class KeepAliveHttp implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 20_000;

	private final int port;

	private Socket socket;

	private InputStream input;

	KeepAliveHttp(int port) {
		this.port = port;
	}

	/**
	 * Send a request without a body.
	 * @param method the method
	 * @param target the request target
	 * @param headers the header lines, in Latin-1
	 */
	Response send(String method, String target, List<String> headers) {
		StringBuilder request = new StringBuilder(512);
		request.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
		headers.forEach((header) -> request.append(header).append("\r\n"));
		request.append("Content-Length: 0\r\n\r\n");
		try {
			if (this.socket == null) {
				this.socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
				this.socket.setTcpNoDelay(true);
				this.socket.setSoTimeout(TIMEOUT_MILLIS);
				this.input = new BufferedInputStream(this.socket.getInputStream());
			}
			this.socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
			Response response = read(method.equals("HEAD"));
			if (response.values("Connection").contains("close")) {
				close();
			}
			return response;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(method + " " + target + " " + headers, ex);
		}
	}

	private Response read(boolean head) throws IOException {
		int status = Integer.parseInt(line().split(" ")[1]);
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
		}
		Response response = new Response(status, headers, "");
		return head ? response : new Response(status, headers, body(response));
	}

	private String body(Response response) throws IOException {
		String length = response.header("Content-Length");
		if (length != null) {
			return new String(this.input.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if (response.values("Transfer-Encoding").contains("chunked")) {
			for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
				body.writeBytes(this.input.readNBytes(size));
				line();
			}
			line();
		}
		return body.toString(StandardCharsets.UTF_8);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.input.read(); c != '\n'; c = this.input.read()) {
			if (c == -1) {
				throw new EOFException("The connection ends after: " + line);
			}
			line.append((char) c);
		}
		line.setLength(line.length() - 1);
		return line.toString();
	}

	@Override
	public void close() {
		try {
			if (this.socket != null) {
				this.socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.socket = null;
	}

}
