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
 * Reactor Netty 1.3.7 stops reading from a connection if a request arrives before the
 * previous response has ended for the server, although the client has all of it
 * (<a href="https://github.com/reactor/reactor-netty/issues/4361">issue 4361</a>). A file
 * that Spring copies buffer by buffer ends in this way, but a file that it leaves to
 * Netty does not. On covered paths it must still leave files to Netty.
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
