package io.github.corsstarter.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.slices.OrdersTest;
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

	private static final Document PAGE = Document.of("docs/testing.md");

	private static final Document README = Document.of("README.md");

	@Autowired
	private CorsPolicies policies;

	@Test
	void javaBlocksShouldBeOfTheseTests() throws IOException {
		List<String> sources = sources();
		List<String> blocks = PAGE.blocks("java");
		assertThat(blocks).hasSize(8);
		assertThat(blocks).allSatisfy((block) -> assertThat(sources).anyMatch((source) -> source.contains(block)));
		List<String> readme = README.blocks("java");
		assertThat(readme).isNotEmpty()
			.allSatisfy((block) -> assertThat(sources)
				.anyMatch((source) -> Document.withoutWhiteSpace(source).contains(Document.withoutWhiteSpace(block))));
	}

	@Test
	void yamlBlocksShouldBeTheConfigurationOfTheseTests() throws IOException {
		assertThat(PAGE.blocks("yaml"))
			.containsExactly(Files.readString(Path.of("src/test/resources/slices/application.yml")));
	}

	@Test
	void textBlocksShouldBeWhatAFailureSays() throws IOException {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThatCors(this.policies).from("https://spa.example")
				.sending("DELETE", "/api/orders/7")
				.isAllowed())
			.satisfies((error) -> assertThat(PAGE.blocks("text")).containsExactly(error.getMessage() + "\n"));
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
		assertThat(README.text()).contains("## Testing your rules", "(docs/testing.md)");
		assertThat(README.text().lines()).hasSizeLessThanOrEqualTo(230);
	}

	private static List<String> sources() {
		return Stream.concat(Document.sourcesOf("slices"), Stream.of(Document.source("manual/TestingDocumentTests")))
			.map((source) -> source.text().replace("@OrdersTest\n", ""))
			.toList();
	}

}
