package io.github.corsstarter.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.github.corsstarter.metrics.CorsMeter;
import io.github.corsstarter.metrics.CorsMeters;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import io.micrometer.common.docs.KeyName;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that the dashboard is well-formed, that the dashboard and the alerts use only
 * metrics and labels of the starter, and that the manual explains all of them.
 */
class DashboardTests {

	/** Prometheus adds these labels. */
	private static final Set<String> ADDED_LABELS = Set.of("job", "instance");

	private static final Pattern SERIES = Pattern.compile("(?m)^(cors_[a-z_]+)(?:\\{(.*)})? ");

	private static final Pattern LEGEND = Pattern.compile("\\{\\{([a-z_]+)}}");

	private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]+)\\b");

	@Test
	void dashboardIsWellFormed() throws IOException {
		JsonNode dashboard = Dashboard.read();
		assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
		assertThat(dashboard.path("uid").asString()).isNotEmpty().hasSizeLessThanOrEqualTo(40);
		assertThat(dashboard.path("id").isNull()).isTrue();
		assertThat(dashboard.path("title").asString()).isNotEmpty();
		List<Integer> ids = new ArrayList<>();
		List<String> titles = new ArrayList<>();
		for (JsonNode panel : dashboard.path("panels")) {
			String title = panel.path("title").asString();
			titles.add(title);
			ids.add(panel.path("id").asInt());
			assertThat(List.of("row", "timeseries", "bargauge")).contains(panel.path("type").asString());
			if (!panel.path("type").asString().equals("row")) {
				assertThat(panel.path("description").asString()).as(title).isNotEmpty();
				assertThat(panel.path("fieldConfig").path("defaults").path("unit").asString()).as(title).isNotEmpty();
				checkTargets(panel);
			}
		}
		assertThat(ids).hasSizeGreaterThan(10).doesNotHaveDuplicates().allMatch((id) -> id > 0);
		assertThat(titles).doesNotHaveDuplicates().doesNotContain("");
		checkPositions(dashboard);
	}

	private static void checkTargets(JsonNode panel) {
		String title = panel.path("title").asString();
		List<String> references = new ArrayList<>();
		for (JsonNode target : panel.path("targets")) {
			references.add(target.path("refId").asString());
			assertThat(target.path("expr").asString()).as(title).isNotEmpty();
			assertThat(target.path("legendFormat").asString()).as(title).isNotEmpty();
			assertThat(target.path("instant").asBoolean()).as(title).isNotEqualTo(target.path("range").asBoolean());
			assertThat(target.path("datasource").path("uid").asString()).as(title).isEqualTo("${datasource}");
		}
		assertThat(references).as(title).isNotEmpty().doesNotHaveDuplicates().allMatch((id) -> id.matches("[A-Z]"));
		assertThat(panel.path("datasource").path("uid").asString()).as(title).isEqualTo("${datasource}");
	}

	/** No two panels cover the same cell of the grid, which has 24 columns. */
	private static void checkPositions(JsonNode dashboard) {
		Set<String> cells = new TreeSet<>();
		for (JsonNode panel : dashboard.path("panels")) {
			JsonNode grid = panel.path("gridPos");
			assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isBetween(1, 24);
			for (int x = 0; x < grid.path("w").asInt(); x++) {
				for (int y = 0; y < grid.path("h").asInt(); y++) {
					String cell = (grid.path("x").asInt() + x) + "," + (grid.path("y").asInt() + y);
					assertThat(cells.add(cell)).as(panel.path("title").asString() + " at " + cell).isTrue();
				}
			}
		}
	}

	@Test
	void variablesExistBeforeTheyAreUsed() throws IOException {
		Set<String> known = new TreeSet<>(Set.of("__rate_interval", "__range"));
		for (JsonNode variable : Dashboard.read().path("templating").path("list")) {
			String query = variable.path("query").path("query").asString();
			VARIABLE.matcher(query).results().forEach((used) -> assertThat(known).contains(used.group(1)));
			known.add(variable.path("name").asString());
		}
		assertThat(known).contains("datasource", "job", "instance", "policy");
		for (Dashboard.Target target : Dashboard.targets()) {
			assertThat(target.expression()).contains("job=~\"$job\", instance=~\"$instance\"");
			Pattern.compile("\\$([a-z_]+)")
				.matcher(target.expression())
				.results()
				.forEach((used) -> assertThat(known).as(target.name()).contains(used.group(1)));
		}
	}

	@Test
	void queriesUseMetricsAndLabelsThatExist() throws IOException {
		Map<String, Set<String>> exposed = exposedMetrics();
		assertThat(exposed.keySet()).allMatch((metric) -> Arrays.stream(CorsMeter.values())
			.anyMatch((meter) -> metric.startsWith(meter.getName().replace('.', '_'))));
		for (CorsMeter meter : CorsMeter.values()) {
			assertThat(exposed).anySatisfy((metric, labels) -> {
				assertThat(metric).startsWith(meter.getName().replace('.', '_'));
				assertThat(labels).containsExactlyInAnyOrderElementsOf(
						Arrays.stream(meter.getKeyNames()).map(KeyName::asString).toList());
			});
		}
		List<String> queries = new ArrayList<>(alertExpressions().values());
		Dashboard.variables().forEach((variable) -> queries.add(variable.query()));
		for (Dashboard.Target target : Dashboard.targets()) {
			queries.add(target.expression());
			Set<String> shown = new TreeSet<>();
			LEGEND.matcher(target.legend()).results().forEach((label) -> shown.add(label.group(1)));
			checkLabels(target.name(), shown, Dashboard.metrics(target.expression()), exposed);
		}
		Set<String> used = new TreeSet<>();
		for (String query : queries) {
			Set<String> metrics = Dashboard.metrics(query);
			assertThat(exposed.keySet()).as(query).containsAll(metrics);
			assertThat(metrics).as(query).isNotEmpty();
			checkLabels(query, Dashboard.labels(query), metrics, exposed);
			used.addAll(metrics);
		}
		assertThat(used).as("metrics that operators see").containsExactlyInAnyOrderElementsOf(exposed.keySet());
	}

	private static void checkLabels(String query, Set<String> labels, Set<String> metrics,
			Map<String, Set<String>> exposed) {
		Set<String> known = new TreeSet<>(ADDED_LABELS);
		assertThat(exposed.keySet()).as(query).containsAll(metrics);
		metrics.forEach((metric) -> known.addAll(exposed.get(metric)));
		assertThat(known).as(query).containsAll(labels);
	}

	/** The names that the registry for Prometheus gives to the meters, and the labels. */
	private static Map<String, Set<String>> exposedMetrics() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		CorsPolicies policies = new CorsPolicies(
				List.of(() -> List
					.of(CorsPolicySpecification.builder("a").paths("/a").allowedOrigins("https://a.example").build())),
				false);
		new CorsMeters(policies).bindTo(registry);
		Map<String, Set<String>> metrics = new TreeMap<>();
		SERIES.matcher(registry.scrape()).results().forEach((series) -> {
			Set<String> labels = metrics.computeIfAbsent(series.group(1), (name) -> new TreeSet<>());
			if (series.group(2) != null) {
				Arrays.stream(series.group(2).split(",")).forEach((label) -> labels.add(label.split("=")[0]));
			}
		});
		return metrics;
	}

	@Test
	void alertsHaveTestsThatFireAndTestsThatDoNot() throws IOException {
		Map<String, Set<Boolean>> tested = new TreeMap<>();
		Map<String, List<Map<String, Object>>> file = new Yaml().load(Files.readString(Dashboard.ALERT_TESTS));
		for (Map<String, Object> test : file.get("tests")) {
			for (Object entry : (List<?>) test.get("alert_rule_test")) {
				Map<?, ?> alert = (Map<?, ?>) entry;
				List<?> expected = (List<?>) alert.get("exp_alerts");
				tested.computeIfAbsent((String) alert.get("alertname"), (name) -> new TreeSet<>())
					.add(expected != null && !expected.isEmpty());
			}
		}
		assertThat(tested.keySet()).isEqualTo(alertExpressions().keySet());
		assertThat(tested).allSatisfy((alert, results) -> assertThat(results).as(alert).containsExactly(false, true));
	}

	@Test
	void manualExplainsEveryPanelAndEveryAlert() throws IOException {
		String manual = Files.readString(Dashboard.DOCUMENT);
		for (JsonNode panel : Dashboard.read().path("panels")) {
			if (!panel.path("type").asString().equals("row")) {
				assertThat(manual).contains("| " + panel.path("title").asString() + " |");
			}
		}
		alertExpressions().keySet().forEach((alert) -> assertThat(manual).contains("### " + alert + "\n"));
		for (Map<String, Object> alert : alertRules()) {
			Map<?, ?> annotations = (Map<?, ?>) alert.get("annotations");
			assertThat((String) annotations.get("runbook_url"))
				.endsWith("/docs/operators.md#" + ((String) alert.get("alert")).toLowerCase());
			assertThat(annotations.keySet().stream().map(String::valueOf)).contains("summary", "description");
		}
	}

	private static Map<String, String> alertExpressions() throws IOException {
		Map<String, String> expressions = new TreeMap<>();
		alertRules().forEach((rule) -> expressions.put((String) rule.get("alert"), (String) rule.get("expr")));
		return expressions;
	}

	private static List<Map<String, Object>> alertRules() throws IOException {
		Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml()
			.load(Files.readString(Dashboard.ALERTS));
		return file.get("groups").stream().flatMap((group) -> group.get("rules").stream()).toList();
	}

}
