package io.github.corsstarter.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.benchmarks.container.Container;
import io.github.corsstarter.benchmarks.container.ContainerContender;
import io.github.corsstarter.benchmarks.reactive.ReactiveServer;
import io.github.corsstarter.benchmarks.scenario.Scenario;

/**
 * Formats the ratios of two versions of Java next to each other as Markdown.
 */
final class SecondTable {

	private static final Pattern VERSION = Pattern.compile(" VM (\\d+)");

	private SecondTable() {
	}

	static String of(Results first, Results second) {
		Map<String, String> suites = new LinkedHashMap<>();
		suites.put("servlet", "stubs");
		suites.put(Container.TOMCAT.suite(), "Tomcat's objects");
		suites.put(ReactiveServer.LIGHT.suite(), "WebFlux, light");
		suites.put(ReactiveServer.NETTY.suite(), "Reactor Netty");
		StringBuilder table = new StringBuilder(Tables.surroundings(second.surroundings()))
			.append("\n| starter / Spring 7, net |");
		suites.values()
			.forEach((title) -> table.append(
					String.format(Locale.ROOT, " %s, Java %s | Java %s |", title, version(first), version(second))));
		table.append("\n| --- |").append(" --- | --- |".repeat(suites.size())).append('\n');
		for (Scenario scenario : Scenario.values()) {
			if (second.find("servlet", scenario.id(), ContainerContender.STARTER.id()).isEmpty()) {
				continue;
			}
			table.append("| ").append(scenario.title()).append(" |");
			for (String suite : suites.keySet()) {
				table.append(' ').append(ratio(first, suite, scenario)).append(" | ");
				table.append(ratio(second, suite, scenario)).append(" |");
			}
			table.append('\n');
		}
		return table.toString();
	}

	/**
	 * A container has a measurement without a filter for each scenario. The others have
	 * only one.
	 */
	private static String ratio(Results results, String suite, Scenario scenario) {
		String ours = ContainerContender.STARTER.id();
		String spring = ContainerContender.SPRING_7.id();
		OptionalDouble ratio = suite.equals(Container.TOMCAT.suite())
				? ContainerTables.ratioToSpring(results, suite, scenario)
				: results.netRatio(suite, scenario.id(), ours, spring);
		return ratio.isPresent() ? String.format(Locale.ROOT, "%.3g", ratio.getAsDouble()) : "-";
	}

	private static String version(Results results) {
		Matcher matcher = VERSION.matcher(results.surroundings().java());
		return matcher.find() ? matcher.group(1) : "?";
	}

}
