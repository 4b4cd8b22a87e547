package io.github.corsstarter.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Runs docs/troubleshooting.md section by section. In each section, in order:
 * <ul>
 * <li>a {@code yaml} block is added to the sample's configuration and replaces the block
 * before it,</li>
 * <li>the commands of a {@code console} block run against the sample with that
 * configuration, and must print what the page shows; if {@code jq} selects members of the
 * answer, only these are compared,</li>
 * <li>a {@code text} block is the message of a browser, which cannot be checked here, a
 * line of the log, or the report with which the sample does not start.</li>
 * </ul>
 */
@ExtendWith(OutputCaptureExtension.class)
class TroubleshootingTests {

	static final Path DOCUMENT = ReadmeTests.ROOT.resolve("docs/troubleshooting.md");

	@Test
	void documentShouldHaveEveryRefusal() throws IOException {
		assertThat(sections()).hasSizeGreaterThanOrEqualTo(10);
		assertThat(DocumentBlock.find(DOCUMENT)).extracting(DocumentBlock::text)
			.anyMatch((text) -> text.contains("\"reason\": \"origin-not-allowed\""))
			.anyMatch((text) -> text.contains("\"reason\": \"method-not-allowed\""))
			.anyMatch((text) -> text.contains("\"reason\": \"headers-not-allowed\""))
			.anyMatch((text) -> text.contains("\"reason\": \"credentials-not-allowed\""))
			.anyMatch((text) -> text.contains("\"reason\": \"no-policy\""));
	}

	@ParameterizedTest
	@MethodSource("sections")
	void sectionShouldHaveSymptomRefusalChangeAndAnswer(Section section) {
		List<DocumentBlock> consoles = section.blocks("console");
		List<DocumentBlock> changes = section.blocks("yaml");
		assertThat(section.blocks("text")).anyMatch(TroubleshootingTests::isBrowsersWords);
		assertThat(consoles.get(0).text()).containsAnyOf("\"allowed\": false", "Invalid CORS request");
		assertThat(changes).isNotEmpty();
		DocumentBlock change = changes.get(changes.size() - 1);
		assertThat(consoles).filteredOn((console) -> console.line() > change.line())
			.first()
			.satisfies((console) -> assertThat(console.text()).doesNotContain("\"allowed\": false")
				.doesNotContain("Invalid CORS request"));
	}

	@ParameterizedTest
	@MethodSource("sections")
	void sectionShouldBeWhatSampleDoes(Section section, CapturedOutput output, @TempDir Path directory)
			throws Exception {
		ReadmeTests.requireCurl();
		Path yaml = Files.createFile(directory.resolve("application.yml"));
		ConfigurableApplicationContext sample = null;
		try {
			for (DocumentBlock block : section.blocks()) {
				if (block.language().equals("yaml")) {
					close(sample);
					sample = null;
					Files.writeString(yaml, block.text());
				}
				else if (block.language().equals("console")) {
					sample = (sample != null) ? sample : start(yaml);
					for (Transcript transcript : Transcript.read(block, null)) {
						ReadmeTests.assertOutput(transcript,
								inApplicationYaml(transcript.run(ReadmeTests.port(sample))));
					}
				}
				else if (isLogMessage(block)) {
					assertThat(output.getOut().replace(":" + ReadmeTests.port(sample), ":8080")).as(block.toString())
						.contains(String.join(" ", block.lines()));
				}
				else if (!isBrowsersWords(block)) {
					assertThatException().as(block.toString()).isThrownBy(() -> start(yaml).close());
					assertThat(inApplicationYaml(output.getOut().lines().map(String::stripTrailing).toList()))
						.as(block.toString())
						.containsSequence(block.lines());
				}
			}
		}
		finally {
			close(sample);
		}
	}

	/**
	 * Here, a change is in a separate file. On the page, it is in application.yml.
	 */
	private static List<String> inApplicationYaml(List<String> lines) {
		return lines.stream()
			.map((line) -> line.replaceAll("(file|URL) \\[[^\\]]*application\\.yml\\]",
					"class path resource [application.yml]"))
			.toList();
	}

	private static boolean isBrowsersWords(DocumentBlock block) {
		return block.lines().get(0).matches("(Access to fetch at '|(GET|POST) http).*");
	}

	private static boolean isLogMessage(DocumentBlock block) {
		return block.lines().get(0).startsWith("Rejected ");
	}

	/**
	 * Each section has a separate application, but only one runs at a time: all
	 * applications share Reactor Netty's threads, and closing one application ends them.
	 */
	private static ConfigurableApplicationContext start(Path yaml) {
		return SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--spring.config.additional-location=" + yaml.toUri());
	}

	private static void close(ConfigurableApplicationContext context) {
		if (context != null) {
			context.close();
		}
	}

	static List<Section> sections() throws IOException {
		List<DocumentBlock> all = DocumentBlock.find(DOCUMENT);
		List<Section> sections = new ArrayList<>();
		all.stream()
			.map(DocumentBlock::section)
			.filter((title) -> title.matches("[0-9]+\\. .*"))
			.distinct()
			.forEach((title) -> sections
				.add(new Section(title, all.stream().filter((block) -> block.section().equals(title)).toList())));
		return sections;
	}

	/**
	 * A section of the page.
	 *
	 * @param title its heading
	 * @param blocks its blocks
	 */
	record Section(String title, List<DocumentBlock> blocks) {

		List<DocumentBlock> blocks(String language) {
			return this.blocks.stream().filter((block) -> block.language().equals(language)).toList();
		}

		@Override
		public String toString() {
			return this.title;
		}

	}

}
