package io.github.corsstarter.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the dashboard for Grafana.
 */
final class Dashboard {

	static final Path FOLDER = Path.of("../../docs/operators");

	static final Path ALERTS = FOLDER.resolve("prometheus-alerts.yml");

	static final Path ALERT_TESTS = FOLDER.resolve("prometheus-alerts-test.yml");

	static final Path DOCUMENT = Path.of("../../docs/operators.md");

	private static final Pattern METRIC = Pattern.compile("\\bcors_[a-z_]+");

	/** In a selector, and after {@code by}, {@code on} and {@code group_left}. */
	private static final Pattern LABELS = Pattern
		.compile("[{,]\\s*([a-z_]+)\\s*(?:=~|!~|=|!=)\\s*\"|\\b(?:by|without|on|ignoring|group_left|group_right)"
				+ " \\(([a-z_, ]*)\\)");

	private Dashboard() {
	}

	static JsonNode read() throws IOException {
		return JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("grafana-dashboard.json")));
	}

	/** The queries of all panels. */
	static List<Target> targets() throws IOException {
		List<Target> targets = new ArrayList<>();
		for (JsonNode panel : read().path("panels")) {
			for (JsonNode target : panel.path("targets")) {
				targets.add(new Target(panel.path("title").asString(), target.path("refId").asString(),
						target.path("expr").asString(), target.path("legendFormat").asString(),
						target.path("instant").asBoolean()));
			}
		}
		return targets;
	}

	/** The variables whose values are the result of a query. */
	static List<Variable> variables() throws IOException {
		List<Variable> variables = new ArrayList<>();
		for (JsonNode variable : read().path("templating").path("list")) {
			if (variable.path("type").asString().equals("query")) {
				variables.add(new Variable(variable.path("name").asString(),
						variable.path("query").path("query").asString()));
			}
		}
		return variables;
	}

	static Set<String> metrics(String query) {
		Set<String> metrics = new TreeSet<>();
		METRIC.matcher(query).results().forEach((metric) -> metrics.add(metric.group()));
		return metrics;
	}

	static Set<String> labels(String query) {
		Set<String> labels = new TreeSet<>();
		LABELS.matcher(query).results().forEach((found) -> {
			if (found.group(1) != null) {
				labels.add(found.group(1));
			}
			else {
				labels.addAll(List.of(found.group(2).split(", ")));
			}
		});
		return labels;
	}

	/**
	 * A query of a panel.
	 */
	record Target(String panel, String refId, String expression, String legend, boolean instant) {

		String name() {
			return this.panel + " " + this.refId;
		}

		@Override
		public String toString() {
			return name();
		}

	}

	/**
	 * A variable of the dashboard.
	 */
	record Variable(String name, String query) {

	}

}
