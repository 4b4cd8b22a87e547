package io.github.corsstarter.benchmarks.report;

import java.util.List;
import java.util.Locale;

import io.github.corsstarter.benchmarks.endtoend.EndToEnd;
import io.github.corsstarter.benchmarks.endtoend.EndToEnd.Load;

/**
 * Formats the measurements under load as Markdown.
 */
final class EndToEndTable {

	/** The quantile of the normal distribution for a confidence of 95 %. */
	private static final double Z = 1.96;

	private EndToEndTable() {
	}

	static String of(EndToEnd endToEnd) {
		StringBuilder table = new StringBuilder(String.format(Locale.ROOT,
				"Run of %s on commit %s, %d cores shared by server and load, %d rounds of %d s each, interleaved.%n%n",
				endToEnd.date(), endToEnd.commit(), endToEnd.cores(), rounds(endToEnd), endToEnd.seconds()));
		table.append("| request | filter | requests per second, median (lowest to highest) "
				+ "| CPU time for each request, µs | more than with no filter, µs, median of the rounds (quartiles) | share of the filter, sampled (95 % confidence) |\n"
				+ "| --- | --- | --- | --- | --- | --- |\n");
		for (Load load : endToEnd.loads()) {
			table.append("| ")
				.append(load.request())
				.append(" | ")
				.append(load.filter())
				.append(" | ")
				.append(range(load.perSecond(), "%,.0f"))
				.append(" | ")
				.append(range(load.cpuMicros(), "%.0f"))
				.append(" | ")
				.append(more(endToEnd, load))
				.append(" | ")
				.append(share(load.filterSamples(), load.samples()))
				.append(" |\n");
		}
		return table.toString().replace(System.lineSeparator(), "\n");
	}

	/** Compares the loads of the same round, because the machine may change its speed. */
	private static String more(EndToEnd endToEnd, Load load) {
		return endToEnd.loads()
			.stream()
			.filter((none) -> none.filter().equals("none") && none.request().equals(load.request()))
			.filter((none) -> !none.equals(load))
			.findFirst()
			.map((none) -> Spread.ofDifferences(load.cpuMicros(), none.cpuMicros()).text("%.1f"))
			.orElse("-");
	}

	private static int rounds(EndToEnd endToEnd) {
		return endToEnd.loads().stream().mapToInt((load) -> load.perSecond().size()).max().orElse(0);
	}

	private static String range(List<Double> values, String format) {
		List<Double> sorted = values.stream().sorted().toList();
		if (sorted.isEmpty()) {
			return "-";
		}
		int middle = sorted.size() / 2;
		double median = (sorted.size() % 2 != 0) ? sorted.get(middle)
				: (sorted.get(middle - 1) + sorted.get(middle)) / 2;
		return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", median, sorted.get(0),
				sorted.get(sorted.size() - 1));
	}

	/** Uses Wilson's interval, which is also valid for few samples. */
	private static String share(long part, long all) {
		if (all == 0) {
			return "-";
		}
		double share = (double) part / all;
		double square = Z * Z / all;
		double center = (share + square / 2) / (1 + square);
		double spread = Z * Math.sqrt(share * (1 - share) / all + square / (4 * all)) / (1 + square);
		return String.format(Locale.ROOT, "%.2f %% (%.2f to %.2f %%; %,d of %,d samples)", 100 * share,
				100 * Math.max(0, center - spread), 100 * (center + spread), part, all);
	}

}
