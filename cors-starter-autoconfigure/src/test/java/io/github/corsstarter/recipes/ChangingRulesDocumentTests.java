package io.github.corsstarter.recipes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that docs/changing-rules.md shows the code of this package, which tests run.
 */
class ChangingRulesDocumentTests {

	private static final Path PACKAGE = Path.of("src/test/java/io/github/corsstarter/recipes");

	@Test
	void javaBlocksShouldBeOfThisPackage() throws IOException {
		List<String> sources;
		try (Stream<Path> files = Files.list(PACKAGE)) {
			sources = files.map(ChangingRulesDocumentTests::read).map((text) -> text.replace("\t", "    ")).toList();
		}
		assertThat(blocks("java")).hasSize(2)
			.allSatisfy((block) -> assertThat(sources).anyMatch((source) -> source.contains(block)));
	}

	@Test
	void tableShouldBeThatOfTheTest() throws IOException {
		String source = read(PACKAGE.resolve("TenantOriginsTests.java")).replaceAll("[\\s\"+]+", "");
		assertThat(blocks("sql")).singleElement()
			.satisfies((table) -> assertThat(source).contains(table.replaceAll("\\s+", "")));
	}

	@Test
	void candidateShouldBeValid() throws IOException {
		String yaml = blocks("yaml").get(1);
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(load(yaml)))
			.run((context) -> {
				CorsPolicy policy = context.getBean(CorsPolicies.class).policies().get(0);
				assertThat(policy.shadow()).isNotNull();
				assertThat(policy.shadow().allowedOrigins()).hasToString("[https://partner.example]");
				assertThat(policy.shadow().allowedMethods()).containsExactly("GET", "HEAD", "PUT");
			});
	}

	private static PropertySource<?> load(String yaml) {
		try {
			return new YamlPropertySourceLoader()
				.load("document", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.get(0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> blocks(String language) throws IOException {
		String document = Files.readString(Path.of("../docs/changing-rules.md"));
		return Pattern.compile("```" + language + "\n(.*?\n)```", Pattern.DOTALL)
			.matcher(document)
			.results()
			.map(ChangingRulesDocumentTests::group)
			.toList();
	}

	private static String group(MatchResult result) {
		return result.group(1);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
