package io.github.corsstarter.stacks;

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
 * Behind a proxy, the server's own origin is the one that the browser sent its request
 * to.
 */
abstract class AbstractForwardedHeadersTests {

	private static final List<String> FORWARDED = List.of("X-Forwarded-Proto: https",
			"X-Forwarded-Host: public.example", "X-Forwarded-Port: 443", "Host: internal.example:8080");

	private final Container container;

	AbstractForwardedHeadersTests(Container container) {
		this.container = container;
	}

	@ParameterizedTest
	@ValueSource(strings = { "framework", "native" })
	void postsFromTheServersOwnOriginPass(String strategy) {
		try (TestServer server = start(strategy)) {
			assertThat(post(server, "/covered/ok", "https://public.example").status()).isEqualTo(200);
			assertThat(post(server, "/covered/ok", "https://PUBLIC.example").status()).isEqualTo(200);
			assertThat(post(server, "/covered/ok", "https://public.example").cors()).isEmpty();
			assertThat(post(server, "/covered/ok", "https://public.example").vary()).containsExactly("origin");
			for (String foreign : List.of("http://public.example", "https://public.example:8443",
					"http://internal.example:8080", "https://internal.example", "https://public.example.evil.example",
					"https://xpublic.example")) {
				assertThat(post(server, "/covered/ok", foreign).status()).as(foreign).isEqualTo(403);
			}
			Response allowed = post(server, "/covered/ok", "https://client.example");
			assertThat(allowed.cors()).containsEntry("access-control-allow-origin", "https://client.example");
			Response error = post(server, "/covered/boom", "https://client.example");
			assertThat(error.status()).isEqualTo(500);
			assertThat(error.cors()).containsEntry("access-control-allow-origin", "https://client.example");
			if (strategy.equals("framework")) {
				Response prefixed = post(server, "/covered/ok", "https://client.example",
						"X-Forwarded-Prefix: /public");
				assertThat(prefixed.cors()).containsEntry("access-control-allow-origin", "https://client.example");
			}
		}
	}

	@Test
	void forwardedHeadersThatAreNotProcessedChangeNothing() {
		try (TestServer server = start("none")) {
			assertThat(post(server, "/covered/ok", "https://public.example").status()).isEqualTo(403);
			assertThat(post(server, "/covered/ok", "http://internal.example:8080").status()).isEqualTo(200);
			assertThat(post(server, "/covered/ok", "https://public.example", "Sec-Fetch-Site: same-origin").status())
				.isEqualTo(200);
		}
	}

	private TestServer start(String strategy) {
		return TestServer.start(this.container, Application.class, "server.forward-headers-strategy=" + strategy,
				"cors.policies.covered.paths=/covered/**",
				"cors.policies.covered.allowed-origins=https://client.example");
	}

	private static Response post(TestServer server, String path, String origin, String... more) {
		List<String> headers = new ArrayList<>(FORWARDED);
		headers.add("Origin: " + origin);
		headers.addAll(List.of(more));
		return server.http().send("POST", path, headers);
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

		@RequestMapping("/covered/boom")
		String boom() {
			throw new IllegalStateException("on purpose");
		}

	}

}
