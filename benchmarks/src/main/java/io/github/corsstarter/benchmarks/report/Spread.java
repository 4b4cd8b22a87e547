package io.github.corsstarter.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The median and the quartiles of the differences between two series that were measured
 * in the same rounds.
 *
 * @param median the median
 * @param low the lower quartile
 * @param high the upper quartile
 */
record Spread(double median, double low, double high) {

	static Spread ofDifferences(List<? extends Number> series, List<? extends Number> base) {
		List<Double> differences = new ArrayList<>();
		for (int i = 0; i < Math.min(series.size(), base.size()); i++) {
			differences.add(series.get(i).doubleValue() - base.get(i).doubleValue());
		}
		List<Double> sorted = differences.stream().sorted().toList();
		return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
	}

	/** Interpolates between the two nearest values. */
	private static double quantile(List<Double> sorted, double share) {
		if (sorted.isEmpty()) {
			return Double.NaN;
		}
		double place = share * (sorted.size() - 1);
		int before = (int) place;
		double next = sorted.get(Math.min(before + 1, sorted.size() - 1));
		return sorted.get(before) + (place - before) * (next - sorted.get(before));
	}

	String text(String format) {
		return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", this.median, this.low,
				this.high);
	}

}
