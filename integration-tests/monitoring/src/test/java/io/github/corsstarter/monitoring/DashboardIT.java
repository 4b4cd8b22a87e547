package io.github.corsstarter.monitoring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.monitoring.Dashboard.Target;
import io.github.corsstarter.monitoring.Dashboard.Variable;
import io.github.corsstarter.testing.RawHttp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Runs each query of the dashboard, and the alert rules, on a real Prometheus that reads
 * the metrics of two instances of the sample application: one on Tomcat, which follows a
 * change of its configuration, and one on Netty, which gets a configuration with a
 * mistake.
 */
class DashboardIT {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	/** The seconds of the ranges that Grafana would write into the queries. */
	private static final int RANGE = 300;

	private static final String CONFIGURATION = """
			cors:
			  reload-interval: 1s
			  policies:
			    partners:
			      shadow:
			        allowed-origins: [https://partner.example]
			    watched:
			      enforce: false
			      paths: /status
			      allowed-origins: [https://a.example]
			""";

	private static final String EXTENDED = CONFIGURATION + """
			    extra:
			      paths: /extra
			      allowed-origins: [https://a.example]
			""";

	private static final String INVALID = CONFIGURATION + """
			    extra:
			      paths: /extra
			      allowed-origins: [a.example/path]
			""";

	/** The requests of {@link #sendRequests} to one instance. */
	private static final int REQUESTS = 15;

	private static final List<AutoCloseable> STARTED = new ArrayList<>();

	private static Sample tomcat;

	private static Sample netty;

	private static Prometheus prometheus;

	/** The time at which everything has happened, in seconds. */
	private static double time;

	@BeforeAll
	static void start() throws Exception {
		LocalProcess.tool("prometheus");
		Path folder = LocalProcess.folder("dashboard");
		tomcat = started(Sample.launch("servlet", folder, CONFIGURATION));
		netty = started(Sample.launch("reactive", folder, CONFIGURATION));
		tomcat.awaitStart();
		netty.awaitStart();
		prometheus = started(Prometheus.start(folder, Dashboard.ALERTS, List.of(tomcat.instance(), netty.instance())));
		// A rate needs a value from before the requests.
		await("count(cors_reload_seconds_count{outcome=\"unchanged\"} > 0) == 2");
		sendRequests(tomcat.http());
		sendRequests(netty.http());
		tomcat.configure(EXTENDED);
		netty.configure(INVALID);
		await("sum(cors_requests_total) == " + 2 * REQUESTS);
		await("sum(cors_reload_seconds_count{outcome=\"failed\"}) >= 2 and sum(cors_generation) == 3");
		RawHttp.Response failed = netty.reload();
		assertThat(failed.status()).as(failed.body()).isEqualTo(400);
		// A rate needs two values of the new policy.
		await("min(count_over_time(cors_requests_total{policy=\"extra\"}[1m])) >= 3");
		await("max(cors_reload_age_seconds) > 2 and min(cors_reload_age_seconds) < 2"
				+ " and min(sum by (instance) (cors_reload_seconds_count)) >= 3");
		time = System.currentTimeMillis() / 1000.0;
	}

	/** {@value #REQUESTS} requests that are counted, and three to a watched policy. */
	private static void sendRequests(RawHttp http) {
		send(http, 3, 200, "OPTIONS", "/api/partners/orders/1", "Origin: https://partner.example",
				"Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: content-type");
		send(http, 2, 200, "GET", "/api/partners/orders/1", "Origin: https://partner.example");
		send(http, 4, 403, "GET", "/api/partners/orders/1", "Origin: https://evil.example");
		send(http, 1, 403, "OPTIONS", "/api/partners/orders/1", "Origin: https://partner.example",
				"Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: x-unknown");
		send(http, 2, 403, "OPTIONS", "/api/catalogue/coffees/1", "Origin: https://any.example",
				"Access-Control-Request-Method: DELETE");
		send(http, 1, 403, "GET", "/api/catalogue/coffees/1", "Origin:");
		// Watched: the candidate of the policy does not allow this origin.
		send(http, 2, 200, "GET", "/api/partners/orders/1", "Origin: https://sub.partner.example");
		// Watched: the policy allows this origin, and nothing else does.
		send(http, 3, 200, "GET", "/status", "Origin: https://a.example");
	}

	private static void send(RawHttp http, int times, int status, String method, String path, String... headers) {
		for (int i = 0; i < times; i++) {
			assertThat(http.send(method, path, headers).status()).as(method + path + List.of(headers))
				.isEqualTo(status);
		}
	}

	private static <T extends AutoCloseable> T started(T process) {
		STARTED.add(process);
		return process;
	}

	private static void await(String query) throws Exception {
		prometheus.await(LIMIT, query,
				() -> prometheus.query(query, System.currentTimeMillis() / 1000.0).isEmpty() ? null : true);
	}

	@AfterAll
	static void stop() throws Exception {
		for (AutoCloseable process : STARTED) {
			process.close();
		}
	}

	static List<Target> targets() throws Exception {
		return Dashboard.targets();
	}

	@ParameterizedTest
	@MethodSource("targets")
	void queryReturnsWhatHappened(Target target) throws Exception {
		Consumer<Map<String, Double>> check = expected().get(target.name());
		assertThat(check).as("no expectation for the query " + target.name()).isNotNull();
		String query = forPrometheus(target.expression(), ".+");
		Map<String, Double> values = new TreeMap<>();
		prometheus.query(query, time).forEach((sample) -> values.put(sample.name(), sample.value()));
		assertThat(values).as(query).isNotEmpty();
		check.accept(values);
		if (!target.instant()) {
			assertThat(prometheus.series(query, time)).as(query).isNotEmpty();
		}
		Pattern.compile("\\{\\{([a-z]+)}}")
			.matcher(target.legend())
			.results()
			.forEach((label) -> assertThat(labels(query)).as(query).contains(label.group(1)));
		assertThat(prometheus.query(forPrometheus(target.expression(), "other"), time)).as(query).isEmpty();
	}

	private static List<String> labels(String query) {
		try {
			return List.copyOf(prometheus.query(query, time).get(0).labels().keySet());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What the query of each panel returns. The keys are the values of its labels. */
	private static Map<String, Consumer<Map<String, Double>>> expected() {
		String a = tomcat.instance();
		String b = netty.instance();
		Map<String, Consumer<Map<String, Double>>> expected = new TreeMap<>();
		expected.put("Allowed and rejected requests by policy A", (values) -> assertCounts(values, RANGE, 18,
				Map.of("allowed partners", 14, "rejected partners", 10, "rejected catalogue", 6)));
		expected.put("Preflights and actual requests A", (values) -> assertCounts(values, RANGE, 4,
				Map.of("preflight allowed", 6, "actual allowed", 8, "preflight rejected", 6, "actual rejected", 10)));
		expected.put("Rejections by policy and reason A",
				(values) -> assertCounts(values, RANGE, 45,
						Map.of("partners origin-not-allowed", 8, "partners headers-not-allowed", 2,
								"catalogue method-not-allowed", 4, "catalogue origin-malformed", 2)));
		expected.put("Share of rejected requests by policy A", (values) -> {
			assertThat(values).containsOnlyKeys("partners", "catalogue");
			assertThat(values.get("partners")).isCloseTo(10 / 24.0, within(0.05));
			assertThat(values.get("catalogue")).isCloseTo(1, within(0.01));
		});
		expected.put("Rejections by reason A", (values) -> assertCounts(values, 1, 5, Map.of("origin-not-allowed", 8,
				"headers-not-allowed", 2, "method-not-allowed", 4, "origin-malformed", 2)));
		expected.put("Watched differences A", (values) -> assertCounts(values, RANGE, 18,
				Map.of("newly-rejected partners", 4, "newly-allowed watched", 6)));
		expected.put("Generation A", (values) -> assertThat(values)
			.isEqualTo(Map.of(a + " coffee-roaster", 2.0, b + " coffee-roaster", 1.0)));
		expected.put("Reload age A", (values) -> {
			assertThat(values).containsOnlyKeys(a + " coffee-roaster", b + " coffee-roaster");
			assertThat(values.get(a + " coffee-roaster")).isLessThan(2);
			assertThat(values.get(b + " coffee-roaster")).isGreaterThan(2);
		});
		expected.put("Reloads with new rules by instance A",
				(values) -> assertCounts(values, 1, 2, Map.of(a + " coffee-roaster", 1)));
		expected.put("Reloads by outcome A", (values) -> {
			assertThat(values).hasSize(6);
			assertThat(values.get(a + " reloaded")).isCloseTo(60.0 / RANGE, within(0.1));
			assertThat(values.get(a + " unchanged")).isPositive();
			assertThat(values.get(a + " failed")).isZero();
			assertThat(values.get(b + " reloaded")).isZero();
			assertThat(values.get(b + " failed")).isGreaterThan(2 * 60.0 / RANGE);
		});
		expected.put("Reload duration A", (values) -> {
			assertThat(values).containsKeys(a + " reloaded", a + " unchanged", b + " failed");
			assertThat(values).doesNotContainKeys(a + " failed", b + " reloaded");
			assertThat(values.values()).allMatch((seconds) -> seconds > 0 && seconds < 30);
		});
		expected.put("Reload duration B", (values) -> {
			assertThat(values).containsKeys(a + " reloaded", a + " unchanged", b + " failed");
			assertThat(values.values()).allMatch((seconds) -> seconds > 0 && seconds < 30);
		});
		expected.put("Policies by instance A", (values) -> assertThat(values)
			.isEqualTo(Map.of(a + " coffee-roaster", 9.0, b + " coffee-roaster", 8.0)));
		expected.put("Policies by instance B",
				(values) -> assertThat(values).isEqualTo(Map.of("coffee-roaster extra", 1.0)));
		return expected;
	}

	/**
	 * Prometheus extrapolates the increase of a counter to the ends of the range, so it
	 * is not exact.
	 */
	private static void assertCounts(Map<String, Double> values, int seconds, int series, Map<String, Integer> counts) {
		assertThat(values).hasSize(series).containsKeys(counts.keySet().toArray(String[]::new));
		values.forEach((name, value) -> {
			int count = counts.getOrDefault(name, 0);
			assertThat(value * seconds).as(name).isCloseTo(count, within(count * 0.25));
		});
	}

	@Test
	void variablesHaveValues() throws Exception {
		Map<String, List<String>> values = new TreeMap<>();
		for (Variable variable : Dashboard.variables()) {
			Matcher query = Pattern.compile("label_values\\((.+), ([a-z]+)\\)").matcher(variable.query());
			assertThat(query.matches()).as(variable.query()).isTrue();
			values.put(variable.name(), prometheus.labelValues(forPrometheus(query.group(1), ".+"), query.group(2)));
		}
		assertThat(values).containsOnlyKeys("job", "instance", "policy");
		assertThat(values.get("job")).containsExactly("coffee-roaster");
		assertThat(values.get("instance")).containsExactlyInAnyOrder(tomcat.instance(), netty.instance());
		assertThat(values.get("policy")).containsExactlyInAnyOrder("account", "catalogue", "estimates", "extra",
				"internal", "partners", "previews", "sign-in", "watched");
	}

	@Test
	void alertRulesWork() throws Exception {
		Map<String, JsonNode> alerts = prometheus.await(LIMIT, "the alerts", () -> {
			Map<String, JsonNode> present = prometheus.alerts();
			return present.values().stream().noneMatch((alert) -> alert.path("health").asString().equals("unknown"))
					? present : null;
		});
		assertThat(alerts).hasSize(6);
		assertThat(alerts.values())
			.allSatisfy((alert) -> assertThat(alert.path("health").asString()).as(alert.toString()).isEqualTo("ok"));
		assertThat(state(alerts, "CorsReloadFailing", "instance")).isEqualTo(Map.of(netty.instance(), "firing"));
		assertThat(state(alerts, "CorsPolicyMissing", "policy")).isEqualTo(Map.of("extra", "pending"));
		assertThat(state(alerts, "CorsWatchedDifferences", "policy"))
			.isEqualTo(Map.of("partners", "firing", "watched", "firing"));
		assertThat(state(alerts, "CorsReloadOverdue", "instance")).isEmpty();
		assertThat(state(alerts, "CorsInstanceDoesNotFollow", "instance")).isEmpty();
	}

	private static Map<String, String> state(Map<String, JsonNode> alerts, String name, String label) {
		Map<String, String> states = new TreeMap<>();
		alerts.get(name)
			.path("alerts")
			.forEach(
					(alert) -> states.put(alert.path("labels").path(label).asString(), alert.path("state").asString()));
		return states;
	}

	/** Rejections are also among the HTTP requests that Spring Boot measures. */
	@Test
	void rejectionsAreHttpRequestsAsWell() throws Exception {
		Map<String, Double> rejected = new TreeMap<>();
		prometheus
			.query("sum by (method, uri) (http_server_requests_seconds_count{status=\"403\", job=\"coffee-roaster\"})",
					time)
			.forEach((sample) -> rejected.put(sample.name(), sample.value()));
		assertThat(rejected).isEqualTo(Map.of("GET UNKNOWN", 10.0, "OPTIONS UNKNOWN", 6.0));
	}

	@Test
	void micrometerHasNoWarnings() throws Exception {
		for (Sample sample : List.of(tomcat, netty)) {
			assertThat(sample.output()).contains(" WARN ").doesNotContainPattern("WARN .* i\\.m\\.");
		}
	}

	/** What Grafana does before it sends a query. */
	private static String forPrometheus(String query, String value) {
		return query.replace("$__rate_interval", RANGE + "s")
			.replace("$__range", RANGE + "s")
			.replaceAll("\\$(?:job|instance|policy)", value);
	}

}
