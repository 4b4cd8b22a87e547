package io.github.corsstarter.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.benchmarks.endtoend.StartUp;
import io.github.corsstarter.benchmarks.endtoend.StartUp.Starts;

/**
 * Combines the notes of {@code benchmarks/start-up} into one file.
 */
public final class CollectStarts {

	private CollectStarts() {
	}

	/**
	 * Combine the notes.
	 * @param args the notes of the starts without an archive, and of those with one (a
	 * line for each start: the state of the starter, milliseconds, beans, classes); the
	 * kind of archive; the jar; and the file to write
	 * @throws IOException if something cannot be read or written
	 */
	public static void main(String... args) throws IOException {
		StartUp startUp = new StartUp(LocalDate.now(ZoneOffset.UTC).toString(),
				System.getProperty("benchmarks.commit", "unknown"), Files.size(Path.of(args[3])),
				System.getProperty("java.version"), starts(Path.of(args[0])), args[2], starts(Path.of(args[1])));
		Files.writeString(Path.of(args[4]), Json.write(startUp));
	}

	private static List<Starts> starts(Path file) throws IOException {
		Map<String, List<String[]>> notes = new LinkedHashMap<>();
		for (String line : Files.readAllLines(file)) {
			String[] fields = line.split("\t", -1);
			notes.computeIfAbsent(fields[0], (starter) -> new ArrayList<>()).add(fields);
		}
		List<Starts> starts = new ArrayList<>();
		notes.forEach((starter, lines) -> starts
			.add(new Starts(starter, lines.stream().map((fields) -> Long.valueOf(fields[1])).toList(),
					Integer.parseInt(lines.get(0)[2]), Long.parseLong(lines.get(0)[3]))));
		return starts;
	}

}
