package io.github.corsstarter.manual;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.corsstarter.metrics.CorsMeter;
import io.github.corsstarter.metrics.CorsMeters;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsPolicies;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The listener that docs/observability.md shows is in this package, and runs. The metrics
 * and queries of that page exist.
 */
@Tag("slow")
class ObservabilityDocumentTests {

	private static final Document PAGE = Document.of("docs/observability.md");

	private static final Pattern SELECTOR = Pattern.compile("([a-z_]+\\{[^}]*)}");

	private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

	@Test
	void javaBlockShouldBeOfThisPackage() throws IOException {
		assertThat(PAGE.blocks("java")).singleElement()
			.satisfies((block) -> assertThat(Document.source("manual/RejectionListener").text()).endsWith(block));
	}

	@Test
	void listenerShouldLogOriginsThatAreNotAllowed() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(RejectionListener.class);
		try (TestServer server = TestServer.start(Container.TOMCAT, Application.class,
				"spring.config.location=classpath:/observability/application.yml")) {
			logger.setLevel(Level.INFO);
			log.start();
			logger.addAppender(log);
			server.http().send("GET", "/api/1", "Origin: https://partner.example");
			server.http().send("DELETE", "/api/1", "Origin: https://partner.example");
			server.http().send("GET", "/api/1", "Origin: https://x.example");
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("The policy partners rejected GET /api/1 from https://x.example. Fix: "
					+ "add https://x.example to cors.policies.partners.allowed-origins");
	}

	@Test
	void documentNamesEveryMeterTagAndReason() {
		String document = PAGE.text();
		for (CorsMeter meter : CorsMeter.values()) {
			assertThat(document)
				.contains("| `" + meter.getName() + "` | " + meter.getType().name().toLowerCase(Locale.ROOT) + " | "
						+ Stream.of(meter.getKeyNames())
							.map(KeyName::asString)
							.map((key) -> "`" + key + "`")
							.reduce((all, key) -> all + ", " + key)
							.orElse("none")
						+ " |");
		}
		CorsMeters meters = new CorsMeters(onePolicy());
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		meters.bindTo(registry);
		for (CorsMeter meter : CorsMeter.values()) {
			for (KeyName tag : meter.getKeyNames()) {
				String values = tag.asString().equals("policy") ? "the name of the policy"
						: values(registry.find(meter.getName()).meters(), tag.asString()) + " |";
				assertThat(document).contains("| `" + meter.getName() + "` | `" + tag.asString() + "` | " + values);
			}
		}
	}

	@Test
	void queriesOfDocumentFindWhatPrometheusScrapes() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		new CorsMeters(onePolicy()).bindTo(registry);
		List<String> samples = registry.scrape().lines().filter((line) -> !line.startsWith("#")).toList();
		List<String> queries = PAGE.blocks("promql");
		assertThat(queries).hasSize(1).allSatisfy((query) -> {
			List<String> labels = matches(GROUPING, query).flatMap((group) -> Stream.of(group.split(", "))).toList();
			List<String> selectors = matches(SELECTOR, query).toList();
			assertThat(labels).isNotEmpty();
			assertThat(selectors).isNotEmpty().allSatisfy((selector) -> {
				String name = selector.substring(0, selector.indexOf('{') + 1);
				List<String> matchers = List.of(selector.substring(name.length()).split(", "));
				assertThat(samples).anySatisfy((sample) -> assertThat(sample).startsWith(name)
					.contains(matchers)
					.contains(labels.stream().map((label) -> label + "=\"").toList()));
			});
		});
	}

	private static Stream<String> matches(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((result) -> result.group(1));
	}

	private static String values(Collection<Meter> meters, String tag) {
		return meters.stream()
			.map((meter) -> "`" + meter.getId().getTag(tag) + "`")
			.distinct()
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private static CorsPolicies onePolicy() {
		return new CorsPolicies(List.of(() -> List
			.of(CorsPolicySpecification.builder("p").paths("/api").allowedOrigins("https://a.example").build())),
				false);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(RejectionListener.class)
	static class Application {

	}

}
