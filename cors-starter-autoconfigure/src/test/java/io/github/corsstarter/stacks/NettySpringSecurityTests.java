package io.github.corsstarter.stacks;

import java.util.List;
import java.util.Locale;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer.Container;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reactive Spring Security on Netty.
 */
class NettySpringSecurityTests extends AbstractSpringSecurityTests {

	NettySpringSecurityTests() {
		super(Container.NETTY, ReactiveSecurityApplications.ALL);
	}

	/** Reactive Spring Security does not use the rules of WebFlux. */
	@Override
	void checkPreflightWithoutPolicy(Response response) {
		assertThat(response.status()).isEqualTo(401);
	}

	/** The body of an error has an identifier, so its length varies. */
	@Override
	List<String> stableLines(Response response) {
		return response.lines()
			.stream()
			.filter((line) -> !line.toLowerCase(Locale.ROOT).startsWith("content-length"))
			.toList();
	}

}
