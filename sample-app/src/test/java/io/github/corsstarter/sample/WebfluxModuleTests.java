package io.github.corsstarter.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that the module {@code webflux-tests} tests what the profile {@code webflux}
 * builds.
 */
class WebfluxModuleTests {

	@Test
	void moduleShouldHaveDependenciesOfProfile() throws IOException {
		String sample = Files.readString(Path.of("pom.xml"));
		String starter = sample.substring(sample.indexOf("<profiles>"))
			.replaceFirst("(?s).*<sample.starter>(.*?)</sample.starter>.*", "$1");
		assertThat(starter).isEqualTo("spring-boot-starter-webflux");
		assertThat(dependencies(Files.readString(Path.of("webflux-tests/pom.xml"))))
			.isEqualTo(dependencies(sample.replace("${sample.starter}", starter)))
			.hasSizeGreaterThan(4);
	}

	private static List<String> dependencies(String pom) {
		String section = pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>"));
		return Pattern.compile("<artifactId>(.*?)</artifactId>")
			.matcher(section)
			.results()
			.map((MatchResult result) -> result.group(1))
			.toList();
	}

}
