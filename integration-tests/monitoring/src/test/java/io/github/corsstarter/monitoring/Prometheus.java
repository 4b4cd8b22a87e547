package io.github.corsstarter.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Prometheus on loopback, with all of its files in a separate folder. It reads the
 * metrics of the instances, and evaluates the alert rules, once per second.
 */
final class Prometheus implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(30);

	/** Another process may take a port that was free. */
	private static final int ATTEMPTS = 3;

	private final HttpClient client = HttpClient.newHttpClient();

	private final LocalProcess process;

	private final int port;

	private Prometheus(LocalProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	static Prometheus start(Path folder, Path rules, List<String> instances) throws Exception {
		String program = LocalProcess.tool("prometheus");
		Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
				global:
				  scrape_interval: 1s
				  scrape_timeout: 1s
				  evaluation_interval: 1s
				rule_files: ['%s']
				scrape_configs:
				  - job_name: coffee-roaster
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: [%s]
				""".formatted(rules.toAbsolutePath().normalize(),
				instances.stream().map((instance) -> "'" + instance + "'").collect(Collectors.joining(", "))));
		for (int attempt = 1;; attempt++) {
			int port = LocalProcess.unusedPort();
			LocalProcess process = LocalProcess.start(folder.resolve("prometheus.txt"),
					List.of(program, "--config.file=" + configuration, "--storage.tsdb.path=" + folder.resolve("data"),
							"--web.listen-address=127.0.0.1:" + port, "--log.level=warn"));
			Prometheus prometheus = new Prometheus(process, port);
			try {
				prometheus.await(START, "that Prometheus is ready", () -> prometheus.isReady() ? true : null);
				return prometheus;
			}
			catch (IllegalStateException ex) {
				prometheus.close();
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private boolean isReady() throws InterruptedException {
		try {
			return this.process.isAlive() && this.client
				.send(HttpRequest.newBuilder(uri("/-/ready")).timeout(START).build(), BodyHandlers.discarding())
				.statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	<T> T await(Duration limit, String what, Callable<T> attempt) throws Exception {
		return this.process.await(limit, what, attempt);
	}

	/** What a query returns at a time. */
	List<Sample> query(String query, double time) throws Exception {
		JsonNode data = get("/api/v1/query?time=" + time + "&query=" + encode(query));
		assertThat(data.path("resultType").asString()).as(query).isEqualTo("vector");
		List<Sample> samples = new ArrayList<>();
		for (JsonNode result : data.path("result")) {
			samples.add(new Sample(labels(result), Double.parseDouble(result.path("value").get(1).asString())));
		}
		return samples;
	}

	/** The series that a query returns for a graph of the last seconds. */
	List<Map<String, String>> series(String query, double time) throws Exception {
		List<Map<String, String>> series = new ArrayList<>();
		get("/api/v1/query_range?start=" + (time - 10) + "&end=" + time + "&step=1&query=" + encode(query))
			.path("result")
			.forEach((result) -> series.add(labels(result)));
		return series;
	}

	/** The values of a label, for a variable of a dashboard. */
	List<String> labelValues(String selector, String label) throws Exception {
		List<String> values = new ArrayList<>();
		get("/api/v1/label/" + label + "/values?match[]=".replace("[]", "%5B%5D") + encode(selector))
			.forEach((value) -> values.add(value.asString()));
		return values;
	}

	/** The alert rules, by name. */
	Map<String, JsonNode> alerts() throws Exception {
		Map<String, JsonNode> alerts = new TreeMap<>();
		get("/api/v1/rules").path("groups")
			.forEach((group) -> group.path("rules").forEach((rule) -> alerts.put(rule.path("name").asString(), rule)));
		return alerts;
	}

	private JsonNode get(String path) throws Exception {
		String body = this.client
			.send(HttpRequest.newBuilder(uri(path)).timeout(START).build(), BodyHandlers.ofString())
			.body();
		JsonNode answer = JsonMapper.shared().readTree(body);
		assertThat(answer.path("status").asString()).as("%s: %s", path, body).isEqualTo("success");
		return answer.path("data");
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	private static Map<String, String> labels(JsonNode result) {
		Map<String, String> labels = new TreeMap<>();
		result.path("metric").properties().forEach((label) -> labels.put(label.getKey(), label.getValue().asString()));
		labels.remove("__name__");
		return labels;
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.process.close();
	}

	/**
	 * A value of a series.
	 */
	record Sample(Map<String, String> labels, double value) {

		/** The values of the labels, in the order of the names of the labels. */
		String name() {
			return String.join(" ", this.labels.values());
		}

	}

}
