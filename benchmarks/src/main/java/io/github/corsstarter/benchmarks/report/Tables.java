package io.github.corsstarter.benchmarks.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.corsstarter.benchmarks.reactive.ReactiveContender;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import io.github.corsstarter.benchmarks.servlet.ServletContender;

/**
 * Formats the results as Markdown.
 */
final class Tables {

	private static final String OURS = ServletContender.STARTER.id();

	private static final String SPRING = ServletContender.SPRING_7.id();

	private Tables() {
	}

	static String surroundings(Surroundings surroundings) {
		return String.format(Locale.ROOT, """
				Run of %s on commit %s, %s.

				%s, %d cores; %s; %s; Spring %s, Tomcat %s; load average before the run %.1f.
				""", surroundings.date(), surroundings.commit(), surroundings.effort(), surroundings.processor(),
				surroundings.cores(), surroundings.system(), surroundings.java(), surroundings.spring(),
				surroundings.tomcat(), surroundings.loadBefore());
	}

	static String servlet(Results results) {
		List<ServletContender> contenders = Arrays.stream(ServletContender.values())
			.filter((contender) -> contender != ServletContender.NONE && !contender.isVariant())
			.toList();
		return comparison("servlet", results, contenders.stream()
			.collect(Collectors.toMap(ServletContender::id, ServletContender::title, (a, b) -> a, LinkedHashMap::new)));
	}

	static String reactive(String suite, Results results) {
		return comparison(suite, results,
				Stream.of(ReactiveContender.STARTER, ReactiveContender.SPRING_7)
					.collect(Collectors.toMap(ReactiveContender::id, ReactiveContender::title, (a, b) -> a,
							LinkedHashMap::new)));
	}

	private static String comparison(String suite, Results results, Map<String, String> contenders) {
		StringBuilder table = new StringBuilder("| ns / B |");
		contenders.values().forEach((title) -> table.append(' ').append(title).append(" |"));
		boolean net = !suite.equals("servlet");
		table.append(net ? " starter / Spring 7 | net |" : " starter / Spring 7 |")
			.append("\n| --- |")
			.append(" --- |".repeat(contenders.size() + (net ? 2 : 1)))
			.append('\n');
		for (Scenario scenario : Scenario.values()) {
			if (results.find(suite, scenario.id(), OURS).isEmpty()) {
				continue;
			}
			table.append("| ").append(scenario.title()).append(" |");
			contenders.keySet()
				.forEach((
						contender) -> table.append(' ').append(cell(results, suite, scenario, contender)).append(" |"));
			table.append(' ').append(ratio(results, suite, scenario)).append(" |");
			if (net) {
				table.append(' ').append(netRatio(results, suite, scenario)).append(" |");
			}
			table.append('\n');
		}
		results.find(suite, Scenario.NO_ORIGIN.id(), ServletContender.NONE.id())
			.ifPresent((none) -> table.append("\nEvery figure includes ")
				.append(number(none.median()))
				.append(" ns / ")
				.append(number(none.bytes()))
				.append(" B for the stubs and the handler, measured without any filter.\n"));
		return table.toString();
	}

	/** The ratio of what the two filters add to a call without a filter. */
	private static String netRatio(Results results, String suite, Scenario scenario) {
		OptionalDouble ratio = results.netRatio(suite, scenario.id(), OURS, SPRING);
		return ratio.isPresent() ? String.format(Locale.ROOT, "%.3g", ratio.getAsDouble()) : "-";
	}

	private static String cell(Results results, String suite, Scenario scenario, String contender) {
		return results.find(suite, scenario.id(), contender)
			.map((measurement) -> number(measurement.median()) + " / " + number(measurement.bytes()))
			.orElse("-");
	}

	private static String ratio(Results results, String suite, Scenario scenario) {
		Optional<Measurement> ours = results.find(suite, scenario.id(), OURS);
		Optional<Measurement> spring = results.find(suite, scenario.id(), SPRING);
		return (ours.isPresent() && spring.isPresent())
				? String.format(Locale.ROOT, "%.3g", ours.get().median() / spring.get().median()) : "-";
	}

	static String variants(Results results) {
		StringBuilder table = new StringBuilder(
				"| ns / B | auto-configured | with Micrometer's counters | without observers |\n| --- | --- | --- | --- |\n");
		for (Scenario scenario : Scenario.values()) {
			if (results.find("servlet", scenario.id(), ServletContender.STARTER_METRICS.id()).isPresent()) {
				table.append("| ").append(scenario.title()).append(" |");
				Stream
					.of(ServletContender.STARTER, ServletContender.STARTER_METRICS, ServletContender.STARTER_UNOBSERVED)
					.forEach((contender) -> table.append(' ')
						.append(cell(results, "servlet", scenario, contender.id()))
						.append(" |"));
				table.append('\n');
			}
		}
		return table.toString();
	}

	static String targets(List<Target> targets) {
		return "| what | at most | measured | |\n| --- | --- | --- | --- |\n"
				+ targets.stream().map(Target::row).collect(Collectors.joining("\n")) + "\n";
	}

	static String differences() {
		StringBuilder list = new StringBuilder();
		for (ServletContender contender : ServletContender.values()) {
			contender.differences()
				.entrySet()
				.stream()
				.collect(Collectors.groupingBy((entry) -> entry.getValue().why(), LinkedHashMap::new,
						Collectors.mapping((entry) -> entry.getKey().title(), Collectors.joining("; "))))
				.forEach((why, titles) -> list.append("- ")
					.append(contender.title())
					.append(' ')
					.append(why)
					.append(" (")
					.append(titles)
					.append(").\n"));
		}
		return list.toString();
	}

	static String compile(Results results) {
		StringBuilder table = new StringBuilder(
				"| 100,000 origins, ms (fastest to slowest) | at start-up | at a reload |\n| --- | --- | --- |\n");
		for (ServletContender contender : ServletContender.values()) {
			Optional<Measurement> startUp = results.find("start-up", Scenario.ORIGINS_100_000.id(), contender.id());
			Optional<Measurement> reload = results.find("reload", Scenario.ORIGINS_100_000.id(), contender.id());
			if (startUp.isPresent() && reload.isPresent()) {
				table.append("| ")
					.append((contender != ServletContender.STARTER_UNOBSERVED) ? contender.title() : "this starter")
					.append(" | ")
					.append(range(startUp.get()))
					.append(" | ")
					.append(range(reload.get()))
					.append(" |\n");
			}
		}
		return table.toString();
	}

	private static String range(Measurement measurement) {
		return String.format(Locale.ROOT, "%.0f (%.0f to %.0f)", measurement.median(), measurement.low(),
				measurement.high());
	}

	static String memory(Memory memory) {
		return String.format(Locale.ROOT, """
				| bytes of heap for each of %,d origins | |
				| --- | --- |
				| the string itself | %.0f |
				| the rules in force, the string included | %.0f |
				| **beyond the string** | **%.0f** |
				| Spring 7 `CorsConfiguration`, the string included | %.0f |
				""", memory.origins(), memory.string(), memory.starter(), memory.beyond(), memory.spring());
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%,.0f", value);
	}

}
