package io.github.corsstarter.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import io.github.corsstarter.benchmarks.endtoend.EndToEnd;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FillDocuments}, the tables and the charts.
 */
class FillDocumentsTests {

	/** The tests run in the module's folder. */
	private static final Path DOCUMENT = Path.of("..", "docs", "benchmarks.md");

	@TempDir
	Path folder;

	@Test
	void tablesReplaceWhatIsBetweenTheMarkersAndNothingElse() {
		String document = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n";
		assertThat(FillDocuments.fill(document, Map.of("x", "new\n")))
			.isEqualTo("a\n<!-- begin x -->\nnew\n<!-- end x -->\nb\n");
	}

	@Test
	void aTableWithoutItsMarkersIsNotLost() {
		assertThatIllegalArgumentException().isThrownBy(() -> FillDocuments.fill("text", Map.of("x", "new\n")))
			.withMessageContaining("no markers for x");
	}

	@Test
	void everythingThatIsMeasuredHasItsPlaceInTheDocument() throws IOException {
		Files.writeString(this.folder.resolve("results.json"), Json.write(results()));
		Files.writeString(this.folder.resolve("memory.json"), Json.write(new Memory(100_000, 72, 200, 76, 128)));
		EndToEnd endToEnd = new EndToEnd("2026-11-21", "abc", 2, 10, List.of(new EndToEnd.Load("preflight", "starter",
				List.of(1.0, 3.0, 2.0), List.of(50.0, 51.0, 52.0), 1000, 10)));
		Files.writeString(this.folder.resolve("end-to-end.json"), Json.write(endToEnd));
		Path copy = this.folder.resolve("benchmarks.md");
		Files.copy(DOCUMENT, copy);
		FillDocuments.main(this.folder.toString(), copy.toString());
		assertThat(copy).content()
			.contains("| allowed GET | 100 / 40 | 4,000 / 40 |", "| 0.025 |")
			.contains("| allowed GET, time relative to Spring 7's | 0.05 | 0.025 | met |")
			.contains("| allowed preflight, 3 headers, time relative to Spring 7's | 0.08 | 0.1 | **missed** |")
			.contains("| refused POST, time relative to Spring 7's | 0.15 | - | not measured |")
			.contains("| **beyond the string** | **128** |")
			.contains(
					"| preflight | starter | 2 (1 to 3) | 51 (50 to 52) | 1.00 % (0.54 to 1.83 %; 10 of 1,000 samples) |");
		assertThat(Files.readString(copy).lines().filter((line) -> line.startsWith("#")))
			.isEqualTo(Files.readString(DOCUMENT).lines().filter((line) -> line.startsWith("#")).toList());
	}

	@Test
	void chartsAreWellFormedAndAdaptToDarkPages() throws Exception {
		Map<String, String> charts = Charts.of(results());
		assertThat(charts).containsOnlyKeys("summary.svg", "scenarios.svg", "growth.svg");
		for (String svg : charts.values()) {
			assertThat(svg).contains("prefers-color-scheme: dark").doesNotContain("NaN", "Infinity", "`");
			Path file = this.folder.resolve("chart.svg");
			Files.writeString(file, svg);
			DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
		}
	}

	private static Results results() {
		Surroundings surroundings = new Surroundings("2026-11-21", "abc", "quick", "a processor", 2, "a system",
				"a machine", "7.0.9", "11", 0.1);
		return new Results(surroundings, Arrays.asList(measurement(Scenario.ALLOWED_GET, "starter", 100),
				measurement(Scenario.ALLOWED_GET, "spring-7", 4000), measurement(Scenario.PREFLIGHT, "starter", 200),
				measurement(Scenario.PREFLIGHT, "spring-7", 2000)));
	}

	private static Measurement measurement(Scenario scenario, String contender, double nanos) {
		return new Measurement("servlet", scenario.id(), contender, nanos, nanos, nanos, 40, 3);
	}

}
