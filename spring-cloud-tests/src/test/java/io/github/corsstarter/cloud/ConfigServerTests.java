package io.github.corsstarter.cloud;

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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.config.server.EnableConfigServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Config Server with files behind it, and two instances that are refreshed through
 * {@code POST /actuator/refresh}, each on a port of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigServerTests {

	private static final String ONE = "https://one.example";

	private static final String TWO = "https://two.example";

	private final HttpClient http = HttpClient.newHttpClient();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@TempDir
	private Path repository;

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void instancesTakeChangesWhenRefreshed(CapturedOutput output) throws Exception {
		write(ONE, "");
		int server = start(Server.class, "--spring.profiles.active=native", "--spring.cloud.config.enabled=false",
				"--spring.cloud.config.server.native.search-locations=file:" + this.repository + "/");
		// The server's jar is on the class path here, and switches the client off.
		String[] arguments = { "--spring.cloud.config.enabled=true",
				"--spring.config.import=configserver:http://127.0.0.1:" + server };
		int first = start(Instance.class, arguments);
		int second = start(Instance.class, arguments);
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
		assertThat(generation(first)).as("nothing has changed").isEqualTo(2);

		write(ONE + "/", "max-age: -1s");
		refresh(first);
		assertThat(allows(first, TWO)).isTrue();
		assertThat(generation(first)).isEqualTo(2);
		assertThat(output).contains("The rules in force stay (generation 2)")
			.contains("cors.policies.p.allowed-origins[0]")
			.contains("Write " + ONE)
			.contains("A time cannot be negative");

		write("${partner.origin}", "");
		Files.writeString(this.repository.resolve("application.properties"), "partner.origin=" + ONE);
		refresh(first);
		assertThat(allows(first, ONE)).isTrue();
		Files.writeString(this.repository.resolve("application.properties"), "partner.origin=" + TWO);
		refresh(first);
		assertThat(allows(first, TWO)).as("only what a placeholder stands for has changed").isTrue();
		assertThat(post(first, "/actuator/cors")).as("POST /actuator/cors").contains("\"reloaded\":true");
		assertThat(allows(first, TWO)).isTrue();
	}

	private void write(String origin, String setting) throws IOException {
		Files.writeString(this.repository.resolve("shop.yml"), """
				cors:
				  policies:
				    p:
				      paths: /api/**
				      allowed-origins: ["%s"]
				      %s
				""".formatted(origin, setting));
	}

	private int start(Class<?> application, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.application.name=shop",
				"--management.endpoints.web.exposure.include=*", "--logging.level.root=warn"));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
			.web(WebApplicationType.SERVLET)
			.run(all.toArray(String[]::new));
		this.contexts.add(0, context);
		return ((WebServerApplicationContext) context).getWebServer().getPort();
	}

	private boolean allows(int port, String origin) throws Exception {
		HttpResponse<String> response = send(
				HttpRequest.newBuilder(uri(port, "/api/x")).header("Origin", origin).GET());
		boolean allowed = response.statusCode() == 200;
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

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigServer
	static class Server {

	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = "org.springframework.cloud.config.server.config.ConfigServerAutoConfiguration")
	static class Instance {

		@GetMapping("/api/x")
		String handle() {
			return "handled";
		}

	}

}
