package io.github.corsstarter.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import io.github.corsstarter.benchmarks.container.Container;
import io.github.corsstarter.benchmarks.container.ContainerContender;
import io.github.corsstarter.benchmarks.container.ContentionBenchmark;
import io.github.corsstarter.benchmarks.report.Results.Cost;
import io.github.corsstarter.benchmarks.scenario.Scenario;

/**
 * Formats the results with the objects of containers as Markdown.
 */
final class ContainerTables {

	private static final String OURS = ContainerContender.STARTER.id();

	private static final String SPRING = ContainerContender.SPRING_7.id();

	private static final String HEADERS = ContainerContender.HEADERS.id();

	private ContainerTables() {
	}

	/**
	 * The additional cost of each filter, and its ratio to Spring's.
	 */
	static String of(Container container, Results results) {
		List<ContainerContender> columns = container.contenders().subList(1, container.contenders().size());
		StringBuilder table = new StringBuilder("| ns / B |");
		columns.forEach((contender) -> table.append(' ').append(contender.title()).append(" |"));
		table.append(" starter / Spring 7 | headers only / Spring 7 |\n| --- |")
			.append(" --- |".repeat(columns.size() + 2))
			.append('\n');
		String suite = container.suite();
		for (Scenario scenario : Scenario.values()) {
			if (results.find(suite, scenario.id(), OURS).isEmpty()) {
				continue;
			}
			table.append("| ").append(scenario.title()).append(" |");
			for (ContainerContender contender : columns) {
				table.append(' ')
					.append(results.net(suite, scenario.id(), contender.id())
						.map((cost) -> String.format(Locale.ROOT, "%,d / %,d", Math.round(cost.nanos()),
								Math.round(cost.bytes())))
						.orElse("-"))
					.append(" |");
			}
			for (String contender : List.of(OURS, HEADERS)) {
				OptionalDouble ratio = ratio(results, suite, scenario, contender, List.of(SPRING));
				table.append(' ')
					.append(ratio.isPresent() ? String.format(Locale.ROOT, "%.3g", ratio.getAsDouble()) : "-")
					.append(" |");
			}
			table.append('\n');
		}
		return table.toString();
	}

	static List<Target> targets(Container container, Results results) {
		String suite = container.suite();
		List<Target> targets = new ArrayList<>();
		targets.add(toSpring(results, suite, Scenario.NO_ORIGIN, 0.15));
		targets.add(toSpring(results, suite, Scenario.SAME_ORIGIN, 0.3));
		targets.add(toSpring(results, suite, Scenario.ALLOWED_GET, 0.05));
		targets.add(toSpring(results, suite, Scenario.REFUSED_POST, 0.06));
		targets.add(toSpring(results, suite, Scenario.PREFLIGHT, 0.15));
		List<String> peers = Stream.of(ContainerContender.SPRING_7, ContainerContender.TOMCAT, ContainerContender.JETTY)
			.map(ContainerContender::id)
			.toList();
		for (Scenario scenario : List.of(Scenario.ALLOWED_GET, Scenario.PREFLIGHT)) {
			targets.add(new Target(scenario.title() + ", net time relative to the fastest peer's", 1,
					ratio(results, suite, scenario, OURS, peers)));
		}
		targets.add(bytes(results, suite, Scenario.NO_ORIGIN, 64));
		targets.add(bytes(results, suite, Scenario.SAME_ORIGIN, 128));
		targets.add(bytes(results, suite, Scenario.ALLOWED_GET, 128));
		targets.add(bytes(results, suite, Scenario.REFUSED_POST, 64));
		targets.add(bytes(results, suite, Scenario.PREFLIGHT, 64));
		targets.add(bytes(results, suite, Scenario.LONG_ORIGIN, 256));
		return targets;
	}

	private static Target toSpring(Results results, String suite, Scenario scenario, double limit) {
		return new Target(scenario.title() + ", net time relative to Spring 7's", limit,
				ratioToSpring(results, suite, scenario));
	}

	/** The container creates the strings of the headers. They are not the filter's. */
	private static Target bytes(Results results, String suite, Scenario scenario, double limit) {
		Optional<Cost> ours = results.net(suite, scenario.id(), OURS);
		Optional<Cost> headers = results.net(suite, scenario.id(), HEADERS);
		return new Target(scenario.title() + ", bytes allocated beyond \"headers only\"", limit,
				(ours.isPresent() && headers.isPresent())
						? OptionalDouble.of(ours.get().bytes() - headers.get().bytes()) : OptionalDouble.empty());
	}

	/**
	 * The time of a request while one thread, or two, send requests through one filter.
	 */
	static String contention(Results results) {
		StringBuilder table = new StringBuilder(
				"| request | filter | one thread, ns | two threads, ns | two / one |\n| --- | --- | --- | --- | --- |\n");
		for (Scenario scenario : ContentionBenchmark.SCENARIOS) {
			for (ContainerContender contender : ContentionBenchmark.CONTENDERS) {
				Optional<Measurement> one = results.find("contention-1", scenario.id(), contender.id());
				Optional<Measurement> two = results.find("contention-2", scenario.id(), contender.id());
				if (one.isPresent() && two.isPresent()) {
					table.append(String.format(Locale.ROOT, "| %s | %s | %,.0f | %,.0f | %.2f |\n", scenario.title(),
							contender.title(), one.get().median(), two.get().median(),
							two.get().median() / one.get().median()));
				}
			}
		}
		return table.toString();
	}

	static OptionalDouble ratioToSpring(Results results, String suite, Scenario scenario) {
		return ratio(results, suite, scenario, OURS, List.of(SPRING));
	}

	private static OptionalDouble ratio(Results results, String suite, Scenario scenario, String contender,
			List<String> peers) {
		Optional<Cost> cost = results.net(suite, scenario.id(), contender);
		OptionalDouble fastest = peers.stream()
			.flatMap((peer) -> results.net(suite, scenario.id(), peer).stream())
			.mapToDouble(Cost::nanos)
			.min();
		return (cost.isPresent() && fastest.isPresent()) ? OptionalDouble.of(cost.get().nanos() / fastest.getAsDouble())
				: OptionalDouble.empty();
	}

}
