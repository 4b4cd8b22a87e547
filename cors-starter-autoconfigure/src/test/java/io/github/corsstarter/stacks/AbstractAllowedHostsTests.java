package io.github.corsstarter.stacks;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Allowed hosts in a server, in addition to the conformance table: with each strategy for
 * forwarded headers, HTTP/1.0 and HTTP/2.
 */
abstract class AbstractAllowedHostsTests {

	private static final String MISDIRECTED = "Misdirected request";

	/** The server itself resets the stream or answers, with status 400. */
	private static final String REFUSED = "refused";

	private final Container container;

	AbstractAllowedHostsTests(Container container) {
		this.container = container;
	}

	@ParameterizedTest
	@ValueSource(strings = { "framework", "native" })
	void bothNamesMustBeAllowed(String strategy) {
		try (TestServer server = start("server.forward-headers-strategy=" + strategy)) {
			assertAllowed(send(server, "Host: app.example", "X-Forwarded-Host: app.example"));
			assertAllowed(send(server, "Host: 10.0.0.1:8080", "X-Forwarded-Host: app.example"));
			assertAllowed(send(server, "Host: app.example"));
			assertRefused(send(server, "Host: app.example", "X-Forwarded-Host: evil.test"));
			assertRefused(send(server, "Host: evil.test"));
			assertRefused(send(server, "Host: evil.test", "X-Forwarded-Host: evil.test"));
			assertRefused(send(server, "Host: evil.test:8080", "Origin: http://evil.test:8080"));
		}
	}

	/**
	 * A script can set these headers without a preflight, because its page is same-origin
	 * for the browser. The victim's own address is a trusted proxy by default.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "framework", "native" })
	void reboundPageCannotSetTheForwardedHost(String strategy) {
		try (TestServer server = start("server.forward-headers-strategy=" + strategy)) {
			for (String name : List.of("localhost", "127.0.0.1", "app.example")) {
				Response forwarded = send(server, "Host: evil.test", "X-Forwarded-Host: " + name);
				Response withProto = send(server, "Host: evil.test", "X-Forwarded-Host: " + name,
						"X-Forwarded-Proto: https", "X-Forwarded-For: 10.0.0.1");
				if (strategy.equals("native") && overwritesHost()) {
					assertAllowed(forwarded);
				}
				else {
					assertRefused(forwarded);
					assertRefused(withProto);
				}
				assertRefusedUnlessOverwritten(strategy, send(server, "Host: evil.test", "Forwarded: host=" + name));
			}
		}
	}

	private void assertRefusedUnlessOverwritten(String strategy, Response response) {
		if (!strategy.equals("native") || !overwritesHost()) {
			assertRefused(response);
		}
	}

	/** Whether the server with the strategy {@code native} replaces {@code Host}. */
	abstract boolean overwritesHost();

	@Test
	void withoutForwardedHeadersOnlyTheReceivedNameCounts() {
		try (TestServer server = start("server.forward-headers-strategy=none")) {
			assertAllowed(send(server, "Host: app.example", "X-Forwarded-Host: evil.test"));
			assertRefused(send(server, "Host: evil.test", "X-Forwarded-Host: app.example"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "framework", "native" })
	void requestWithoutHostIsRefused(String strategy) throws IOException {
		try (TestServer server = start("server.forward-headers-strategy=" + strategy)) {
			int port = server.http().port();
			assertThat(raw(port, "GET /covered/ok HTTP/1.0\r\n\r\n")).contains(" 421 ").endsWith(MISDIRECTED);
			assertThat(raw(port, "GET /covered/ok HTTP/1.0\r\nHost: app.example\r\n\r\n")).contains(" 200 ");
			assertThat(raw(port, "GET /covered/ok HTTP/1.0\r\nHost: evil.test\r\n\r\n")).contains(" 421 ");
			assertThat(raw(port, "GET /covered/ok HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"))
				.containsPattern(" 4(21|00) ");
			assertThat(raw(port, "GET /covered/ok HTTP/1.1\r\nHost: app.example\r\nHost: evil.test\r\n"
					+ "Connection: close\r\n\r\n"))
				.containsPattern(" 4(21|00) ");
			assertThat(raw(port, "GET /covered/ok HTTP/1.1\r\nConnection: close\r\n\r\n"))
				.containsPattern(" 4(21|00) ");
			// The absolute form, as it is sent to a proxy.
			assertThat(raw(port,
					"GET http://evil.test/covered/ok HTTP/1.1\r\nHost: evil.test\r\n" + "Connection: close\r\n\r\n"))
				.containsPattern(" 4(21|00) ");
			assertThat(raw(port,
					"GET http://app.example/covered/ok HTTP/1.1\r\nHost: evil.test\r\n" + "Connection: close\r\n\r\n"))
				.containsPattern(" 4(21|00) ");
		}
	}

	private static String raw(int port, String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			socket.getOutputStream().flush();
			try (InputStream input = socket.getInputStream()) {
				return new String(input.readAllBytes(), StandardCharsets.ISO_8859_1);
			}
		}
	}

	/**
	 * Over HTTP/2, the name is in {@code :authority}.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "none", "framework", "native" })
	void authorityOfHttp2IsChecked(String strategy) throws IOException {
		try (TestServer server = start("server.http2.enabled=true", "server.forward-headers-strategy=" + strategy)) {
			int port = server.http().port();
			assertThat(http2(port, "app.example")).isEqualTo("ok");
			assertThat(http2(port, "app.example:" + port)).isEqualTo("ok");
			assertThat(http2(port, "127.0.0.1:" + port)).isEqualTo("ok");
			assertThat(http2(port, "evil.test")).isEqualTo(MISDIRECTED);
			// Tomcat and Jetty replace the name with the forwarded one. Browsers use
			// HTTP/2 only with TLS, so they need a valid certificate for the name.
			boolean lost = strategy.equals("native") && this.container != Container.NETTY;
			assertThat(http2(port, "evil.test:" + port, "x-forwarded-host", "localhost"))
				.isEqualTo(lost ? "ok" : MISDIRECTED);
		}
	}

	/**
	 * A client can send {@code Host} as well. Servers refuse a request in which it
	 * differs from {@code :authority}, and use it if there is no {@code :authority}.
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.3.1">RFC 9113,
	 * section 8.3.1</a>
	 */
	@ParameterizedTest
	@ValueSource(strings = { "none", "framework", "native" })
	void hostOfHttp2CannotReplaceTheAuthority(String strategy) throws IOException {
		try (TestServer server = start("server.http2.enabled=true", "server.forward-headers-strategy=" + strategy)) {
			int port = server.http().port();
			assertThat(http2(port, "evil.test", "host", "app.example")).isEqualTo(REFUSED);
			assertThat(http2(port, "evil.test:" + port, "host", "localhost")).isEqualTo(REFUSED);
			assertThat(http2(port, "app.example", "host", "evil.test")).isEqualTo(REFUSED);
			assertThat(http2(port, "app.example", "host", "app.example", "host", "evil.test")).isEqualTo(REFUSED);
			assertThat(http2(port, "app.example", "host", "app.example")).isEqualTo("ok");
			assertThat(http2(port, null, "host", "app.example")).isEqualTo("ok");
			assertThat(http2(port, null, "host", "evil.test")).isEqualTo(MISDIRECTED);
			assertThat(http2(port, null, "host", "app.example", "host", "evil.test")).isEqualTo(REFUSED);
			assertThat(http2(port, null, "host", "evil.test", "host", "app.example")).isEqualTo(REFUSED);
			// Without any name, Jetty uses its own address, as did Tomcat before
			// 11.0.27. Browsers always send :authority.
			String withoutName = switch (this.container) {
				case NETTY -> MISDIRECTED;
				case TOMCAT -> REFUSED;
				default -> "ok";
			};
			assertThat(http2(port, null)).isEqualTo(withoutName);
		}
	}

	/**
	 * Send one request without TLS, with prior knowledge of HTTP/2.
	 * @param authority the value of {@code :authority}, or {@code null} to leave it out
	 * @param headers the names and values of further headers
	 * @return the body of the response, or {@link #REFUSED}
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>
	 */
	private static String http2(int port, String authority, String... headers) throws IOException {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		// RFC 7541, appendix A: the method GET, the scheme http, the path, the authority.
		block.write(0x82);
		block.write(0x86);
		block.write(0x04);
		text(block, "/covered/ok");
		if (authority != null) {
			block.write(0x01);
			text(block, authority);
		}
		for (int i = 0; i < headers.length; i += 2) {
			block.write(0);
			text(block, headers[i]);
			text(block, headers[i + 1]);
		}
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(20_000);
			DataOutputStream output = new DataOutputStream(socket.getOutputStream());
			output.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			frame(output, 4, 0, 0, new byte[0]);
			frame(output, 1, 5, 1, block.toByteArray());
			output.flush();
			DataInputStream input = new DataInputStream(socket.getInputStream());
			StringBuilder body = new StringBuilder();
			while (true) {
				int length = input.readUnsignedShort() << 8 | input.readUnsignedByte();
				int type = input.readUnsignedByte();
				int flags = input.readUnsignedByte();
				int stream = input.readInt();
				byte[] payload = input.readNBytes(length);
				// RST_STREAM, GOAWAY.
				if (type == 3 || type == 7) {
					return REFUSED;
				}
				if (type == 0) {
					body.append(new String(payload, StandardCharsets.UTF_8));
				}
				if (stream == 1 && (flags & 1) == 1) {
					String text = body.toString();
					return (text.equals("ok") || text.equals(MISDIRECTED)) ? text : REFUSED;
				}
			}
		}
	}

	private static void frame(DataOutputStream output, int type, int flags, int stream, byte[] payload)
			throws IOException {
		output.writeByte(payload.length >> 16);
		output.writeShort(payload.length);
		output.writeByte(type);
		output.writeByte(flags);
		output.writeInt(stream);
		output.write(payload);
	}

	private static void text(ByteArrayOutputStream block, String text) {
		block.write(text.length());
		block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void healthChecksOfKubernetesPass() {
		try (TestServer server = start("server.forward-headers-strategy=framework")) {
			assertAllowed(send(server, "Host: 10.244.1.7:8080", "User-Agent: kube-probe/1.33", "Accept: */*"));
			assertAllowed(send(server, "Host: [fd00::7]:8080", "User-Agent: kube-probe/1.33", "Accept: */*"));
		}
	}

	private static void assertAllowed(Response response) {
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("ok");
	}

	private static void assertRefused(Response response) {
		assertThat(response.status()).isEqualTo(421);
		assertThat(response.body()).isEqualTo(MISDIRECTED);
		assertThat(response.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		assertThat(response.vary()).containsExactly("origin");
		assertThat(response.cors()).isEmpty();
	}

	private TestServer start(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("cors.allowed-hosts=app.example");
		all.add("cors.policies.covered.paths=/covered/**");
		all.add("cors.policies.covered.allowed-origins=https://client.example");
		return TestServer.start(this.container, Application.class, all.toArray(String[]::new));
	}

	private static Response send(TestServer server, String... headers) {
		return server.http().send("GET", "/covered/ok", headers);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class Application {

	}

	@RestController
	static class Endpoints {

		@RequestMapping("/covered/ok")
		String ok() {
			return "ok";
		}

	}

}
