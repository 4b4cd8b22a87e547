package io.github.corsstarter.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every {@code curl} command in README.md and docs/*.md, and compares its output
 * with the output on the page. If a YAML block comes before a command in the same
 * section, the command also runs against a sample application that has only the policies
 * of that block.
 * <p>
 * If {@code curl} is not on the path, the tests are skipped, or fail if the environment
 * variable {@code CORS_REQUIRE_TOOLS} is {@code true}.
 */
class ReadmeTests {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static ConfigurableApplicationContext sample;

	@BeforeAll
	static void startSample() {
		sample = SpringApplication.run(SampleApplication.class, "--server.port=0");
	}

	@AfterAll
	static void stopSample() {
		sample.close();
	}

	@Test
	void readmeShouldHaveTranscripts() throws IOException {
		List<Transcript> transcripts = Transcript.find(ROOT.resolve("README.md"));
		assertThat(transcripts).hasSizeGreaterThanOrEqualTo(2);
		assertThat(Transcript.find(ROOT.resolve("docs/sample.md"))).hasSizeGreaterThan(4);
		assertThat(transcripts).anyMatch((transcript) -> transcript.yaml() != null);
		assertThat(transcripts).allSatisfy((transcript) -> assertThat(transcript.output()).isNotEmpty());
	}

	@ParameterizedTest
	@MethodSource("transcripts")
	void transcriptShouldBeWhatSampleAnswers(Transcript transcript) throws Exception {
		requireCurl();
		assertOutput(transcript, transcript.run(port(sample)));
	}

	@ParameterizedTest
	@MethodSource("transcriptsBelowYaml")
	void transcriptBelowYamlShouldBeWhatItsPoliciesAnswer(Transcript transcript, @TempDir Path directory)
			throws Exception {
		requireCurl();
		Path yaml = Files.writeString(directory.resolve("application.yml"), transcript.yaml());
		try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--server.address=127.0.0.1", "--sample.mirror=http://mirror.localhost:8080",
				"--spring.config.location=" + yaml.toUri())) {
			assertOutput(transcript, transcript.run(port(context)));
		}
	}

	/**
	 * The documents show Tomcat's answers exactly.
	 */
	static void assertOutput(Transcript transcript, List<String> output) {
		boolean netty = ClassUtils.isPresent("org.springframework.web.reactive.DispatcherHandler", null);
		assertThat(netty ? Transcript.onAnyServer(output) : output).as(transcript.toString())
			.isEqualTo(netty ? Transcript.onAnyServer(transcript.output()) : transcript.output());
	}

	static void requireCurl() {
		if (!Transcript.isCurlPresent()) {
			String message = "curl is not on the path, so the transcripts of the documents cannot be run";
			assertThat(System.getenv("CORS_REQUIRE_TOOLS")).as(message).isNotEqualTo("true");
			System.err.println(message);
			Assumptions.abort(message);
		}
	}

	static List<Transcript> transcripts() throws IOException {
		List<Transcript> transcripts = new ArrayList<>();
		for (Path document : documents()) {
			transcripts.addAll(Transcript.find(document));
		}
		return transcripts;
	}

	static List<Transcript> transcriptsBelowYaml() throws IOException {
		return transcripts().stream().filter((transcript) -> transcript.yaml() != null).toList();
	}

	/**
	 * All documents except the one that changes the sample's policies step by step.
	 * {@link TroubleshootingTests} runs that one.
	 */
	private static List<Path> documents() throws IOException {
		List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
		Path docs = ROOT.resolve("docs");
		if (Files.isDirectory(docs)) {
			try (Stream<Path> files = Files.list(docs)) {
				files.filter((file) -> file.toString().endsWith(".md"))
					.filter((file) -> !file.equals(TroubleshootingTests.DOCUMENT))
					.sorted()
					.forEach(documents::add);
			}
		}
		return documents;
	}

	static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

}
