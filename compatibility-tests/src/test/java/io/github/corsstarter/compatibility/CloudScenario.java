package io.github.corsstarter.compatibility;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes the file that a Config Server has for two instances of an application, and
 * refreshes them one after the other.
 */
final class CloudScenario {

	private static final String ONE = "https://one.example";

	private static final String TWO = "https://two.example";

	private final HttpClient http = HttpClient.newHttpClient();

	private final Path files;

	private final String application;

	/**
	 * Create a scenario with the first version of the file.
	 * @param repository the Config Server's folder
	 * @param application the name of the application
	 */
	CloudScenario(Path repository, String application) throws IOException {
		this.files = Files.createDirectories(repository.resolve(application));
		this.application = application;
		Files.deleteIfExists(properties());
		write(ONE, "");
	}

	void run(RunningApplication firstInstance, RunningApplication secondInstance) throws Exception {
		int first = firstInstance.port("cloud");
		int second = secondInstance.port("cloud");
		assertThat(allows(first, ONE)).isTrue();
		assertThat(allows(second, ONE)).isTrue();
		assertThat(allows(first, TWO)).isFalse();

		write(TWO, "");
		assertThat(allows(first, ONE)).isTrue();
		refresh(first);
		assertThat(allows(first, TWO)).isTrue();
		assertThat(allows(first, ONE)).isFalse();
		assertThat(allows(second, TWO)).isFalse();
		refresh(second);
		assertThat(allows(second, TWO)).isTrue();
		assertThat(generation(first)).isEqualTo(2);

		refresh(first);
		assertThat(generation(first))
			.as("generation, because a source may have changed even if no property has changed")
			.isEqualTo(3);
		assertThat(allows(first, TWO)).isTrue();

		write(ONE + "/", "max-age: -1s");
		refresh(first);
		assertThat(allows(first, TWO)).isTrue();
		assertThat(generation(first)).isEqualTo(3);
		assertThat(firstInstance.output()).contains("the current rules stay in force (generation 3)")
			.contains("cors.policies.p.allowed-origins[0]")
			.contains("Write " + ONE)
			.contains("The time must not be negative");

		write("${partner.origin}", "");
		Files.writeString(properties(), "partner.origin=" + ONE);
		refresh(first);
		assertThat(allows(first, ONE)).isTrue();
		Files.writeString(properties(), "partner.origin=" + TWO);
		refresh(first);
		assertThat(allows(first, TWO)).as("only what a placeholder stands for has changed").isTrue();
		assertThat(post(first, "/actuator/cors")).as("POST /actuator/cors").contains("\"reloaded\":true");
		assertThat(allows(first, TWO)).isTrue();
	}

	private Path properties() {
		return this.files.resolve("application.properties");
	}

	private void write(String origin, String setting) throws IOException {
		Files.writeString(this.files.resolve(this.application + ".yml"), """
				cors:
				  policies:
				    p:
				      paths: /api/**
				      allowed-origins: ["%s"]
				      %s
				""".formatted(origin, setting));
	}

	private boolean allows(int port, String origin) throws Exception {
		HttpResponse<String> response = send(
				HttpRequest.newBuilder(uri(port, "/api/x")).header("Origin", origin).GET());
		boolean allowed = response.statusCode() == 200;
		assertThat(response.statusCode()).isEqualTo(allowed ? 200 : 403);
		assertThat(response.headers().allValues("Access-Control-Allow-Origin"))
			.isEqualTo(allowed ? List.of(origin) : List.of());
		return allowed;
	}

	private int generation(int port) throws Exception {
		String body = send(HttpRequest.newBuilder(uri(port, "/actuator/cors")).GET()).body();
		return Integer.parseInt(body.replaceFirst(".*\"generation\":(\\d+).*", "$1"));
	}

	private void refresh(int port) throws Exception {
		post(port, "/actuator/refresh");
	}

	private String post(int port, String path) throws Exception {
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri(port, path)).POST(BodyPublishers.noBody()));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
	}

	private static URI uri(int port, String path) {
		return URI.create("http://127.0.0.1:" + port + path);
	}

}
