package io.github.corsstarter.compatibility;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Formats the matrix as a table for the documentation.
 */
final class CompatibilityReport {

	private final Collection<Cell> cells;

	private final Map<Cell, String> results = new ConcurrentHashMap<>();

	private final Set<ClassPath> mixed = new HashSet<>();

	private final Map<String, Set<String>> substitutes = new LinkedHashMap<>();

	CompatibilityReport(Collection<Cell> cells) {
		this.cells = cells;
	}

	void add(Cell cell, String result) {
		this.results.put(cell, result);
	}

	void addSubstitutes(ClassPath classPath, Map<String, String> modules) {
		if (!modules.isEmpty()) {
			this.mixed.add(classPath);
		}
		modules.forEach((artifact, version) -> this.substitutes
			.computeIfAbsent(classPath.version().number(), (number) -> new TreeSet<>())
			.add("`" + shorten(artifact) + "` " + version));
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
		this.substitutes.forEach((version, artifacts) -> text.append("\nMixed ")
			.append(version)
			.append(": ")
			.append(String.join(", ", artifacts))
			.append(".\n"));
		return text.toString().replace(" \n", "\n");
	}

	/** The name of a module of Spring or Spring Boot, and the group of any other. */
	private static String shorten(String artifact) {
		String[] parts = artifact.split(":");
		boolean each = parts[0].equals("org.springframework.boot") || parts[0].equals("org.springframework");
		return each ? parts[1] : parts[0];
	}

	private String title(Cell cell) {
		ClassPath classPath = cell.classPath();
		boolean mixed = this.mixed.contains(classPath);
		return "| " + classPath.version() + (mixed ? " (mixed)" : "") + " | " + classPath.stack() + " | "
				+ classPath.kit() + cell.mode().suffix() + " | ";
	}

}
