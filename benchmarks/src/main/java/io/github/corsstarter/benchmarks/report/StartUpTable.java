package io.github.corsstarter.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

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
				"Run of %s on commit %s%s. The jar has %,d KB.\n\n%d starts of each, interleaved:\n\n", startUp.date(),
				startUp.commit(), (startUp.java() != null) ? ", Java " + startUp.java() : "", startUp.jarBytes() / 1024,
				startUp.starts().get(0).millis().size()));
		append(table, startUp.starts());
		if (startUp.archived() != null) {
			table.append(
					String.format(Locale.ROOT, "\n%d starts of each, interleaved, each with %s of its own classes:\n\n",
							startUp.archived().get(0).millis().size(), startUp.archive()));
			append(table, startUp.archived());
		}
		return table.append('\n').append(Tables.targets(targets(startUp))).toString();
	}

	private static void append(StringBuilder table, List<Starts> all) {
		table
			.append("""
					| the starter is | ms until ready, median (lowest to highest) | more than switched off, ms, median of the \
					rounds (quartiles) | beans | classes loaded |
					| --- | --- | --- | --- | --- |
					""");
		for (Starts starts : all) {
			List<Long> sorted = starts.millis().stream().sorted().toList();
			table
				.append(String.format(Locale.ROOT, "| %s | %,d (%,d to %,d) | %s | %d | %,d |\n", starts.starter(),
						sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1),
						!starts.equals(off(all))
								? Spread.ofDifferences(starts.millis(), off(all).millis()).text("%,.0f") : "-",
						starts.beans(), starts.classes()));
		}
	}

	private static List<Target> targets(StartUp startUp) {
		List<Target> targets = new ArrayList<>();
		targets.add(target("with seven policies, median ms more than switched off", startUp.starts()));
		if (startUp.archived() != null) {
			targets.add(target("the same with " + startUp.archive() + ", median ms more than switched off",
					startUp.archived()));
		}
		return targets;
	}

	private static Target target(String promise, List<Starts> all) {
		return new Target(promise, 60,
				OptionalDouble.of(Spread.ofDifferences(all.get(0).millis(), off(all).millis()).median()));
	}

	/** The script starts the variants in this order: present, switched off, absent. */
	private static Starts off(List<Starts> all) {
		return all.get(1);
	}

}
