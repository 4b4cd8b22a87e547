package io.github.corsstarter.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What docs/changing-rules.md says about incidents works: each change of the file has the
 * effect of its table after a reload.
 */
class IncidentTests {

	private static final String PARTNERS = """
			cors.policies.partners:
			  paths: /partners
			  allowed-origins: https://partner.example
			""";

	private static final String SHOP = """
			cors.policies.shop:
			  paths: /shop
			  allowed-origins: https://shop.example
			""";

	@TempDir
	private Path folder;

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "NETTY" })
	void policiesAreTakenOutOfForceAndPutInForceAgain(Container container) throws Exception {
		Path file = write(PARTNERS + SHOP);
		try (TestServer server = TestServer.start(container, Application.class, "spring.config.import=file:" + file,
				"management.endpoints.web.exposure.include=cors,corscheck")) {
			assertThat(read(server, "/partners", "https://own.example").status()).isEqualTo(403);
			assertThat(allowedOrigin(server, "/shop", "https://shop.example")).isEqualTo("https://shop.example");

			write(PARTNERS.replace("paths:", "enforce: false\n  paths:") + SHOP);
			assertThat(reload(server)).contains("\"reloaded\":true", "\"generation\":2", "\"removedPolicies\":[]",
					"\"removedPaths\":[]");
			assertThat(allowedOrigin(server, "/partners", "https://own.example")).isEqualTo("https://own.example");
			assertThat(allowedOrigin(server, "/shop", "https://shop.example")).isEqualTo("https://shop.example");
			assertThat(server.http().send("GET", "/actuator/cors").body()).contains("\"enforced\":false",
					"\"change\":\"newly-rejected\"",
					"add https://own.example to cors.policies.partners.allowed-origins");

			write(SHOP);
			assertThat(reload(server)).contains("\"reloaded\":true", "\"generation\":3",
					"\"removedPolicies\":[\"partners\"]", "\"path\":\"/partners\"");
			// The application's own rule decides again.
			assertThat(allowedOrigin(server, "/partners", "https://own.example")).isEqualTo("https://own.example");
			assertThat(allowedOrigin(server, "/shop", "https://shop.example")).isEqualTo("https://shop.example");

			write(PARTNERS + SHOP.replace("https://shop.example", "none"));
			assertThat(reload(server)).contains("\"reloaded\":true", "\"removedPolicies\":[]");
			assertThat(read(server, "/partners", "https://own.example").status()).isEqualTo(403);
			assertThat(read(server, "/shop", "https://shop.example").status()).isEqualTo(403);

			write("");
			assertThat(reload(server)).contains("\"reloaded\":true", "\"generation\":5");
			Response untouched = read(server, "/shop", "https://shop.example");
			assertThat(untouched.status()).isEqualTo(200);
			assertThat(untouched.values("Vary")).isEmpty();
			assertThat(server.http().send("GET", "/actuator/cors").body()).contains("\"policies\":{}");

			write(SHOP.replace("https://shop.example", "https://shop.example/"));
			assertThat(reload(server)).contains("\"reloaded\":false", "\"generation\":5");
			write(PARTNERS + SHOP);
			assertThat(reload(server)).contains("\"reloaded\":true");
			assertThat(read(server, "/partners", "https://own.example").status()).isEqualTo(403);
			assertThat(allowedOrigin(server, "/shop", "https://shop.example")).isEqualTo("https://shop.example");

			write(PARTNERS.replace("https://partner.example", "[https://partner.example, https://own.example]"));
			assertThat(reload(server)).contains("\"reloaded\":true");
			assertThat(allowedOrigin(server, "/partners", "https://own.example")).isEqualTo("https://own.example");
		}
	}

	private Path write(String yaml) throws IOException {
		return Files.writeString(this.folder.resolve("cors.yml"), yaml);
	}

	private static String reload(TestServer server) {
		return server.http().send("POST", "/actuator/cors").body();
	}

	private static Response read(TestServer server, String path, String origin) {
		return server.http().send("GET", path, "Origin: " + origin);
	}

	private static String allowedOrigin(TestServer server, String path, String origin) {
		return String.join(",", read(server, path, origin).values("Access-Control-Allow-Origin"));
	}

	/**
	 * An application with a rule of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handlers.class)
	static class Application {

	}

	/**
	 * The handlers.
	 */
	@RestController
	static class Handlers {

		@CrossOrigin("https://own.example")
		@GetMapping("/partners")
		String partners() {
			return "partners";
		}

		@GetMapping("/shop")
		String shop() {
			return "shop";
		}

	}

}
