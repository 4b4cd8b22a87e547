package io.github.corsstarter.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

import io.github.corsstarter.benchmarks.scenario.Scenario;

/**
 * A performance target and the figure to compare with it.
 *
 * @param promise the target as a text
 * @param limit the limit that the figure must not exceed
 * @param measured the figure, if it was measured
 */
record Target(String promise, double limit, OptionalDouble measured) {

	private static final String OURS = "starter";

	private static final String SPRING = "spring-7";

	private static final List<String> PEERS = List.of(SPRING, "spring-6", "tomcat", "jetty", "cors-filter");

	static List<Target> of(String suite, Results results) {
		List<Target> targets = new ArrayList<>();
		if (suite.equals("servlet")) {
			targets.add(toSpring(suite, results, Scenario.ALLOWED_GET, 0.05));
			targets.add(toSpring(suite, results, Scenario.PREFLIGHT, 0.08));
			targets.add(toSpring(suite, results, Scenario.REFUSED_POST, 0.15));
			targets.add(toSpring(suite, results, Scenario.SAME_ORIGIN, 0.2));
			targets.add(toSpring(suite, results, Scenario.NO_ORIGIN, 0.2));
		}
		else {
			targets.add(netToSpring(suite, results, Scenario.ALLOWED_GET, 0.5));
			targets.add(netToSpring(suite, results, Scenario.PREFLIGHT, 0.5));
			targets.add(netToSpring(suite, results, Scenario.REFUSED_POST, 1));
			targets.add(netToSpring(suite, results, Scenario.SAME_ORIGIN, 1));
			targets.add(netToSpring(suite, results, Scenario.NO_ORIGIN, 1));
		}
		targets.add(toOurs(suite, results, Scenario.LONG_HEADERS, Scenario.PREFLIGHT));
		targets.add(toOurs(suite, results, Scenario.LONG_ORIGIN, Scenario.PREFLIGHT));
		targets.add(toOurs(suite, results, Scenario.LABELS_PATTERNS_1_000, Scenario.PREFLIGHT));
		targets.add(toOurs(suite, results, Scenario.ORIGINS_100_000, Scenario.ALLOWED_GET));
		targets.add(toOurs(suite, results, Scenario.PATTERNS_1_000, Scenario.PATTERN));
		targets.add(toOurs(suite, results, Scenario.PATHS_1_000, Scenario.ALLOWED_GET));
		if (suite.equals("servlet")) {
			targets.add(toFastestPeer(suite, results, Scenario.ALLOWED_GET));
			targets.add(toFastestPeer(suite, results, Scenario.PREFLIGHT));
			for (Scenario scenario : Scenario.values()) {
				targets.add(allocation(suite, results, scenario));
			}
		}
		return targets;
	}

	static Target memory(double bytesBeyondTheString) {
		return new Target("bytes of heap for each of 100,000 origins, beyond the string", 150,
				OptionalDouble.of(bytesBeyondTheString));
	}

	private static Target toSpring(String suite, Results results, Scenario scenario, double limit) {
		return new Target(scenario.title() + ", time relative to Spring 7's", limit,
				ratio(median(suite, results, scenario, OURS), median(suite, results, scenario, SPRING)));
	}

	private static Target netToSpring(String suite, Results results, Scenario scenario, double limit) {
		return new Target(scenario.title() + ", net time relative to Spring 7's", limit,
				results.netRatio(suite, scenario.id(), OURS, SPRING));
	}

	private static Target toOurs(String suite, Results results, Scenario scenario, Scenario base) {
		return new Target(scenario.title() + ", time relative to this starter's " + base.title(), 2,
				ratio(median(suite, results, scenario, OURS), median(suite, results, base, OURS)));
	}

	private static Target toFastestPeer(String suite, Results results, Scenario scenario) {
		OptionalDouble fastest = PEERS.stream()
			.map((peer) -> median(suite, results, scenario, peer))
			.filter(OptionalDouble::isPresent)
			.mapToDouble(OptionalDouble::getAsDouble)
			.min();
		return new Target(scenario.title() + ", time relative to the fastest peer's", 1,
				ratio(median(suite, results, scenario, OURS), fastest));
	}

	private static Target allocation(String suite, Results results, Scenario scenario) {
		Optional<Measurement> measurement = results.find(suite, scenario.id(), OURS);
		return new Target(scenario.title() + ", bytes allocated", 64,
				measurement.isPresent() ? OptionalDouble.of(measurement.get().bytes()) : OptionalDouble.empty());
	}

	private static OptionalDouble median(String suite, Results results, Scenario scenario, String contender) {
		Optional<Measurement> measurement = results.find(suite, scenario.id(), contender);
		return measurement.isPresent() ? OptionalDouble.of(measurement.get().median()) : OptionalDouble.empty();
	}

	private static OptionalDouble ratio(OptionalDouble one, OptionalDouble other) {
		return (one.isPresent() && other.isPresent()) ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
				: OptionalDouble.empty();
	}

	String row() {
		if (this.measured.isEmpty()) {
			return "| " + this.promise + " | " + number(this.limit) + " | - | not measured |";
		}
		double figure = this.measured.getAsDouble();
		return "| " + this.promise + " | " + number(this.limit) + " | " + number(figure) + " | "
				+ ((figure <= this.limit) ? "met" : "**missed**") + " |";
	}

	private static String number(double value) {
		String text = String.format(Locale.ROOT, (value < 10) ? "%.3f" : "%.0f", value);
		return Objects.requireNonNull(text).contains(".") ? text.replaceAll("\\.?0+$", "") : text;
	}

}
