package io.github.corsstarter.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.corsstarter.metrics.CorsMeter;
import io.github.corsstarter.observe.CorsRejectedEvent;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.web.CorsPolicies;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what OpenTelemetry gets: metrics over OTLP, and the attributes of spans.
 */
class OpenTelemetryIT {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void metersArriveOverOtlp(WebApplicationType type) throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver();
				ConfigurableApplicationContext application = start(type, manualConfiguration(receiver.url()))) {
			RawHttp http = http(application);
			assertThat(reject(http)).isEqualTo(403);
			assertThat(reject(http)).isEqualTo(403);
			receiver.await("cors.requests{kind=actual, outcome=rejected, policy=shop, reason=origin-not-allowed}", 2);
			receiver.await("cors.requests{kind=preflight, outcome=allowed, policy=shop, reason=allowed}", 0);
			application.getBean(CorsPolicies.class).reload();
			receiver.await("cors.generation{}", 2);
			receiver.await("cors.reload{outcome=reloaded}", 1);
			receiver.await("cors.shadow{change=newly-rejected, policy=shop}", 0);
			assertThat(receiver.values()).containsKey("cors.reload.age{}");
			assertThat(http.send("GET", "/actuator/prometheus").body()).contains("cors_generation 2.0");
			assertThat(receiver.kinds().entrySet().stream().filter((metric) -> metric.getKey().startsWith("cors.")))
				.containsExactlyInAnyOrder(Map.entry(CorsMeter.REQUESTS.getName(), "SUM"),
						Map.entry(CorsMeter.SHADOW.getName(), "SUM"),
						Map.entry(CorsMeter.GENERATION.getName(), "GAUGE"),
						Map.entry(CorsMeter.RELOAD_AGE.getName(), "GAUGE milliseconds"),
						Map.entry(CorsMeter.RELOAD.getName(), "HISTOGRAM milliseconds"),
						Map.entry(CorsMeter.RELOAD.getName() + ".max", "GAUGE milliseconds"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, limited, true", "REACTIVE, limited, false", "REACTIVE, auto, true" })
	void listenerOfTheManualAddsAttributesToTheSpan(WebApplicationType type, String propagation, boolean added)
			throws Exception {
		try (ConfigurableApplicationContext application = start(type, "management.otlp.metrics.export.enabled=false",
				"spring.reactor.context-propagation=" + propagation)) {
			assertThat(reject(http(application))).isEqualTo(403);
			SpanData span = application.getBean(Spans.class).ended.poll(20, TimeUnit.SECONDS);
			assertThat(span).isNotNull();
			Map<String, String> attributes = new TreeMap<>();
			span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), String.valueOf(value)));
			assertThat(attributes).containsEntry("http.url", "/api/orders")
				.containsEntry("status", "403")
				.containsEntry("uri", "UNKNOWN");
			assertThat(attributes.get("cors.policy")).isEqualTo(added ? "shop" : null);
			assertThat(attributes.get("cors.reason")).isEqualTo(added ? "origin-not-allowed" : null);
		}
	}

	/** The code of the manual is the code that is tested here. */
	@Test
	void manualHasTheListener() throws IOException {
		String source = Files
			.readString(Path.of("src/test/java/io/github/corsstarter/monitoring/OpenTelemetryIT.java"));
		String manual = Files.readString(Dashboard.DOCUMENT);
		String listener = source.substring(source.indexOf("\t@Component\n\tstatic class TracedRejections"))
			.replace("\t@Component\n\tstatic class", "\t@Component\n\tclass")
			.lines()
			.takeWhile((line) -> !line.equals("\t/** Keeps the spans. */"))
			.map((line) -> line.isEmpty() ? line : line.substring(1))
			.collect(Collectors.joining("\n"))
			.strip();
		assertThat(manual).contains("```java\n" + listener + "\n```");
	}

	private static int reject(RawHttp http) {
		return http.send("GET", "/api/orders", "Origin: https://evil.example").status();
	}

	private static RawHttp http(ConfigurableApplicationContext application) {
		return new RawHttp(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	/** The configuration of the manual, with the address of the receiver. */
	private static String manualConfiguration(String url) throws IOException {
		List<String> blocks = Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
			.matcher(Files.readString(Dashboard.DOCUMENT))
			.results()
			.map((block) -> block.group(1))
			.toList();
		assertThat(blocks).hasSize(2);
		assertThat(blocks.get(1)).contains("url: http://localhost:4318/v1/metrics\n");
		Path file = LocalProcess.folder("otlp").resolve("application.yml");
		Files.writeString(file,
				blocks.get(0) + "---\n" + blocks.get(1).replace("http://localhost:4318/v1/metrics", url));
		return "spring.config.location=file:" + file;
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.otlp.metrics.export.step=1s", "management.tracing.sampling.probability=1",
					"cors.policies.shop.paths=/api/**", "cors.policies.shop.allowed-origins=https://shop.example")
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		TracedRejections tracedRejections(ObservationRegistry observations) {
			return new TracedRejections(observations);
		}

		@Bean
		Spans spans() {
			return new Spans();
		}

	}

	@Component
	static class TracedRejections {

		private final ObservationRegistry observations;

		TracedRejections(ObservationRegistry observations) {
			this.observations = observations;
		}

		@EventListener
		void on(CorsRejectedEvent event) {
			Observation request = this.observations.getCurrentObservation();
			if (request != null) {
				request.highCardinalityKeyValue("cors.policy", event.policy())
					.highCardinalityKeyValue("cors.reason", event.reason().code());
			}
		}

	}

	/** Keeps the spans. */
	static class Spans implements SpanProcessor {

		private final BlockingQueue<SpanData> ended = new LinkedBlockingQueue<>();

		@Override
		public void onStart(Context context, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.ended.add(span.toSpanData());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
