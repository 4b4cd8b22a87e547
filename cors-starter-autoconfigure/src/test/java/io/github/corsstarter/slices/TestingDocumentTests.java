package io.github.corsstarter.slices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static io.github.corsstarter.test.CorsAssertions.assertThatCors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Checks that all test code in docs/testing.md and README is part of the tests of this
 * package, which run.
 */
@OrdersTest
@SpringBootTest(classes = CorsAutoConfiguration.class)
class TestingDocumentTests {

	private static final Path ROOT = Path.of("..");

	private static final Path PACKAGE = Path.of("src/test/java/io/github/corsstarter/slices");

	@Autowired
	private CorsPolicies policies;

	@Test
	void javaBlocksShouldBeOfTheseTests() throws IOException {
		List<String> sources = sources();
		List<String> blocks = blocks("docs/testing.md", "java");
		assertThat(blocks).hasSize(6);
		assertThat(blocks).allSatisfy((block) -> assertThat(sources).anyMatch((source) -> source.contains(block)));
		List<String> readme = blocks("README.md", "java");
		assertThat(readme).isNotEmpty()
			.allSatisfy((block) -> assertThat(sources).anyMatch((source) -> strip(source).contains(strip(block))));
	}

	@Test
	void yamlBlocksShouldBeTheConfigurationOfTheseTests() throws IOException {
		assertThat(blocks("docs/testing.md", "yaml"))
			.containsExactly(Files.readString(Path.of("src/test/resources/slices/application.yml")));
	}

	@Test
	void textBlocksShouldBeWhatAFailureSays() throws IOException {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThatCors(this.policies).from("https://spa.example")
				.sending("DELETE", "/api/orders/7")
				.isAllowed())
			.satisfies((error) -> assertThat(blocks("docs/testing.md", "text"))
				.containsExactly(error.getMessage() + "\n"));
	}

	@Test
	void readmeAssertionShouldHold() {
		assertThatCors(this.policies).from("https://spa.example")
			.sending("PUT", "/api/orders/7")
			.withHeaders("content-type")
			.withCredentials()
			.isAllowed();
	}

	@Test
	void readmeShouldLeadToTheDocument() throws IOException {
		assertThat(Files.readString(ROOT.resolve("README.md"))).contains("## Testing your rules", "(docs/testing.md)");
		assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(230);
	}

	private static List<String> sources() throws IOException {
		try (Stream<Path> files = Files.list(PACKAGE)) {
			return files.map(TestingDocumentTests::read).map((source) -> source.replace("@OrdersTest\n", "")).toList();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String strip(String source) {
		return source.replaceAll("\\s+", "");
	}

	private static List<String> blocks(String document, String language) throws IOException {
		return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
			.matcher(Files.readString(ROOT.resolve(document)))
			.results()
			.map((MatchResult block) -> block.group(1))
			.toList();
	}

}
