package io.github.corsstarter.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

import io.github.corsstarter.benchmarks.scale.Growth;
import io.github.corsstarter.benchmarks.servlet.ServletContender;

/**
 * Formats the times to load many policies and origins as Markdown and as a chart.
 */
final class ScaleTables {

	static final String LOAD = "scale-load";

	static final String LOOK_UP = "scale-look-up";

	private ScaleTables() {
	}

	static String of(Results results) {
		StringBuilder table = new StringBuilder("![Time to load, and of a look-up, by size](benchmarks/scale.svg)\n\n"
				+ "| number | of | load, ms, median (fastest to slowest) "
				+ "| load, µs for each of them | one look-up, ns |\n| --- | --- | --- | --- | --- |\n");
		for (Growth growth : Growth.values()) {
			for (int size : growth.sizes()) {
				Optional<Measurement> load = find(results, LOAD, growth, size);
				Optional<Measurement> lookUp = find(results, LOOK_UP, growth, size);
				if (load.isPresent()) {
					table.append(String.format(Locale.ROOT, "| %,d | %s | %,.0f (%,.0f to %,.0f) | %.0f | %s |\n", size,
							growth.title(), load.get().median(), load.get().low(), load.get().high(),
							1000 * load.get().median() / size, lookUp.map((time) -> nanos(time.median())).orElse("-")));
				}
			}
		}
		return table.toString();
	}

	/**
	 * Targets are for the slowest load, which is usually the first in its virtual
	 * machine.
	 */
	static List<Target> targets(Results results) {
		List<Target> targets = new ArrayList<>();
		for (Growth growth : Growth.values()) {
			Optional<Measurement> load = find(results, LOAD, growth, growth.targetSize());
			targets.add(new Target(
					String.format(Locale.ROOT, "%,d %s, slowest load, ms", growth.targetSize(), growth.title()),
					growth.limitMillis(),
					load.isPresent() ? OptionalDouble.of(load.get().high()) : OptionalDouble.empty()));
		}
		return targets;
	}

	static String chart(Results results) {
		LineChart chart = new LineChart(
				"Time as policies or origins grow (5,000 to 40,000 policies, " + "25,000 to 200,000 origins)",
				List.of(1, 2, 4, 8));
		LineChart.Panel load = chart.panel("Load, ms");
		LineChart.Panel lookUp = chart.panel("One look-up, ns");
		for (Growth growth : Growth.values()) {
			load.line(growth.title(), medians(results, LOAD, growth));
			lookUp.line(growth.title(), medians(results, LOOK_UP, growth));
		}
		return chart.svg();
	}

	private static List<Double> medians(Results results, String suite, Growth growth) {
		return growth.sizes()
			.stream()
			.flatMap((size) -> find(results, suite, growth, size).stream())
			.map(Measurement::median)
			.toList();
	}

	private static Optional<Measurement> find(Results results, String suite, Growth growth, int size) {
		return results.find(suite, growth.id(size), ServletContender.STARTER.id());
	}

	private static String nanos(double nanos) {
		return String.format(Locale.ROOT, "%,.0f", nanos);
	}

}
