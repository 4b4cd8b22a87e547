package io.github.corsstarter.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsReactiveAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks statements of the manual that no other test checks: applications start with its
 * configurations, its patterns match as described, and its links have targets.
 */
@Tag("slow")
class ManualTests {

	private static final Path ROOT = Path.of("..");

	private static final Path DOCS = ROOT.resolve("docs");

	/** The pages whose examples other tests run. Some of these examples must fail. */
	private static final List<String> TESTED_ELSEWHERE = List.of("changing-rules.md", "gateway.md", "neighbors.md",
			"observability.md", "operators.md", "proxies.md", "testing.md", "troubleshooting.md", "validation.md");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("configurations")
	void configurationStarts(String page, int number, String yaml) {
		start(new WebApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(CorsAutoConfiguration.class, CorsServletAutoConfiguration.class)), yaml);
		start(new ReactiveWebApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(CorsAutoConfiguration.class, CorsReactiveAutoConfiguration.class)), yaml);
	}

	private static void start(AbstractApplicationContextRunner<?, ?, ?> runner, String yaml) {
		runner
			.withInitializer(
					(context) -> context.getEnvironment().getPropertySources().addFirst(Document.properties(yaml)))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(CorsPolicies.class).policies()).isNotEmpty();
				assertThat(context.getBean(CorsPolicies.class).warnings()).isEmpty();
			});
	}

	static Stream<Arguments> configurations() {
		return Stream.concat(pages(), Stream.of(ROOT.resolve("README.md")))
			.filter((page) -> !TESTED_ELSEWHERE.contains(page.getFileName().toString()))
			.flatMap((page) -> {
				List<String> blocks = new ArrayList<>(new Document(page).blocks("yaml"));
				// Other pages show the properties of other frameworks.
				if (page.endsWith("properties.md")) {
					blocks.addAll(new Document(page).blocks("properties"));
				}
				return Stream.iterate(0, (index) -> index < blocks.size(), (index) -> index + 1)
					.map((index) -> Arguments.of(page.getFileName().toString(), index + 1, blocks.get(index)));
			});
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("patterns")
	void patternMatchesWhatTheTableSays(String pattern, List<String> matching, List<String> others) {
		OriginPattern parsed = OriginPattern.parse(pattern);
		assertThat(matching).allSatisfy((origin) -> assertThat(parsed.matches(origin)).as(origin).isTrue());
		assertThat(others).allSatisfy((origin) -> assertThat(parsed.matches(origin)).as(origin).isFalse());
	}

	static Stream<Arguments> patterns() {
		List<Arguments> rows = Document.of("docs/origin-patterns.md")
			.text()
			.lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.split(" *\\| *", -1))
			.map((cells) -> Arguments.of(quoted(cells[1]).get(0), quoted(cells[2]), quoted(cells[3])))
			.toList();
		assertThat(rows).hasSize(17);
		return rows.stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("paths")
	void pathPatternCoversWhatTheTableSays(String pattern, List<String> covered, List<String> others) {
		CorsPolicies policies = policies(List.of(pattern));
		assertThat(covered).isNotEmpty()
			.allSatisfy((path) -> assertThat(policies.current().pathPattern(path)).as(path).isEqualTo(pattern));
		assertThat(others).isNotEmpty()
			.allSatisfy((path) -> assertThat(policies.current().pathPattern(path)).as(path).isNull());
	}

	static Stream<Arguments> paths() {
		List<Arguments> rows = rows("path-patterns.md", 0)
			.map((cells) -> Arguments.of(quoted(cells[1]).get(0), quoted(cells[2]), quoted(cells[3])))
			.toList();
		assertThat(rows).hasSize(11);
		return rows.stream();
	}

	@ParameterizedTest(name = "{1} among {0}")
	@MethodSource("choices")
	void mostSpecificPathPatternDecides(List<String> patterns, String path, String decides) {
		assertThat(policies(patterns).current().pathPattern(path)).isEqualTo(decides);
		List<String> reversed = new ArrayList<>(patterns);
		Collections.reverse(reversed);
		assertThat(policies(reversed).current().pathPattern(path)).isEqualTo(decides);
	}

	static Stream<Arguments> choices() {
		List<Arguments> rows = rows("path-patterns.md", 1)
			.map((cells) -> Arguments.of(quoted(cells[1]), quoted(cells[2]).get(0), quoted(cells[3]).get(0)))
			.toList();
		assertThat(rows).hasSize(7);
		return rows.stream();
	}

	/** Creates a separate policy for each path. */
	private static CorsPolicies policies(List<String> paths) {
		List<CorsPolicySpecification> specifications = new ArrayList<>();
		for (String path : paths) {
			specifications.add(CorsPolicySpecification.builder("policy-" + specifications.size())
				.paths(path)
				.allowedOrigins("https://spa.example")
				.build());
		}
		return new CorsPolicies(List.of(() -> specifications), false);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("classes")
	void classIsInThePackageOfTheTable(String name) {
		assertThat(ClassUtils.isPresent(name, null)).isTrue();
	}

	static Stream<String> classes() {
		List<String> names = rows("README.md", 1)
			.flatMap((cells) -> quoted(cells[1]).stream()
				.filter((name) -> Character.isUpperCase(name.charAt(0)))
				.map((name) -> quoted(cells[2]).get(0) + "." + name))
			.toList();
		assertThat(names).hasSizeGreaterThan(15);
		return names.stream();
	}

	private static Stream<String[]> rows(String page, int section) {
		return new Document(DOCS.resolve(page)).text().split("(?m)^## ")[section].lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.replace("\\|", "\0").split(" *\\| *", -1))
			.map((cells) -> Stream.of(cells).map((cell) -> cell.replace('\0', '|')).toArray(String[]::new));
	}

	private static List<String> quoted(String cell) {
		return Pattern.compile("`([^`]+)`").matcher(cell).results().map((match) -> match.group(1)).toList();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("documents")
	void linksLeadSomewhere(Path document) {
		Matcher links = LINK
			.matcher(new Document(document).text().replaceAll("(?s)```.*?```", "").replaceAll("`[^`]*`", ""));
		while (links.find()) {
			assertThat(document.resolveSibling(links.group(1))).exists();
		}
	}

	static Stream<Path> documents() {
		return Stream.concat(pages(),
				Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md")
					.map(ROOT::resolve));
	}

	@Test
	void indexHasEveryPage() {
		String index = Document.of("docs/README.md").text();
		assertThat(pages().map((page) -> page.getFileName().toString()).filter((name) -> !name.equals("README.md")))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat(index).contains("(" + name + ")"));
		assertThat(Document.of("README.md").text()).contains("(docs/README.md)");
	}

	@Test
	void propertiesAreThoseOfTheMetadata() throws IOException {
		String generated = PropertiesDocument.generate();
		Path document = DOCS.resolve("properties.md");
		if (Boolean.getBoolean("manual.write")) {
			Files.writeString(document, generated);
		}
		assertThat(document).as("run this test with -Dmanual.write=true to write it").hasContent(generated);
	}

	/**
	 * Checks that the Java blocks of docs/moving-over.md compile. They show CORS
	 * configurations of other components.
	 */
	@Test
	void codeCompiles() {
		assertThat(Document.of("docs/moving-over.md").blocks("java")).isNotEmpty()
			.allSatisfy((block) -> assertThat(Compilation.errors(block)).isEmpty());
	}

	private static Stream<Path> pages() {
		try (Stream<Path> files = Files.list(DOCS)) {
			return files.filter((file) -> file.toString().endsWith(".md")).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
