package io.github.corsstarter.monitoring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;

/**
 * Receives metrics over OTLP, as an OpenTelemetry collector does, and keeps the last
 * value of each series.
 */
final class OtlpReceiver implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final HttpServer server;

	private final Map<String, Double> values = new ConcurrentHashMap<>();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final Map<String, String> kinds = new ConcurrentHashMap<>();

	OtlpReceiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/v1/metrics", this::receive);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1/metrics";
	}

	private void receive(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		try (exchange) {
			ExportMetricsServiceRequest.parseFrom(body)
				.getResourceMetricsList()
				.forEach((resource) -> resource.getScopeMetricsList()
					.forEach((scope) -> scope.getMetricsList().forEach(this::keep)));
			exchange.sendResponseHeaders(200, -1);
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			// The server would ignore it.
			this.failures.add(ex);
			throw ex;
		}
	}

	private void keep(Metric metric) {
		String kind = metric.getDataCase() + " " + metric.getUnit();
		this.kinds.put(metric.getName(), kind.strip());
		metric.getSum()
			.getDataPointsList()
			.forEach((point) -> keep(metric, point.getAttributesList(), point.getAsDouble()));
		metric.getGauge()
			.getDataPointsList()
			.forEach((point) -> keep(metric, point.getAttributesList(), point.getAsDouble()));
		metric.getHistogram()
			.getDataPointsList()
			.forEach((point) -> keep(metric, point.getAttributesList(), point.getCount()));
	}

	private void keep(Metric metric, Iterable<KeyValue> attributes, double value) {
		Map<String, String> labels = new TreeMap<>();
		attributes.forEach((attribute) -> labels.put(attribute.getKey(), attribute.getValue().getStringValue()));
		this.values.put(metric.getName() + labels, value);
	}

	/** The values by the name of the metric and its attributes. */
	Map<String, Double> values() {
		return this.values;
	}

	/** The kinds and units by the names of the metrics. */
	Map<String, String> kinds() {
		return this.kinds;
	}

	void await(String series, double value) throws InterruptedException {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (!this.failures.isEmpty() || !Double.valueOf(value).equals(this.values.get(series))) {
			if (!this.failures.isEmpty() || System.nanoTime() > end) {
				throw new IllegalStateException(
						"Not received: " + series + " " + value + ", but " + this.values + this.failures);
			}
			Thread.sleep(20);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
