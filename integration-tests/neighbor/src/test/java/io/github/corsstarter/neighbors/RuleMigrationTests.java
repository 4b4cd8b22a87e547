package io.github.corsstarter.neighbors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.corsstarter.test.CorsMigration;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the policies that are written for the rules of Spring Data REST and Spring for
 * GraphQL, and that the starter accepts them as they are.
 */
class RuleMigrationTests {

	private static final String START = """
			# The CORS rules of this application, as policies.
			# Nothing is enforced yet: the policies are compared with what the application answers. To enforce all of
			# them, set CORS_DEFAULTS_ENFORCE=true.
			""";

	private static final String POLICIES = """
			cors:
			  defaults:
			    enforce: false
			  policies:
			""";

	@Test
	void dataRest() {
		assertMigration(DataRest.class, "/api/authors", START + POLICIES + """
				    # From @CrossOrigin BookRepository.
				    book-repository:
				      paths: ["/api/books/**"]
				      allowed-origins: ["https://listed.example"]
				      allowed-methods: [GET, POST, PUT, PATCH, DELETE, OPTIONS]
				      allowed-headers: ["*"]
				    # From CorsRegistry of 'restHandlerMapping'.
				    rest-handler-mapping:
				      paths: ["/api/authors/**"]
				      allowed-origins: ["https://listed.example"]
				      allowed-methods: [GET, POST]
				      allowed-headers: ["*"]
				""");
	}

	@Test
	void mappingsOfSpringMvcDoNotApplyToRepositories() {
		try (NeighborServer server = NeighborServer.start(DataRestBesideMappings.class)) {
			for (String path : List.of("/api/books", "/api/authors", "/api/magazines", "/api", "/api/profile")) {
				Response response = Call.get(path).send(server.http(), "Origin: https://mvc.example");
				assertThat(response.header("Access-Control-Allow-Origin")).as(path).isNull();
			}
			assertThat(CorsMigration.of(server.context())).contains("""
					      paths:
					        - "/actuator/**"
					        - "/api"
					        - "/api/"
					        - "/api/magazines/**"
					        - "/api/profile"
					        - "/api/profile/{repository}"
					      allowed-origins: ["none"]
					""", "paths: [\"/api/books/**\"]\n      allowed-origins: [\"https://listed.example\"]\n",
					"paths: [\"/api/authors/**\"]\n      allowed-origins: [\"https://listed.example\"]\n",
					"paths: [\"/**\"]\n      allowed-origins: [\"https://mvc.example\"]\n");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { GraphQl.Servlet.class, GraphQl.Reactive.class })
	void graphQl(Class<?> application) {
		assertMigration(application, "/graphql", START + POLICIES + """
				    # From spring.graphql.cors.
				    graphql:
				      paths: ["/graphql"]
				      allowed-origins: ["https://listed.example"]
				      allowed-methods: [GET, POST]
				      allowed-headers: ["*"]
				""", "spring.graphql.cors.allowed-origins=" + Neighbor.LISTED,
				"spring.graphql.cors.allowed-methods=GET,POST", "spring.graphql.cors.allowed-headers=*");
	}

	private static void assertMigration(Class<?> application, String path, String text, String... properties) {
		String yaml;
		try (NeighborServer server = NeighborServer.start(application, properties)) {
			yaml = CorsMigration.of(server.context());
			assertThat(yaml).isEqualTo(text);
		}
		String enforced = yaml.replace("enforce: false", "enforce: true");
		try (NeighborServer server = NeighborServer.start(application, (context) -> add(context, enforced))) {
			Response preflight = server.http()
				.send("OPTIONS", path, "Origin: " + Neighbor.LISTED, "Access-Control-Request-Method: POST",
						"Access-Control-Request-Headers: content-type");
			assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(Neighbor.LISTED);
			assertThat(preflight.status()).isEqualTo(200);
			assertThat(server.http().send("POST", path, "Origin: " + Neighbor.REFUSED).status()).isEqualTo(403);
		}
	}

	private static void add(ConfigurableApplicationContext context, String yaml) {
		try {
			new YamlPropertySourceLoader()
				.load("generated", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.forEach(context.getEnvironment().getPropertySources()::addFirst);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
