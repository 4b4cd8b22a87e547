package io.github.corsstarter.compatibility;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The matrix as a table for the documentation.
 */
final class CompatibilityReport {

	private final Collection<Cell> cells;

	private final Map<Cell, String> results = new ConcurrentHashMap<>();

	private final Map<String, Map<String, String>> substitutes = new LinkedHashMap<>();

	CompatibilityReport(Collection<Cell> cells) {
		this.cells = cells;
	}

	void add(Cell cell, String result) {
		this.results.put(cell, result);
	}

	void addSubstitutes(ClassPath classPath, Map<String, String> modules) {
		modules.forEach((module, version) -> this.substitutes
			.computeIfAbsent(classPath.version().number(), (number) -> new LinkedHashMap<>())
			.put(module, version));
	}

	String markdown() {
		Collection<Integer> versions = this.cells.stream()
			.map(Cell::java)
			.collect(Collectors.toCollection(TreeSet::new));
		StringBuilder text = new StringBuilder("| Spring Boot | server | beside the starter | ");
		versions.forEach((version) -> text.append("Java ").append(version).append(" | "));
		text.append("\n| --- | --- | --- | ").append("--- | ".repeat(versions.size())).append('\n');
		Map<String, Map<Integer, String>> lines = new LinkedHashMap<>();
		for (Cell cell : this.cells) {
			lines.computeIfAbsent(title(cell), (title) -> new LinkedHashMap<>())
				.put(cell.java(), this.results.getOrDefault(cell, "not run"));
		}
		lines.forEach((title, values) -> {
			text.append(title);
			versions.forEach((version) -> text.append(values.getOrDefault(version, "-")).append(" | "));
			text.append('\n');
		});
		this.substitutes.forEach((version, modules) -> {
			List<String> names = new ArrayList<>();
			modules.keySet().stream().sorted().forEach((name) -> names.add("`" + name + "`"));
			text.append("\nMixed: ")
				.append(version)
				.append(" with these modules of ")
				.append(modules.values().iterator().next())
				.append(": ")
				.append(String.join(", ", names))
				.append(".\n");
		});
		return text.toString().replace(" \n", "\n");
	}

	private String title(Cell cell) {
		ClassPath classPath = cell.classPath();
		boolean mixed = this.substitutes.containsKey(classPath.version().number());
		return "| " + classPath.version() + (mixed ? " (mixed)" : "") + " | " + classPath.stack() + " | "
				+ (classPath.equipped() ? "actuator, Security, Micrometer" : "nothing") + cell.mode().suffix() + " | ";
	}

}
