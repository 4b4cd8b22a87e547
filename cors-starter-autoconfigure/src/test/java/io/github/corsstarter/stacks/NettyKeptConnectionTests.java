package io.github.corsstarter.stacks;

import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reactor Netty 1.3.7 stops reading from a connection if the client has received a whole
 * response and sends the next request before the server has finished the response
 * (<a href="https://github.com/reactor/reactor-netty/issues/4361">issue 4361</a>). This
 * can happen if Spring copies a file buffer by buffer, but not if Spring leaves the file
 * to Netty. Spring must leave files to Netty on covered paths as well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NettyKeptConnectionTests {

	private static final int CONNECTIONS = 50;

	private TestServer server;

	@BeforeAll
	void start() {
		this.server = TestServer.start(Container.NETTY, ReactiveFilterApplication.class,
				"cors.policies.covered.paths=/covered/**",
				"cors.policies.covered.allowed-origins=https://client.example", "cors.policies.any.paths=/any/**",
				"cors.policies.any.allowed-origins=*");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/covered", "/any", "/plain" })
	void requestAfterAFileAndAnErrorIsAnswered(String area) {
		List<Integer> stalled = IntStream.range(0, CONNECTIONS).filter((i) -> isStalled(area)).boxed().toList();
		assertThat(stalled).as("connections of %s without an answer", CONNECTIONS).isEmpty();
	}

	private boolean isStalled(String area) {
		try (RawHttp http = this.server.http().keepingAlive(Duration.ofSeconds(2))) {
			assertThat(http.send("GET", area + "/static/paths.txt").status()).isEqualTo(200);
			assertThat(http.send("GET", area + "/static/missing.txt").status()).isEqualTo(404);
			assertThat(http.send("GET", area + "/ok").status()).isEqualTo(200);
			assertThat(http.connections()).isEqualTo(1);
			return false;
		}
		catch (UncheckedIOException ex) {
			assertThat(ex).hasCauseInstanceOf(SocketTimeoutException.class);
			return true;
		}
	}

}
