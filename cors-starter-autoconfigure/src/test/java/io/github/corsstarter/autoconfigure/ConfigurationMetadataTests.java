package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the configuration metadata that IDEs read, and README's table of properties.
 */
class ConfigurationMetadataTests {

	private static final List<String> WITHOUT_DEFAULT = List.of("cors.defaults.allowed-origins", "cors.policies",
			"cors.reload-interval");

	private final Map<String, Object> metadata = JsonParserFactory.getJsonParser().parseMap(read());

	private static String read() {
		try {
			return new ClassPathResource("META-INF/spring-configuration-metadata.json")
				.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void everyKeyIsThere() {
		Stream<String> expected = Stream
			.of(Stream.of("cors.enabled", "cors.debug", "cors.filter-order", "cors.reload-interval",
					"cors.allowed-hosts", "cors.policies"), ruleKeys().map((key) -> "cors.defaults." + key),
					Stream.of("cors", "corscheck", "corsmigration", "corspage")
						.flatMap((endpoint) -> Stream.of("access", "cache.time-to-live")
							.map((key) -> "management.endpoint." + endpoint + "." + key)))
			.flatMap((keys) -> keys);
		assertThat(entries("properties")).extracting((property) -> property.get("name"))
			.containsExactlyInAnyOrderElementsOf(expected.toList());
	}

	@Test
	void everyKeyHasDescriptionAndDefault() {
		assertThat(entries("properties")).allSatisfy((property) -> {
			assertThat((String) property.get("description")).matches("(?s)[A-Z].*\\.");
			if (!WITHOUT_DEFAULT.contains((String) property.get("name"))) {
				assertThat(property).containsKey("defaultValue");
			}
		});
	}

	@Test
	void keysWithKnownValuesHaveHints() {
		assertThat(entries("hints")).extracting((hint) -> hint.get("name"))
			.contains("cors.defaults.allowed-origins", "cors.defaults.allowed-methods", "cors.defaults.allowed-headers",
					"cors.defaults.exposed-headers", "cors.defaults.max-age", "cors.defaults.on-disallowed",
					"cors.defaults.dangerously-tolerate");
	}

	@Test
	void readmeHasEveryKeyWithItsDefault() throws IOException {
		String readme = Files.readString(Path.of("../README.md"));
		assertThat(readme).contains("| `cors.enabled` | `true` |", "| `cors.debug` | `false` |",
				"| `cors.filter-order` | `" + CorsProperties.FILTER_ORDER + "` |", "| `cors.reload-interval` | never |",
				"| `cors.allowed-hosts` | any |");
		for (PolicyKey key : PolicyKey.values()) {
			assertThat(readme).contains("| `\u2026." + key.code() + "` |");
		}
		assertThat(readme).contains("max-age` | `30m` |", "on-disallowed` | `reject` |",
				"allow-credentials` | `false` |", "allowed-methods` | `GET, HEAD, POST` |");
	}

	private static Stream<String> ruleKeys() {
		return Stream.of(PolicyKey.values())
			.filter((key) -> key != PolicyKey.PATHS && key != PolicyKey.SHADOW)
			.map(PolicyKey::code);
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> entries(String name) {
		return (List<Map<String, Object>>) this.metadata.get(name);
	}

}
