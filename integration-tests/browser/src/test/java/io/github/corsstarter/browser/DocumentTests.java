package io.github.corsstarter.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that the pictures of {@code docs/how-browsers-decide.md} show scenarios that are
 * tested.
 */
class DocumentTests {

	private static final Path DOCUMENT = Path.of("../../docs/how-browsers-decide.md");

	private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\((\\.\\./[^)]+\\.java)\\)");

	private static final Pattern NUMBER = Pattern.compile("[0-9]+");

	@Test
	void linksShouldLeadToScenariosThatTheyName() throws IOException {
		List<MatchResult> links = LINK.matcher(Files.readString(DOCUMENT)).results().toList();
		assertThat(links).hasSizeGreaterThan(8);
		for (MatchResult link : links) {
			Path file = DOCUMENT.resolveSibling(link.group(2));
			assertThat(file).exists();
			String source = Files.readString(file);
			NUMBER.matcher(link.group(1))
				.results()
				.forEach((number) -> assertThat(source).as(link.group())
					.containsPattern("void scenarios?([0-9]+And)?" + number.group() + "[A-Z]"));
		}
	}

}
