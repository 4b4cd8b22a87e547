package io.github.corsstarter.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.corsstarter.benchmarks.reactive.ReactiveContender;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import io.github.corsstarter.benchmarks.servlet.ServletContender;

/**
 * Draws the results as charts.
 */
final class Charts {

	private Charts() {
	}

	/**
	 * Draw all charts.
	 * @param results the results
	 * @return the charts, by file name
	 */
	static Map<String, String> of(Results results) {
		Map<String, BarChart> charts = new LinkedHashMap<>();
		charts.put("summary.svg", servlet(results, "Time of one request in the filter (shorter is better)", false,
				List.of(Scenario.ALLOWED_GET, Scenario.PREFLIGHT)));
		charts.put("scenarios.svg",
				servlet(results, "Time of one request, one origin, logarithmic scale", true,
						List.of(Scenario.NO_ORIGIN, Scenario.SAME_ORIGIN, Scenario.ALLOWED_GET, Scenario.REFUSED_POST,
								Scenario.PREFLIGHT, Scenario.LONG_HEADERS, Scenario.LONG_ORIGIN)));
		charts.put("growth.svg",
				servlet(results, "Time of one request as rules grow, logarithmic scale", true,
						List.of(Scenario.ALLOWED_GET, Scenario.ORIGINS_1_000, Scenario.ORIGINS_100_000,
								Scenario.PATTERN, Scenario.PATTERNS_1_000, Scenario.LABELS_PATTERNS_1_000,
								Scenario.PATHS_1_000)));
		charts.put("reactive.svg", reactive(results));
		Map<String, String> files = new LinkedHashMap<>();
		charts.forEach((file, chart) -> {
			if (!chart.isEmpty()) {
				files.put(file, chart.svg());
			}
		});
		return files;
	}

	private static BarChart servlet(Results results, String title, boolean logarithmic, List<Scenario> scenarios) {
		List<String> ids = new ArrayList<>();
		List<String> titles = new ArrayList<>();
		for (ServletContender contender : ServletContender.values()) {
			if (!contender.isVariant() && contender != ServletContender.NONE) {
				ids.add(contender.id());
				titles.add(contender.title());
			}
		}
		return chart(results, "servlet", title, logarithmic, scenarios, ids, titles);
	}

	private static BarChart reactive(Results results) {
		return chart(results, "reactive", "WebFlux: time of one request, logarithmic scale", true,
				List.of(Scenario.values()), List.of(ReactiveContender.STARTER.id(), ReactiveContender.SPRING_7.id()),
				List.of(ReactiveContender.STARTER.title(), ReactiveContender.SPRING_7.title()));
	}

	private static BarChart chart(Results results, String suite, String title, boolean logarithmic,
			List<Scenario> scenarios, List<String> contenders, List<String> titles) {
		BarChart chart = new BarChart(title, logarithmic);
		for (Scenario scenario : scenarios) {
			if (results.find(suite, scenario.id(), contenders.get(0)).isEmpty()) {
				continue;
			}
			BarChart.Group group = chart.group(scenario.title());
			for (int i = 0; i < contenders.size(); i++) {
				boolean ours = i == 0;
				String name = titles.get(i);
				results.find(suite, scenario.id(), contenders.get(i))
					.ifPresent(
							(measurement) -> group.bar(name, measurement.median(), label(measurement.median()), ours));
			}
		}
		return chart;
	}

	private static String label(double nanos) {
		if (nanos < 10_000) {
			return String.format(Locale.ROOT, "%,.0f ns", nanos);
		}
		return (nanos < 1_000_000) ? String.format(Locale.ROOT, "%,.0f µs", nanos / 1000)
				: String.format(Locale.ROOT, "%,.1f ms", nanos / 1_000_000);
	}

}
