package io.github.corsstarter.neighbors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ApplicationRuleStatement;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code docs/neighbors.md} is right: an application with its neighbor starts
 * with every configuration without a warning, and the Java code is copied from this
 * package.
 */
class NeighborsDocumentTests {

	private static final Path ROOT = Path.of("..", "..");

	private static final Path PACKAGE = Path.of("src/test/java/io/github/corsstarter/neighbors");

	private static final Map<String, List<Class<?>>> APPLICATIONS = Map.ofEntries(
			Map.entry("WebSocket", List.of(WebSockets.Servlet.class, WebSockets.Reactive.class)),
			Map.entry("SockJS", List.of(WebSockets.SockJs.class)), Map.entry("STOMP", List.of(WebSockets.Stomp.class)),
			Map.entry("RSocket", List.of(RSockets.WithOriginCheck.class)),
			Map.entry("GraphQL", List.of(GraphQl.Servlet.class)),
			Map.entry("Spring Data REST", List.of(DataRest.class)),
			Map.entry("Static resources", List.of(StaticResources.Servlet.class)),
			Map.entry("The H2 console and other servlets", List.of(H2ConsoleServlet.class)),
			Map.entry("Functional endpoints",
					List.of(FunctionalEndpoints.Servlet.class, FunctionalEndpoints.Reactive.class)),
			Map.entry("A second DispatcherServlet", List.of(Controllers.SecondDispatcherServlet.class)),
			Map.entry("Context path, base path and servlet path", List.of(Controllers.Servlet.class)),
			Map.entry("The actuator", List.of(Actuators.Servlet.class)),
			Map.entry("Spring Authorization Server", List.of(AuthorizationServer.class)),
			Map.entry("OAuth 2 login", List.of(OAuth2Login.class)));

	@ParameterizedTest
	@MethodSource("examples")
	void configurationsStart(Example example) {
		for (Class<?> application : APPLICATIONS.get(example.section())) {
			try (NeighborServer server = NeighborServer.start(application,
					(context) -> context.getEnvironment().getPropertySources().addFirst(example.load()),
					properties(application))) {
				CorsPolicies policies = server.bean(CorsPolicies.class);
				assertThat(policies.policies().isEmpty()).isEqualTo(!example.yaml().contains("cors:\n  policies:"));
				assertThat(policies.current().warnings()).isEmpty();
				assertThat(server.bean(ApplicationRules.class).warnings()).as("but for rules in the code")
					.map(ApplicationRuleStatement::sentence)
					.allMatch((message) -> message.matches(".*; remove (@CrossOrigin|CorsRegistry) .*"));
			}
		}
	}

	@Test
	void everySectionHasAnExample() throws IOException {
		assertThat(examples().map(Example::section)).containsAll(APPLICATIONS.keySet());
		assertThat(document().split("(?m)^## ")).hasSize(APPLICATIONS.size() + 1);
	}

	@Test
	void javaBlocksShouldBeOfThisPackage() throws IOException {
		List<String> sources;
		try (Stream<Path> files = Files.list(PACKAGE)) {
			sources = files.map(NeighborsDocumentTests::read).map(NeighborsDocumentTests::strip).toList();
		}
		List<String> blocks = Pattern.compile("(?ms)^```java\n(.*?)^```$")
			.matcher(document())
			.results()
			.map((block) -> strip(block.group(1)))
			.toList();
		assertThat(blocks).hasSize(6)
			.allSatisfy((block) -> assertThat(sources).anyMatch((source) -> source.contains(block)));
	}

	@Test
	void readmeShouldLeadToTheDocument() throws IOException {
		assertThat(Files.readString(ROOT.resolve("README.md"))).contains("(docs/neighbors.md)");
	}

	static Stream<Example> examples() throws IOException {
		return Stream.of(document().split("(?m)^## "))
			.flatMap((section) -> Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
				.matcher(section)
				.results()
				.map((block) -> new Example(section.lines().findFirst().orElseThrow(), block.group(1))));
	}

	private static String[] properties(Class<?> application) {
		return (application != OAuth2Login.class) ? new String[0]
				: new String[] { OAuth2Login.CLIENT + "provider.own.authorization-uri=http://localhost/authorize",
						OAuth2Login.CLIENT + "provider.own.token-uri=http://localhost/token",
						OAuth2Login.CLIENT + "provider.own.jwk-set-uri=http://localhost/jwks",
						OAuth2Login.CLIENT + "registration.own.authorization-grant-type=authorization_code",
						OAuth2Login.CLIENT + "registration.own.redirect-uri={baseUrl}/login/oauth2/code/own" };
	}

	private static String document() throws IOException {
		return Files.readString(ROOT.resolve("docs/neighbors.md"));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String strip(String text) {
		return text.replaceAll("\\s+", "");
	}

	/**
	 * A block of the document.
	 *
	 * @param section the heading that it is below
	 * @param yaml the block
	 */
	record Example(String section, String yaml) {

		PropertySource<?> load() {
			try {
				return new YamlPropertySourceLoader()
					.load("document", new ByteArrayResource(this.yaml.getBytes(StandardCharsets.UTF_8)))
					.get(0);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public String toString() {
			return this.section;
		}

	}

}
