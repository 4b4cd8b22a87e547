package io.github.corsstarter.observability;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.observe.CorsRejectedEvent;
import io.github.corsstarter.observe.CorsRejection;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsPolicies;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the counters, log lines and events that requests cause.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractObservabilityTests {

	private static final String PARTNER = "Origin: https://partner.example";

	private static final List<String> REASONS = List.of("actual/allowed/allowed", "actual/rejected/host-not-allowed",
			"actual/rejected/origin-malformed", "preflight/rejected/host-not-allowed",
			"actual/rejected/origin-not-allowed", "actual/rejected/method-not-allowed", "preflight/allowed/allowed",
			"preflight/rejected/origin-malformed", "preflight/rejected/origin-not-allowed",
			"preflight/rejected/method-not-allowed", "preflight/rejected/headers-not-allowed");

	private final Container container;

	private final Class<?> application;

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private TestServer server;

	AbstractObservabilityTests(Container container, Class<?> application) {
		this.container = container;
		this.application = application;
	}

	@BeforeAll
	void start() {
		this.server = run("server.forward-headers-strategy=none");
	}

	private TestServer run(String... properties) {
		TestServer started = TestServer.start(this.container, this.application,
				Stream
					.concat(Stream.of("spring.config.location=classpath:/observability/application.yml"),
							Stream.of(properties))
					.toArray(String[]::new));
		captureLog();
		return started;
	}

	/** An application reconfigures the logging when it starts or stops. */
	private void captureLog() {
		Logger logger = (Logger) LoggerFactory.getLogger(CorsRejections.class);
		logger.setLevel(Level.DEBUG);
		logger.setAdditive(false);
		this.log.start();
		logger.addAppender(this.log);
	}

	@AfterAll
	void stop() {
		Logger logger = (Logger) LoggerFactory.getLogger(CorsRejections.class);
		logger.detachAppender(this.log);
		logger.setAdditive(true);
		this.server.close();
	}

	@BeforeEach
	void forget() {
		captureLog();
		this.log.list.clear();
		this.server.bean(CommonConfiguration.Rejected.class).events.clear();
	}

	@Test
	void countersAreThereBeforeTheFirstRequest() {
		try (TestServer fresh = run()) {
			Map<String, Double> expected = new TreeMap<>();
			for (String policy : List.of("partners", "posts")) {
				REASONS.forEach((reason) -> expected.put("cors.requests/" + policy + "/" + reason, 0.0));
				expected.put("cors.shadow/" + policy + "/newly-allowed", 0.0);
				expected.put("cors.shadow/" + policy + "/newly-rejected", 0.0);
			}
			for (String registry : List.of("first", "second")) {
				assertThat(counters(fresh, registry)).isEqualTo(expected);
			}
		}
	}

	@Test
	void everyDecisionIsCountedOnceInEveryRegistry() {
		counted("partners/actual/allowed/allowed", "GET", "/api/1", PARTNER);
		counted("partners/actual/rejected/origin-not-allowed", "GET", "/api/1", "Origin: https://x.example");
		counted("partners/actual/rejected/origin-malformed", "GET", "/api/1", "Origin: " + "x".repeat(513));
		counted("partners/actual/rejected/method-not-allowed", "DELETE", "/api/1", PARTNER);
		counted("partners/preflight/allowed/allowed", "OPTIONS", "/api/1", PARTNER,
				"Access-Control-Request-Method: PUT");
		counted("partners/preflight/rejected/origin-not-allowed", "OPTIONS", "/api/1", "Origin: https://x.example",
				"Access-Control-Request-Method: PUT");
		counted("partners/preflight/rejected/origin-malformed", "OPTIONS", "/api/1", PARTNER, PARTNER,
				"Access-Control-Request-Method: PUT");
		counted("partners/preflight/rejected/method-not-allowed", "OPTIONS", "/api/1", PARTNER,
				"Access-Control-Request-Method: DELETE");
		counted("partners/preflight/rejected/headers-not-allowed", "OPTIONS", "/api/1", PARTNER,
				"Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: x-other");
		counted("posts/actual/rejected/origin-not-allowed", "POST", "/posts/1", "Origin: https://x.example");
		counted(null, "GET", "/api/1");
		counted(null, "POST", "/api/1", "Origin: https://x.example", "Sec-Fetch-Site: same-origin");
		counted(null, "GET", "/elsewhere", "Origin: https://x.example");
	}

	@Test
	void hostThatIsNotAllowedIsCountedLoggedAndKept() {
		try (TestServer limited = run("cors.allowed-hosts=shop.example,*.shop.example",
				"server.forward-headers-strategy=framework")) {
			limited.bean(CommonConfiguration.Rejected.class).events.clear();
			this.log.list.clear();
			limited.http().send("GET", "/api/1", "Host: evil.test:8080");
			limited.http().send("GET", "/api/2", "Host: evil.test:8081");
			limited.http().send("POST", "/posts/1", "Host: evil.test", "Origin: http://evil.test");
			limited.http().send("OPTIONS", "/api/1", "Host: evil.test", PARTNER, "Access-Control-Request-Method: PUT");
			limited.http().send("GET", "/api/1", "Host: shop.example");
			Map<String, Double> counters = counters(limited, "first");
			assertThat(counters.get("cors.requests/partners/actual/rejected/host-not-allowed")).isEqualTo(2);
			assertThat(counters.get("cors.requests/partners/preflight/rejected/host-not-allowed")).isEqualTo(1);
			assertThat(counters.get("cors.requests/posts/actual/rejected/host-not-allowed")).isEqualTo(1);
			assertThat(counters.values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(4);
			assertThat(this.log.list).extracting(ILoggingEvent::getLevel)
				.containsExactly(Level.WARN, Level.DEBUG, Level.WARN, Level.WARN);
			assertThat(this.log.list.get(0).getFormattedMessage()).startsWith(
					"Rejected GET /api/1 (host-not-allowed): The host evil.test is not in cors.allowed-hosts. If"
							+ " this is a name of this application, add it to cors.allowed-hosts. Otherwise, a page has used"
							+ " DNS rebinding. See cors.allowed-hosts, ");
			assertThat(this.log.list.get(2).getFormattedMessage())
				.startsWith("Rejected POST /posts/1 from http://evil.test (host-not-allowed): ");
			assertThat(keyValues(this.log.list.get(0))).isEqualTo(
					Map.of("cors.policy", "partners", "cors.reason", "host-not-allowed", "cors.host", "evil.test",
							"cors.method", "GET", "cors.path", "/api/1", "cors.property", "cors.allowed-hosts"));
			List<CorsRejection> rejections = limited.bean(CorsRejections.class)
				.recent(limited.bean(CorsPolicies.class).current());
			assertThat(rejections).allSatisfy((rejection) -> {
				assertThat(rejection.host()).isEqualTo("evil.test");
				assertThat(rejection.fix()).isNull();
			});
			assertThat(rejections).extracting(CorsRejection::origin)
				.containsExactlyInAnyOrder(null, "http://evil.test", "https://partner.example");
			assertThat(rejections).extracting(CorsRejection::count).containsExactlyInAnyOrder(2L, 1L, 1L);
			List<CorsRejectedEvent> events = limited.bean(CommonConfiguration.Rejected.class).events;
			assertThat(events).hasSize(4).allSatisfy((event) -> assertThat(event.host()).isEqualTo("evil.test"));
			assertThat(events.get(0).kind()).isEqualTo(RequestKind.ACTUAL);
			assertThat(events.get(0).origin()).isNull();
			assertThat(events.get(0).explanation().fix()).isNull();
			assertThat(events.get(3).kind()).isEqualTo(RequestKind.PREFLIGHT);
		}
	}

	@Test
	void hostThatAProxyHasReplacedIsNamed() {
		try (TestServer limited = run("cors.allowed-hosts=shop.example", "server.forward-headers-strategy=none")) {
			this.log.list.clear();
			limited.http().send("POST", "/api/1", "Host: backend:8080", "Origin: https://shop.example");
			assertThat(message())
				.startsWith("Rejected POST /api/1 from https://shop.example (host-not-allowed): The host"
						+ " backend is not in cors.allowed-hosts. The page is at https://shop.example, so a proxy has probably"
						+ " replaced the header Host with backend. Let the proxy pass on the header Host (nginx:"
						+ " proxy_set_header Host $host). If the proxy must send this host, add it to cors.allowed-hosts.");
			this.log.list.clear();
			limited.http().send("POST", "/api/1", "Host: 127.0.0.1:8080", "Origin: https://shop.example");
			assertThat(message())
				.startsWith("Rejected POST /api/1 from https://shop.example (origin-not-allowed): The"
						+ " policy 'partners' does not allow the origin https://shop.example. The page is at"
						+ " https://shop.example, so a proxy has probably replaced the header Host with 127.0.0.1. Let")
				.doesNotContain("To allow it");
			this.log.list.clear();
			limited.http().send("POST", "/api/1", "Host: 127.0.0.1:8080", "Origin: https://other.example");
			assertThat(message()).doesNotContain("proxy").contains("add https://other.example to");
			this.log.list.clear();
			limited.http().send("POST", "/api/1", "Host: shop.example", "X-Forwarded-Host: ignored.example");
			assertThat(this.log.list).isEmpty();
		}
		try (TestServer limited = run("cors.allowed-hosts=shop.example", "server.forward-headers-strategy=framework")) {
			this.log.list.clear();
			limited.http().send("POST", "/api/1", "Host: shop.example", "X-Forwarded-Host: evil.test");
			assertThat(message())
				.contains("The host evil.test is not in cors.allowed-hosts. The header Host has another"
						+ " name, and a forwarded header has this one.");
			this.log.list.clear();
			limited.http().send("POST", "/api/1", "Host: \u00e4" + "x".repeat(600));
			assertThat(this.log.list)
				.allSatisfy((line) -> assertThat(line.getFormattedMessage()).matches("[ -~]{1,900}"));
		}
	}

	@Test
	void embeddedRequestLeavesNoTraceUnlessItIsAllowed() {
		for (String mode : List.of("no-cors", "navigate")) {
			counted(null, "GET", "/api/1", "Origin: https://embedder.example", "Sec-Fetch-Mode: " + mode);
			counted(null, "GET", "/api/1", "Origin: " + "x".repeat(513), "Sec-Fetch-Mode: " + mode);
			counted(null, "HEAD", "/posts/1", "Origin: https://embedder.example", "Sec-Fetch-Mode: " + mode);
			counted("partners/actual/allowed/allowed", "GET", "/api/1", PARTNER, "Sec-Fetch-Mode: " + mode);
		}
		counted(null, "GET", "/api/1", "Origin: https://embedder.example", "Sec-Fetch-Site: none");
		assertThat(this.log.list).isEmpty();
		assertThat(this.server.bean(CommonConfiguration.Rejected.class).events).isEmpty();
		assertThat(this.server.bean(CorsRejections.class).recent(this.server.bean(CorsPolicies.class).current()))
			.noneMatch((rejection) -> rejection.origin().equals("https://embedder.example"));
	}

	private void counted(String tags, String method, String path, String... headers) {
		Map<String, Double> before = counters(this.server, "first");
		Map<String, Double> beforeOfSecond = counters(this.server, "second");
		this.server.http().send(method, path, headers);
		if (tags != null) {
			before.computeIfPresent("cors.requests/" + tags, (key, count) -> count + 1);
			beforeOfSecond.computeIfPresent("cors.requests/" + tags, (key, count) -> count + 1);
		}
		assertThat(counters(this.server, "first")).isEqualTo(before);
		assertThat(counters(this.server, "second")).isEqualTo(beforeOfSecond);
	}

	@Test
	void clientsCannotAddCounters() {
		Random random = Effort.random();
		// A separate server, because so many rejections use up its warnings.
		try (TestServer flooded = run()) {
			int meters = counters(flooded, "first").size();
			for (int i = 0; i < 300; i++) {
				String text = Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
				flooded.http()
					.send(random.nextBoolean() ? "OPTIONS" : "M-" + text.toUpperCase(Locale.ROOT),
							(random.nextBoolean() ? "/api/" : "/posts/") + text, "Origin: " + text + "://" + text,
							"Access-Control-Request-Method: " + text, "Access-Control-Request-Headers: " + text);
			}
			assertThat(counters(flooded, "first")).hasSize(meters);
			assertThat(counters(flooded, "first").values().stream().mapToDouble(Double::doubleValue).sum())
				.isEqualTo(300);
		}
	}

	private static Map<String, Double> counters(TestServer server, String registry) {
		Map<String, Double> counters = new TreeMap<>();
		for (Meter meter : server.bean(registry, SimpleMeterRegistry.class).getMeters()) {
			Meter.Id id = meter.getId();
			if (id.getName().startsWith("cors") && meter instanceof Counter counter) {
				List<String> tags = id.getName().equals("cors.shadow") ? List.of("policy", "change")
						: List.of("policy", "kind", "outcome", "reason");
				assertThat(id.getTags()).extracting(Tag::getKey).containsExactlyInAnyOrderElementsOf(tags);
				assertThat(id.getDescription()).isNotBlank();
				counters.put(tags.stream().map(id::getTag).collect(Collectors.joining("/", id.getName() + "/", "")),
						counter.count());
			}
		}
		return counters;
	}

	@Test
	void firstRejectionIsAWarningWithFixAndPlace() {
		this.server.http().send("GET", "/api/1", "Origin: https://first.example", "Sec-Fetch-Site: cross-site");
		this.server.http().send("GET", "/api/2", "Origin: https://first.example", "Sec-Fetch-Site: cross-site");
		assertThat(this.log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.DEBUG);
		assertThat(this.log.list.get(0).getFormattedMessage())
			.isEqualTo("Rejected GET /api/1 from https://first.example (origin-not-allowed): The policy 'partners' does"
					+ " not allow the origin https://first.example. To allow it, add https://first.example to"
					+ " cors.policies.partners.allowed-origins. See cors.policies.partners.allowed-origins, class path"
					+ " resource [observability/application.yml] - 5:24.");
		assertThat(this.log.list.get(1).getFormattedMessage()).startsWith("Rejected GET /api/2 from ");
		assertThat(keyValues(this.log.list.get(0))).isEqualTo(Map.of("cors.policy", "partners", "cors.reason",
				"origin-not-allowed", "cors.origin", "https://first.example", "cors.method", "GET", "cors.path",
				"/api/1", "cors.property", "cors.policies.partners.allowed-origins", "cors.fix",
				"add https://first.example to cors.policies.partners.allowed-origins"));
		assertThat(keyValues(this.log.list.get(1))).containsEntry("cors.path", "/api/2");
	}

	@Test
	void everyReasonWarnsByItself() {
		try (TestServer fresh = run()) {
			fresh.http().send("OPTIONS", "/api/1", PARTNER, "Access-Control-Request-Method: REPORT");
			fresh.http()
				.send("OPTIONS", "/api/1", PARTNER, "Access-Control-Request-Method: PUT",
						"Access-Control-Request-Headers: x-warn");
		}
		assertThat(this.log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.WARN);
		assertThat(this.log.list.get(0).getFormattedMessage())
			.startsWith("Rejected the preflight for REPORT /api/1 from https://partner.example (method-not-allowed): ");
		assertThat(this.log.list.get(1).getFormattedMessage())
			.contains("does not allow the request header x-warn. To allow it, add x-warn to"
					+ " cors.policies.partners.allowed-headers.");
	}

	@Test
	void omitHeadersHasDifferentWording() {
		assertThat(this.server.http().send("POST", "/posts/1", "Origin: https://omit.example").body())
			.isEqualTo("handled");
		assertThat(message()).startsWith("No CORS headers for POST /posts/1 from https://omit.example ");
	}

	@Test
	void navigationIsNamed() {
		this.server.http().send("POST", "/api/1", "Origin: https://idp.example", "Sec-Fetch-Mode: navigate");
		assertThat(message())
			.contains("This is a navigation, for example a form post from an identity provider.",
					"To allow it, add the policy cors.policies.posts-to-api-1: {paths: /api/1, allowed-origins: none,"
							+ " on-disallowed: omit-headers}.")
			.doesNotContain("add https://idp.example", "set cors.policies.partners.on-disallowed");
	}

	@Test
	void optionsWithoutRequestedMethodIsNoPreflight() {
		this.server.http().send("OPTIONS", "/api/1", "Host: shop.example:8080", PARTNER);
		assertThat(message()).endsWith("This is not a preflight, because it has no Access-Control-Request-Method. This"
				+ " command sends one: curl -i -X OPTIONS -H Origin:https://partner.example"
				+ " -H Access-Control-Request-Method:GET http://shop.example:8080/api/1");
		assertThat(keyValues(this.log.list.get(0))).doesNotContainKeys("cors.fix", "cors.property");
	}

	@Test
	void secondRefusedHeaderWarnsByItself() {
		try (TestServer fresh = run()) {
			for (String names : List.of("x-first", "X-First", "x-second")) {
				fresh.http()
					.send("OPTIONS", "/api/1", PARTNER, "Access-Control-Request-Method: PUT",
							"Access-Control-Request-Headers: " + names);
			}
		}
		assertThat(this.log.list).extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.WARN, Level.DEBUG, Level.WARN);
		assertThat(this.log.list.get(2).getFormattedMessage())
			.contains("add x-second to cors.policies.partners.allowed-headers");
		assertThat(keyValues(this.log.list.get(2))).containsEntry("cors.header", "x-second");
	}

	@Test
	void forwardedHeadersThatAreNotProcessedAreNamed() {
		this.server.http()
			.send("POST", "/api/1", "Host: internal.example:8080", "Origin: https://shop.example",
					"X-Forwarded-Host: shop.example", "X-Forwarded-Proto: https");
		assertThat(message())
			.contains("According to X-Forwarded-Host and X-Forwarded-Proto, this is the site's own origin. The"
					+ " application ignores these headers and sees its address as http://internal.example:8080,")
			.contains("server.forward-headers-strategy is not set")
			.contains("To allow it, set server.forward-headers-strategy to framework.")
			.doesNotContain("add https://shop.example");
		assertThat(keyValues(this.log.list.get(0))).containsEntry("cors.property", "server.forward-headers-strategy");
	}

	@Test
	void standardForwardedHeaderIsNamed() {
		this.server.http()
			.send("POST", "/api/1", "Host: internal.example", "Origin: https://store.example",
					"Forwarded: for=192.0.2.1;host=store.example;proto=https, for=10.0.0.1");
		assertThat(message()).contains("According to Forwarded, this is", "set server.forward-headers-strategy to");
	}

	@Test
	void tlsThatAProxyEndsIsNamed() {
		this.server.http().send("POST", "/api/1", "Host: tls.example", "Origin: https://tls.example");
		assertThat(message()).contains("This seems to be the site's own origin",
				"If a proxy terminates TLS, it must send X-Forwarded-Proto",
				"set server.forward-headers-strategy to framework");
	}

	@Test
	void foreignOriginBehindAProxyIsNoMismatch() {
		this.server.http()
			.send("POST", "/api/1", "Host: internal.example", "Origin: https://foreign.example",
					"X-Forwarded-Host: shop.example", "X-Forwarded-Proto: https");
		assertThat(message()).doesNotContain("proxy").contains("add https://foreign.example to");
	}

	@Test
	void whereForwardedHeadersAreProcessedNoMismatchIsNamed() {
		for (String strategy : List.of("framework", "native")) {
			try (TestServer behind = run("server.forward-headers-strategy=" + strategy)) {
				this.log.list.clear();
				List<String> forwarded = List.of("Host: internal.example:8080", "X-Forwarded-Host: shop.example",
						"X-Forwarded-Proto: https", "X-Forwarded-Port: 443");
				assertThat(behind.http()
					.send("POST", "/api/1",
							Stream.concat(forwarded.stream(), Stream.of("Origin: https://shop.example")).toList())
					.status()).as(strategy).isEqualTo(200);
				assertThat(this.log.list).isEmpty();
				behind.http()
					.send("POST", "/api/1",
							Stream.concat(forwarded.stream(), Stream.of("Origin: https://" + strategy + ".example"))
								.toList());
				assertThat(message()).doesNotContain("proxy").contains("add https://" + strategy + ".example to");
			}
		}
	}

	@Test
	void clientTextIsEscapedAndCut() {
		this.server.http().send("GET", "/api/%0d%0a" + "p".repeat(3000), "Origin: \u00c3\u00a9\t" + "x".repeat(300));
		assertThat(message()).matches("[ -~]{1,1500}").contains("from \\u00c3\\u00a9\\u0009xxx", "xxx...", "ppp...");
		assertThat(keyValues(this.log.list.get(0)))
			.allSatisfy((key, value) -> assertThat(value).matches("[ -~]{1,300}"));
	}

	@Test
	void eventTellsWhatHappened() {
		this.server.http()
			.send("OPTIONS", "/api/9", "Origin: https://event.example", "Access-Control-Request-Method: PUT");
		this.server.http().send("GET", "/api/9", PARTNER);
		assertThat(events()).singleElement().satisfies((event) -> {
			assertThat(event.kind()).isEqualTo(RequestKind.PREFLIGHT);
			assertThat(event.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
			assertThat(event.policy()).isEqualTo("partners");
			assertThat(event.origin()).isEqualTo("https://event.example");
			assertThat(event.method()).isEqualTo("PUT");
			assertThat(event.path()).isEqualTo("/api/9");
			assertThat(event.explanation().fix())
				.isEqualTo("add https://event.example to cors.policies.partners.allowed-origins");
			assertThat(event.explanation().property()).isEqualTo("cors.policies.partners.allowed-origins");
			assertThat(event.explanation().place()).contains("observability/application.yml");
			assertThat(event).hasToString("CorsRejectedEvent[PREFLIGHT, origin-not-allowed, partners,"
					+ " https://event.example, PUT /api/9]");
		});
	}

	@Test
	void omittedHeadersAreAnEventToo() {
		this.server.http().send("POST", "/posts/2", "Origin: https://event.example");
		assertThat(events()).extracting(CorsRejectedEvent::policy).containsExactly("posts");
	}

	@Test
	void listenerThatThrowsDoesNotReachTheRequest() {
		assertThat(this.server.http().send("GET", "/api/fail", "Origin: https://event.example").status())
			.isEqualTo(403);
		assertThat(this.server.http().send("POST", "/posts/fail", "Origin: https://event.example").body())
			.isEqualTo("handled");
		assertThat(events()).hasSize(2);
		assertThat(this.log.list)
			.filteredOn((line) -> line.getFormattedMessage().contains("failed; the request continues"))
			.hasSize(2);
	}

	private List<CorsRejectedEvent> events() {
		return this.server.bean(CommonConfiguration.Rejected.class).events;
	}

	private String message() {
		assertThat(this.log.list).hasSize(1);
		assertThat(this.log.list.get(0).getLevel()).isEqualTo(Level.WARN);
		return this.log.list.get(0).getFormattedMessage();
	}

	private static Map<String, String> keyValues(ILoggingEvent line) {
		Map<String, String> values = new HashMap<>();
		for (KeyValuePair pair : line.getKeyValuePairs()) {
			values.put(pair.key, String.valueOf(pair.value));
		}
		return values;
	}

}
