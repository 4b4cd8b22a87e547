package io.github.corsstarter;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that the files for contributors name only commands, folders and classes that
 * exist.
 */
class RepositoryTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path WORKFLOWS = ROOT.resolve(".github/workflows");

	private static final Pattern SCRIPT = Pattern.compile("(?<![\\w./-])(?:\\./mvnw|\\.ci/[\\w-]+|benchmarks/[\\w-]+)");

	private static final Pattern MODULES = Pattern.compile("-pl (\\S+)");

	private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

	@ParameterizedTest
	@MethodSource("workflows")
	void workflowCallsCommandsThatExist(Path workflow) throws IOException {
		try (Reader reader = Files.newBufferedReader(workflow)) {
			Map<String, Map<String, ?>> jobs = child(new Yaml().load(reader), "jobs");
			assertThat(jobs).isNotEmpty();
			jobs.values().forEach(RepositoryTests::checkJob);
		}
	}

	private static void checkJob(Map<String, ?> job) {
		if (job.get("uses") instanceof String called) {
			assertThat(ROOT.resolve(called)).isRegularFile();
			return;
		}
		List<Map<String, ?>> steps = child(job, "steps");
		assertThat(steps).isNotEmpty();
		steps.stream().map((step) -> step.get("run")).filter(String.class::isInstance).forEach((command) -> {
			String text = command.toString();
			find(SCRIPT, text).forEach((script) -> assertThat(ROOT.resolve(script)).isExecutable());
			find(MODULES, text).flatMap((modules) -> Stream.of(modules.substring("-pl ".length()).split(",")))
				.forEach((module) -> assertThat(ROOT.resolve(module).resolve("pom.xml")).isRegularFile());
		});
	}

	static Stream<Path> workflows() throws IOException {
		try (Stream<Path> files = Files.list(WORKFLOWS)) {
			return files.sorted().toList().stream();
		}
	}

	@Test
	void workflowsRunWhatDocumentsSay() throws IOException {
		assertThat(read("README.md")).contains("```\n./mvnw verify\n```");
		assertThat(read(".github/workflows/build.yml")).contains("run: ./mvnw verify\n");
		assertThat(read(".github/workflows/full.yml")).contains("run: .ci/run\n");
		assertThat(read(".github/workflows/release.yml")).contains("run: .ci/release \"$GITHUB_REF_NAME\"\n");
		assertThat(workflows()).allSatisfy(
				(workflow) -> assertThat(read("CONTRIBUTING.md")).contains("| `" + workflow.getFileName() + "` |"));
	}

	@Test
	void codeOwnersOwnPathsThatExist() throws IOException {
		List<String> paths = read(".github/CODEOWNERS").lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map((line) -> line.split("\\s+")[0])
			.toList();
		assertThat(paths).contains("*");
		assertThat(paths).filteredOn((path) -> !path.equals("*"))
			.allSatisfy((path) -> assertThat(ROOT.resolve(path.replaceFirst("^/", ""))).exists());
	}

	@Test
	void contributingNamesFilesAndClassesThatExist() throws IOException {
		List<String> classes;
		try (Stream<Path> files = Files.walk(ROOT)) {
			classes = files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".java"))
				.map((name) -> name.substring(0, name.length() - ".java".length()))
				.toList();
		}
		find(CODE, read("CONTRIBUTING.md").replaceAll("(?s)```.*?```", "")).map((code) -> code.replace("`", ""))
			.forEach((name) -> {
				if (name.matches("@?(?:[A-Z][a-z]+)+(?:\\.\\w+)*")) {
					assertThat(classes).contains(name.replaceFirst("^@", "").replaceFirst("\\..*", ""));
				}
				else if (name.matches("(?:docs|benchmarks|integration-tests|\\.ci)/[\\w./-]+")) {
					assertThat(ROOT.resolve(name)).exists();
				}
			});
	}

	@Test
	void pagesHaveNoConflictMarkers() throws IOException {
		try (Stream<Path> files = Files.walk(ROOT, 2)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".md"))).allSatisfy(
					(file) -> assertThat(Files.readString(file)).doesNotContainPattern("(?m)^(<{7}|={7}$|>{7})"));
		}
	}

	@Test
	void releaseHasPublishedModules() throws IOException {
		assertThat(read(".ci/release")).contains("-pl .," + String.join(",", ReleaseMetadataTests.PUBLISHED) + " ",
				"for module in " + String.join(" ", ReleaseMetadataTests.PUBLISHED) + "; do");
	}

	@Test
	void publishedJarsHaveLicenseAndNotice() throws IOException {
		for (String name : List.of("LICENSE", "NOTICE")) {
			assertThat(Path.of("target/classes/META-INF", name)).hasSameTextualContentAs(ROOT.resolve(name));
		}
		for (String module : ReleaseMetadataTests.PUBLISHED) {
			assertThat(read(module + "/pom.xml")).contains("<include>LICENSE</include>", "<include>NOTICE</include>");
		}
		String list = "io/github/corsstarter/policy/public-suffixes.dat";
		assertThat(Path.of("target/classes", list)).isRegularFile();
		assertThat(read("NOTICE")).contains(list, "Mozilla Public License, Version 2.0");
	}

	@SuppressWarnings("unchecked")
	private static <T> T child(Map<String, ?> parent, String name) {
		return (T) parent.get(name);
	}

	private static Stream<String> find(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((match) -> match.group());
	}

	private static String read(String file) throws IOException {
		return Files.readString(ROOT.resolve(file));
	}

}
