package io.github.corsstarter.manual;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Starts real applications with mistakes in their configuration, and compares their
 * output with the reports in the documents.
 */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class StartUpReportTests {

	private static final Path DOCUMENT = Path.of("../docs/validation.md");

	private static final Pattern REPORT = Pattern.compile("```text\n(The CORS configuration has .*?)\n```",
			Pattern.DOTALL);

	@Test
	void validationDocumentShowsReportOfTwelveMistakes(CapturedOutput output) throws IOException {
		String report = report("--spring.config.location=classpath:twelve-mistakes/", output);
		assertThat(report).startsWith("The CORS configuration has 12 problems:");
		assertThat(report.lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(80));
		assertThatReportIsShown(DOCUMENT, report);
	}

	@Test
	void validationDocumentShowsFilesWithTwelveMistakes() throws IOException {
		String document = Files.readString(DOCUMENT);
		assertThat(Stream.of("application.yml", "partners.yml")).allSatisfy((file) -> {
			String yaml = new ClassPathResource("twelve-mistakes/" + file).getContentAsString(StandardCharsets.UTF_8);
			assertThat(document).contains("```yaml\n" + yaml.strip() + "\n```");
		});
	}

	@Test
	void readmeShowsReportOfFourMistakes(CapturedOutput output) throws IOException {
		String report = report("--spring.config.name=four-mistakes", output);
		assertThat(report).startsWith("The CORS configuration has 4 problems:");
		assertThatReportIsShown(Path.of("../README.md"), report);
	}

	/** The output of a failed start, without Spring Boot's heading. */
	private static String report(String argument, CapturedOutput output) {
		assertThatThrownBy(() -> start(argument));
		String heading = "APPLICATION FAILED TO START";
		String printed = output.toString();
		return printed.substring(printed.indexOf(heading) + heading.length())
			.replaceFirst("\\s+\\*+\\s+Description:\\s+", "")
			.strip();
	}

	private static void assertThatReportIsShown(Path document, String report) throws IOException {
		String text = Files.readString(document);
		if (Boolean.getBoolean("manual.write")) {
			String block = Matcher.quoteReplacement("```text\n" + report + "\n```");
			text = REPORT.matcher(text).replaceFirst(block);
			Files.writeString(document, text);
		}
		Matcher shown = REPORT.matcher(text);
		assertThat(shown.find()).isTrue();
		assertThat(shown.group(1)).as("run this test with -Dmanual.write=true to write it").isEqualTo(report);
	}

	private static void start(String... arguments) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET).run(arguments).close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, CorsAutoConfiguration.class,
			CorsServletAutoConfiguration.class })
	static class Application {

	}

}
