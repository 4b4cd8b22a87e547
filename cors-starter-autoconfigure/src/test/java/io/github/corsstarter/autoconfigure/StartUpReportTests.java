package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
 * Starts a real application with many mistakes and reads what it prints.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartUpReportTests {

	@Test
	void everyMistakeIsReportedAtOnce(CapturedOutput output) throws IOException {
		assertThatThrownBy(() -> start("--spring.config.location=classpath:twelve-mistakes/"));
		String report = output.toString().substring(output.toString().indexOf("APPLICATION FAILED TO START"));
		assertThat(report.strip()).isEqualTo(expected().strip());
		assertThat(report.lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(80));
	}

	@Test
	void readmeShowsTheReport() throws IOException {
		String report = expected();
		assertThat(Files.readString(Path.of("../README.md")))
			.contains(report.substring(report.indexOf("The CORS configuration")));
	}

	private static String expected() throws IOException {
		return new ClassPathResource("twelve-mistakes/report.txt").getContentAsString(StandardCharsets.UTF_8);
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
