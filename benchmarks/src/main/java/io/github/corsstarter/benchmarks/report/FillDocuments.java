package io.github.corsstarter.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.benchmarks.container.Container;
import io.github.corsstarter.benchmarks.endpoint.Endpoints;
import io.github.corsstarter.benchmarks.endtoend.EndToEnd;
import io.github.corsstarter.benchmarks.endtoend.StartUp;
import io.github.corsstarter.benchmarks.reactive.ReactiveServer;

/**
 * Creates tables and charts from the measurements, and puts the tables between the
 * markers of a document. Tables without a measurement stay as they are.
 */
public final class FillDocuments {

	private FillDocuments() {
	}

	/**
	 * Create the files.
	 * @param args the folder with the measurements, to which tables and charts are also
	 * written, and optionally the document to fill
	 * @throws IOException if something cannot be read or written
	 */
	public static void main(String... args) throws IOException {
		Path folder = Path.of(args[0]);
		Map<String, String> sections = sections(folder);
		StringBuilder markdown = new StringBuilder("# Benchmarks\n");
		sections.forEach((name, text) -> markdown.append("\n## ").append(name).append("\n\n").append(text));
		Files.writeString(folder.resolve("tables.md"), markdown);
		if (args.length > 1) {
			Path document = Path.of(args[1]);
			Files.writeString(document, fill(Files.readString(document), sections));
		}
	}

	private static Map<String, String> sections(Path folder) throws IOException {
		Map<String, String> sections = new LinkedHashMap<>();
		Path resultsFile = folder.resolve("results.json");
		if (Files.exists(resultsFile)) {
			Results results = Json.read(resultsFile, Results.class);
			sections.put("surroundings", Tables.surroundings(results.surroundings()));
			sections.put("targets", Tables.targets(Target.of("servlet", results)));
			sections.put("servlet", Tables.servlet(results));
			sections.put("differences", Tables.differences());
			sections.put("variants", Tables.variants(results));
			for (ReactiveServer server : ReactiveServer.values()) {
				sections.put(server.suite(), Tables.reactive(server.suite(), results));
				sections.put(server.suite() + "-targets", Tables.targets(Target.of(server.suite(), results)));
			}
			sections.put("compile", Tables.compile(results));
			partsOf(results, sections);
			Path secondFile = folder.resolve("results-second.json");
			if (Files.exists(secondFile)) {
				sections.put("second", SecondTable.of(results, Json.read(secondFile, Results.class)));
			}
			if (results.hasSuite(ScaleTables.LOAD)) {
				Files.writeString(folder.resolve("scale.svg"), ScaleTables.chart(results));
			}
			for (Map.Entry<String, String> chart : Charts.of(results).entrySet()) {
				Files.writeString(folder.resolve(chart.getKey()), chart.getValue());
			}
		}
		Path memoryFile = folder.resolve("memory.json");
		if (Files.exists(memoryFile)) {
			Memory memory = Json.read(memoryFile, Memory.class);
			sections.put("memory",
					Tables.memory(memory) + "\n" + Tables.targets(List.of(Target.memory(memory.beyond()))));
		}
		Path endToEndFile = folder.resolve("end-to-end.json");
		if (Files.exists(endToEndFile)) {
			sections.put("end-to-end", EndToEndTable.of(Json.read(endToEndFile, EndToEnd.class)));
		}
		Path endpointsFile = folder.resolve("endpoints.json");
		if (Files.exists(endpointsFile)) {
			sections.put("endpoints", EndpointsTable.of(Json.read(endpointsFile, Endpoints.class)));
		}
		for (String name : List.of("start-up", "start-up-second")) {
			Path file = folder.resolve(name + ".json");
			if (Files.exists(file)) {
				sections.put(name, StartUpTable.of(Json.read(file, StartUp.class)));
			}
		}
		return sections;
	}

	/** Parts that older results do not have. */
	private static void partsOf(Results results, Map<String, String> sections) {
		for (Container container : Container.values()) {
			if (results.hasSuite(container.suite())) {
				sections.put(container.suite(), ContainerTables.of(container, results));
			}
		}
		if (results.hasSuite(Container.TOMCAT.suite())) {
			sections.put("container-targets", Tables.targets(ContainerTables.targets(Container.TOMCAT, results)));
		}
		if (results.hasSuite("contention-2")) {
			sections.put("contention", ContainerTables.contention(results));
		}
		if (results.hasSuite(ScaleTables.LOAD)) {
			sections.put("scale", ScaleTables.of(results));
			sections.put("scale-targets", Tables.targets(ScaleTables.targets(results)));
		}
	}

	static String fill(String document, Map<String, String> sections) {
		String filled = document;
		for (Map.Entry<String, String> section : sections.entrySet()) {
			String begin = "<!-- begin " + section.getKey() + " -->\n";
			String end = "<!-- end " + section.getKey() + " -->";
			int from = filled.indexOf(begin);
			int to = filled.indexOf(end);
			if (from == -1 || to < from) {
				throw new IllegalArgumentException("The document has no markers for " + section.getKey());
			}
			filled = Stream.of(filled.substring(0, from), begin, section.getValue(), filled.substring(to))
				.reduce("", String::concat);
		}
		return filled;
	}

}
