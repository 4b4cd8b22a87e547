package io.github.corsstarter.benchmarks.report;

import java.util.List;
import java.util.Locale;

import io.github.corsstarter.benchmarks.endtoend.StartUp;
import io.github.corsstarter.benchmarks.endtoend.StartUp.Starts;

/**
 * Formats the start-up times as Markdown.
 */
final class StartUpTable {

	private StartUpTable() {
	}

	static String of(StartUp startUp) {
		StringBuilder table = new StringBuilder(String.format(Locale.ROOT,
				"Run of %s on commit %s, %d starts of each, interleaved. The jar has %,d KB.%n%n", startUp.date(),
				startUp.commit(), startUp.starts().get(0).millis().size(), startUp.jarBytes() / 1024));
		table.append("""
				| the starter is | ms until ready, median (lowest to highest) | beans | classes loaded |
				| --- | --- | --- | --- |
				""");
		for (Starts starts : startUp.starts()) {
			List<Long> sorted = starts.millis().stream().sorted().toList();
			table.append(String.format(Locale.ROOT, "| %s | %,d (%,d to %,d) | %d | %,d |%n", starts.starter(),
					sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1), starts.beans(),
					starts.classes()));
		}
		return table.toString().replace(System.lineSeparator(), "\n");
	}

}
