package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.corsstarter.testing.TestPolicies;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StaticLocationCheck}. A symbolic link stands for the same name in the
 * other case.
 */
@ExtendWith(OutputCaptureExtension.class)
class StaticLocationCheckTests {

	@TempDir
	private Path folder;

	@Test
	void folderThatIgnoresCaseIsNamed(CapturedOutput output) throws IOException {
		Path files = Files.createDirectory(this.folder.resolve("files"));
		Files.createSymbolicLink(this.folder.resolve("FILES"), files);
		check("classpath:/static/,file:" + files + "/", "/data.json");
		assertThat(output)
			.contains("The static files in [file:" + files + "/] (spring.web.resources.static-locations)");
	}

	@Test
	void filesInTheFolderCountMoreThanItsName(CapturedOutput output) throws IOException {
		Path files = Files.createDirectory(this.folder.resolve("files"));
		Files.createSymbolicLink(this.folder.resolve("FILES"), files);
		Path data = Files.createFile(files.resolve("data.json"));
		check("file:" + files, "/data.json");
		assertThat(output).doesNotContain("static files");
		Files.createSymbolicLink(files.resolve("DATA.JSON"), data);
		check("file:" + files, "/data.json");
		assertThat(output).contains("The static files in [file:" + files + "]");
	}

	@Test
	void nameWithoutLettersIsLookedUpByItsParent(CapturedOutput output) throws IOException {
		Path files = Files.createDirectories(this.folder.resolve("Files/1"));
		Files.createSymbolicLink(this.folder.resolve("files"), this.folder.resolve("Files"));
		check("file:" + files, "/data.json");
		assertThat(output).contains("because the file system ignores case");
	}

	@Test
	void otherLocationsAreNotNamed(CapturedOutput output) throws IOException {
		Path files = Files.createDirectory(this.folder.resolve("files"));
		check("file:" + files + ",file:" + this.folder.resolve("absent") + ",classpath:/static/,file:/,file:\\0",
				"/data.json");
		check(null, "/data.json");
		assertThat(output).doesNotContain("static files");
	}

	@Test
	void policyForEveryPathNeedsNoWarning(CapturedOutput output) throws IOException {
		Path files = Files.createDirectory(this.folder.resolve("files"));
		Files.createSymbolicLink(this.folder.resolve("FILES"), files);
		check("file:" + files, "/**");
		assertThat(output).doesNotContain("static files");
	}

	private static void check(String locations, String path) {
		MockEnvironment environment = new MockEnvironment();
		if (locations != null) {
			environment.setProperty("spring.web.resources.static-locations", locations);
		}
		CorsPolicies policies = TestPolicies.of(List.of(TestPolicies.policy("p", path)));
		new StaticLocationCheck(environment, policies).afterSingletonsInstantiated();
	}

}
