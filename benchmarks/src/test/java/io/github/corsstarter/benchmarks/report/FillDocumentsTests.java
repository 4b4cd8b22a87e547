package io.github.corsstarter.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import io.github.corsstarter.benchmarks.endpoint.Endpoints;
import io.github.corsstarter.benchmarks.endtoend.EndToEnd;
import io.github.corsstarter.benchmarks.endtoend.StartUp;
import io.github.corsstarter.benchmarks.endtoend.StartUp.Starts;
import io.github.corsstarter.benchmarks.scale.Growth;
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
					"| preflight | starter | 2 (1 to 3) | 51 (50 to 52) | - | 1.00 % (0.54 to 1.83 %; 10 of 1,000 samples) |");
		assertThat(Files.readString(copy).lines().filter((line) -> line.startsWith("#")))
			.isEqualTo(Files.readString(DOCUMENT).lines().filter((line) -> line.startsWith("#")).toList());
	}

	@Test
	void filtersOnContainersAreComparedWithoutTheCostOfTheContainer() throws IOException {
		List<Measurement> measurements = new ArrayList<>();
		measurements.add(measurement("container-tomcat", "allowed-get", "none", 100, 10));
		measurements.add(measurement("container-tomcat", "allowed-get", "headers", 150, 110));
		measurements.add(measurement("container-tomcat", "allowed-get", "starter", 200, 250));
		measurements.add(measurement("container-tomcat", "allowed-get", "spring-7", 2100, 5010));
		measurements.add(measurement("container-tomcat", "allowed-get", "jetty", 180, 300));
		assertThat(filled(measurements)).contains(
				"| allowed GET | 100 / 240 | 50 / 100 | 2,000 / 5,000 | - | 80 / 290 | 0.0500 | 0.0250 |",
				"| allowed GET, net time relative to Spring 7's | 0.05 | 0.05 | met |",
				"| allowed GET, net time relative to the fastest peer's | 1 | 1.25 | **missed** |",
				"| allowed GET, bytes allocated beyond \"headers only\" | 128 | 140 | **missed** |",
				"| 8 KB `Origin`, bytes allocated beyond \"headers only\" | 256 | - | not measured |");
	}

	@Test
	void twoThreadsAreComparedWithOne() throws IOException {
		assertThat(filled(List.of(measurement("contention-1", "refused-post", "starter", 200, 0),
				measurement("contention-2", "refused-post", "starter", 250, 0))))
			.contains("| refused POST | this starter | 200 | 250 | 1.25 |");
	}

	@Test
	void sizesHaveATableTargetsAndAChart() throws Exception {
		List<Measurement> measurements = new ArrayList<>();
		for (int size : Growth.OWN_PATHS.sizes()) {
			measurements.add(new Measurement("scale-load", Growth.OWN_PATHS.id(size), "starter", size / 10.0,
					size / 20.0, size / 8.0, 0, 5));
			measurements.add(measurement("scale-look-up", Growth.OWN_PATHS.id(size), "starter", 90, 0));
		}
		assertThat(filled(measurements)).contains(
				"| 20,000 | policies, each with 5 paths of its own | 2,000 (1,000 to 2,500) | 100 | 90 |",
				"| 20,000 policies, each with 5 paths of its own, slowest load, ms | 2000 | 2500 | **missed** |");
		isWellFormed(Files.readString(this.folder.resolve("scale.svg")));
	}

	@Test
	void ratiosOfTwoVersionsOfJavaStandNextToEachOther() throws IOException {
		List<Measurement> first = List.of(measurement("servlet", "no-origin", "none", 10, 0),
				measurement("servlet", "allowed-get", "starter", 60, 0),
				measurement("servlet", "allowed-get", "spring-7", 1010, 0));
		List<Measurement> second = List.of(measurement("servlet", "no-origin", "none", 10, 0),
				measurement("servlet", "allowed-get", "starter", 110, 0),
				measurement("servlet", "allowed-get", "spring-7", 1010, 0));
		Files.writeString(this.folder.resolve("results-second.json"),
				Json.write(new Results(surroundings("Server VM 25.0.1+8"), second)));
		assertThat(filled(first)).contains("| stubs, Java 17 | Java 25 |",
				"| allowed GET | 0.0500 | 0.100 | - | - | - | - | - | - |");
	}

	@Test
	void startsAreComparedWithinARound() throws IOException {
		StartUp startUp = new StartUp("2026-11-29", "abc", 2048, "17.0.15",
				starts(List.of(3000L, 3100L, 3500L), List.of(3000L, 3000L, 2900L)), "a class data archive",
				starts(List.of(1000L), List.of(990L)));
		Files.writeString(this.folder.resolve("start-up.json"), Json.write(startUp));
		assertThat(filled(List.of())).contains("| present | 3,100 (3,000 to 3,500) | 100 (50 to 350) | 10 | 20 |",
				"| off | 3,000 (2,900 to 3,000) | - | 10 | 20 |",
				"| the same with a class data archive, median ms more than switched off | 60 | 10 | met |");
	}

	@Test
	void loadsAreComparedWithinARound() throws IOException {
		EndToEnd endToEnd = new EndToEnd("2026-11-29", "abc", 2, 6,
				List.of(new EndToEnd.Load("plain-GET", "starter", List.of(1.0), List.of(40.0, 80.0, 43.0), 1000, 10),
						new EndToEnd.Load("plain-GET", "none", List.of(1.0), List.of(38.0, 79.0, 40.0), 1000, 10)));
		Files.writeString(this.folder.resolve("end-to-end.json"), Json.write(endToEnd));
		assertThat(filled(List.of())).contains("| 43 (40 to 80) | 2.0 (1.5 to 2.5) |", "| 40 (38 to 79) | - |");
	}

	@Test
	void endpointsHaveATable() throws IOException {
		Files.writeString(this.folder.resolve("endpoints.json"), Json.write(new Endpoints("2026-11-29", "abc", 100,
				List.of(new Endpoints.Response("GET /actuator/cors", "1", 1.25, 2048)))));
		assertThat(filled(List.of())).contains("| `GET /actuator/cors` | 1 | 1.25 | 2.0 |");
	}

	@Test
	void chartsAreWellFormedAndAdaptToDarkPages() throws Exception {
		Map<String, String> charts = Charts.of(results());
		assertThat(charts).containsOnlyKeys("summary.svg", "scenarios.svg", "growth.svg");
		for (String svg : charts.values()) {
			isWellFormed(svg);
		}
	}

	private void isWellFormed(String svg) throws Exception {
		assertThat(svg).contains("prefers-color-scheme: dark").doesNotContain("NaN", "Infinity", "`");
		Path file = this.folder.resolve("chart.svg");
		Files.writeString(file, svg);
		DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
	}

	/** Fills a copy of the document, which shows that all tables have their markers. */
	private String filled(List<Measurement> measurements) throws IOException {
		Files.writeString(this.folder.resolve("results.json"),
				Json.write(new Results(surroundings("Server VM 17.0.15+6"), measurements)));
		Path copy = this.folder.resolve("benchmarks.md");
		Files.copy(DOCUMENT, copy);
		FillDocuments.main(this.folder.toString(), copy.toString());
		return Files.readString(copy);
	}

	private static List<Starts> starts(List<Long> present, List<Long> off) {
		return List.of(new Starts("present", present, 10, 20), new Starts("off", off, 10, 20));
	}

	private static Surroundings surroundings(String java) {
		return new Surroundings("2026-11-21", "abc", "quick", "a processor", 2, "a system", java, "7.0.9", "11", 0.1);
	}

	private static Results results() {
		return new Results(surroundings("a machine"), Arrays.asList(measurement(Scenario.ALLOWED_GET, "starter", 100),
				measurement(Scenario.ALLOWED_GET, "spring-7", 4000), measurement(Scenario.PREFLIGHT, "starter", 200),
				measurement(Scenario.PREFLIGHT, "spring-7", 2000)));
	}

	private static Measurement measurement(Scenario scenario, String contender, double nanos) {
		return new Measurement("servlet", scenario.id(), contender, nanos, nanos, nanos, 40, 3);
	}

	private static Measurement measurement(String suite, String scenario, String contender, double nanos,
			double bytes) {
		return new Measurement(suite, scenario, contender, nanos, nanos, nanos, bytes, 3);
	}

}
