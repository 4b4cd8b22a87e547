package io.github.corsstarter.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests who may read the policies, and who may reload them.
 */
class EndpointAccessTests {

	private static final String ALICE = "Basic "
			+ Base64.getEncoder().encodeToString("alice:wonderland".getBytes(StandardCharsets.UTF_8));

	private static HttpResponse<String> send(HttpRequest.Builder request, int port, String path)
			throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + port + path);
		return HttpClient.newHttpClient()
			.send(request.uri(uri).timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
	}

	private static HttpRequest.Builder reload() {
		return HttpRequest.newBuilder().POST(BodyPublishers.noBody());
	}

	@Nested
	@ScenarioTest
	class OnThisMachine {

		@LocalServerPort
		private int port;

		@ParameterizedTest
		@ValueSource(strings = { "/actuator/cors", "/actuator/cors/partners", "/actuator/corspage", "/actuator/health",
				"/actuator/metrics/cors.requests", "/actuator/corscheck?path=/&origin=https://a.example" })
		void getShouldNeedNoLogin(String path) throws Exception {
			assertThat(send(HttpRequest.newBuilder(), this.port, path).statusCode()).isEqualTo(200);
		}

		@ParameterizedTest
		@ValueSource(strings = { "/actuator/env", "/actuator/beans", "/actuator/heapdump" })
		void getShouldFindNothingElse(String path) throws Exception {
			assertThat(send(HttpRequest.newBuilder(), this.port, path).statusCode()).isEqualTo(404);
		}

		@Test
		void reloadShouldNeedLogin() throws Exception {
			assertThat(send(reload(), this.port, "/actuator/cors").statusCode()).isEqualTo(401);
			assertThat(send(reload().header("Authorization", ALICE), this.port, "/actuator/cors").body())
				.contains("\"reloaded\":true");
		}

		@ParameterizedTest
		@ValueSource(strings = { "https://evil.example", "http://localhost:3000", "null" })
		void otherOriginShouldNeitherReadNorReload(String origin) throws Exception {
			assertThat(
					send(HttpRequest.newBuilder().header("Origin", origin), this.port, "/actuator/cors").statusCode())
				.isEqualTo(403);
			assertThat(
					send(reload().header("Origin", origin).header("Authorization", ALICE), this.port, "/actuator/cors")
						.statusCode())
				.isEqualTo(403);
		}

	}

	@Nested
	@ScenarioTest
	@ActiveProfiles("prod")
	class InProduction {

		@LocalServerPort
		private int port;

		@ParameterizedTest
		@ValueSource(strings = { "/actuator/cors", "/actuator/corscheck?path=/&origin=https://a.example",
				"/actuator/metrics", "/actuator/health" })
		void getShouldNeedLogin(String path) throws Exception {
			assertThat(send(HttpRequest.newBuilder(), this.port, path).statusCode()).isEqualTo(401);
		}

		@ParameterizedTest
		@ValueSource(strings = { "/actuator/cors", "/actuator/corspage",
				"/actuator/corscheck?path=/&origin=https://a.example" })
		void getShouldNotBeExposedWithLoginEither(String path) throws Exception {
			assertThat(send(HttpRequest.newBuilder().header("Authorization", ALICE), this.port, path).statusCode())
				.isEqualTo(404);
		}

	}

}
