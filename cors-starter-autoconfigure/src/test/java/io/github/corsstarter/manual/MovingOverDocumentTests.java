package io.github.corsstarter.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the table of comments in {@code docs/moving-over.md}. The steps of the page are
 * tested in the module {@code neighbor-tests}.
 */
class MovingOverDocumentTests {

	private static final Document PAGE = Document.of("docs/moving-over.md");

	private static final Path SOURCES = Path.of("src/main/java/io/github/corsstarter/applicationrules");

	@Test
	void commentsOfTheTableAreThoseOfTheGenerator() throws IOException {
		String table = PAGE.text().split("(?m)^### Comments in the file$")[1].split("(?m)^### ")[0];
		List<String> comments = table.lines()
			.filter((line) -> line.startsWith("| `"))
			.flatMap((line) -> Pattern.compile("`([^`]+)`").matcher(line.split("\\|")[1]).results())
			.map((quoted) -> quoted.group(1))
			.toList();
		assertThat(comments).hasSizeGreaterThan(10);
		assertThat(sources()).contains(comments);
	}

	/** The sources of the generator, with each message in one piece. */
	private static String sources() throws IOException {
		try (Stream<Path> files = Files.list(SOURCES)) {
			return files.sorted()
				.map((file) -> new Document(file).text())
				.collect(Collectors.joining())
				.replaceAll("\"\\s*\\+\\s*\"", "");
		}
	}

	@Test
	void pageBeginsWithTheStepsOfTheReadme() {
		assertThat(Pattern.compile("(?m)^##+ (.+)$").matcher(PAGE.text()).results().map((heading) -> heading.group(1)))
			.startsWith("Five steps", "Generate", "Watch", "Compare", "Enforce", "Delete", "Going back");
		assertThat(Document.of("README.md").text()).contains("[Moving over](docs/moving-over.md) takes five steps");
	}

}
