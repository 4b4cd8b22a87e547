package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.FakeCorsRequest.Line;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.ConfigurationSource;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pairs of {@link RandomComparisonTests} that can be sent over HTTP, sent to a server
 * whose filter must answer as {@link ReferenceDecider} says. There are two applications,
 * because {@code cors.debug} applies to a whole application. A reload changes the
 * policies to the next configuration.
 */
abstract class AbstractRandomComparisonOverHttpTests {

	/** What the handler says. */
	static final String HANDLED = "handled";

	private static final int REQUESTS = Effort.rounds(2_100);

	private static final int REQUESTS_PER_CONFIGURATION = 40;

	private static final int OFTEN = Effort.rounds(3);

	private static final List<String> REASONS = List.of("allowed", "origin-not-allowed", "origin-malformed",
			"method-not-allowed");

	private final Container container;

	private final Class<?> application;

	private final Map<String, Integer> counters = new TreeMap<>();

	AbstractRandomComparisonOverHttpTests(Container container, Class<?> application) {
		this.container = container;
		this.application = application;
	}

	@Test
	void serverAnswersAsReferenceDecides() {
		try (Side plain = start(false); Side debug = start(true)) {
			int compared = 0;
			for (int i = 0; compared < REQUESTS; i++) {
				Random random = new Random(31 * Effort.SEED + i);
				PlainConfiguration configuration = new RandomConfigurations(random).next();
				RandomRequests requests = new RandomRequests(random, configuration);
				ReferenceDecider reference = new ReferenceDecider(configuration);
				Side side = configuration.debug() ? debug : plain;
				side.use(configuration);
				for (int j = 0; j < REQUESTS_PER_CONFIGURATION; j++) {
					FakeCorsRequest request = WireRequest.sent(requests.next());
					if (request != null) {
						compare(configuration, reference.decide(request), request, side);
						compared++;
					}
				}
			}
			System.out.println(this.container + ": compared = " + compared + " " + this.counters);
		}
		for (String reason : REASONS) {
			assertOften("preflight " + reason);
			assertOften("actual " + reason);
		}
		assertOften("preflight headers-not-allowed");
		assertOften("not-cors allowed");
		assertOften("not-cors no-policy");
		assertOften("actual host-not-allowed");
		assertOften("preflight host-not-allowed");
		assertOften("own origin");
		assertOften("none");
		assertOften("embedded");
	}

	private void compare(PlainConfiguration configuration, Outcome expected, FakeCorsRequest request, Side side) {
		Response response = side.http.send(request.method(), request.path(),
				WireRequest.headers(request, this.container));
		try {
			boolean handled = HANDLED.equals(response.header("X-Handler"));
			assertThat(handled).as("handler runs").isEqualTo(expected.handlerRuns());
			assertThat(response.status()).as("status").isEqualTo(handled ? 200 : expected.status());
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			expected.headers().forEach((name, value) -> headers.put(name, value.strip()));
			assertThat(response.cors()).as("headers").isEqualTo(headers);
			assertThat(response.vary()).as("Vary")
				.containsExactlyElementsOf(
						new TreeSet<>(expected.vary().stream().map((name) -> name.toLowerCase(Locale.ROOT)).toList()));
			assertBody(configuration, expected, request, response);
		}
		catch (Throwable ex) {
			throw new AssertionError("Seed " + Effort.SEED + "\n  " + configuration + "\n  " + request + "\n  "
					+ expected + "\n  " + response + "\n" + ex.getMessage(), ex);
		}
		count(expected.kind() + " " + expected.reason());
		if (expected.kind().equals("not-cors") && request.header("Origin") != null && !expected.policy().isEmpty()) {
			String site = Objects.requireNonNullElse(request.header("Sec-Fetch-Site"), "");
			String mode = Objects.requireNonNullElse(request.header("Sec-Fetch-Mode"), "");
			count(site.equals("none") ? "none" : mode.matches("no-cors|navigate") ? "embedded"
					: site.equals("same-origin") ? "same-origin" : "own origin");
		}
	}

	private static void assertBody(PlainConfiguration configuration, Outcome expected, FakeCorsRequest request,
			Response response) {
		if (request.method().equals("HEAD")) {
			assertThat(response.body()).isEmpty();
		}
		else if (expected.handlerRuns()) {
			assertThat(response.body()).isEqualTo(HANDLED);
		}
		else if (!expected.isRejected()) {
			assertThat(response.body()).isEmpty();
		}
		else if (expected.reason().equals("host-not-allowed")) {
			assertThat(response.body()).isEqualTo("Misdirected request");
		}
		else if (configuration.debug()) {
			assertThat(response.body()).contains("\"reason\":\"" + expected.reason() + "\"",
					"\"policy\":\"" + expected.policy() + "\"");
		}
		else {
			assertThat(response.body()).isEqualTo("Invalid CORS request");
		}
	}

	private void count(String key) {
		this.counters.merge(key, 1, Integer::sum);
	}

	private void assertOften(String key) {
		assertThat(this.counters.getOrDefault(key, 0)).as(key).isGreaterThanOrEqualTo(OFTEN);
	}

	private Side start(boolean debug) {
		return new Side(TestServer.start(this.container, this.application, "cors.debug=" + debug,
				"server.forward-headers-strategy=framework", "server.max-http-request-header-size=512KB",
				"server.tomcat.max-http-response-header-size=64KB"));
	}

	/**
	 * A running application and a connection to it.
	 */
	private static final class Side implements AutoCloseable {

		private final TestServer server;

		private final RawHttp http;

		Side(TestServer server) {
			this.server = server;
			this.http = server.http().keepingAlive();
		}

		void use(PlainConfiguration configuration) {
			this.server.bean(Source.class).configuration = configuration;
			this.server.bean(CorsPolicies.class).reload();
		}

		@Override
		public void close() {
			this.http.close();
			this.server.close();
		}

	}

	/**
	 * The policies of the current configuration, which changes.
	 */
	@Configuration(proxyBeanMethods = false)
	static class SourceConfiguration {

		@Bean
		Source source() {
			return new Source();
		}

		/** Its allowed hosts change with the configuration. */
		@Bean
		CorsPolicies corsPolicies(Source source, @Value("${cors.debug}") boolean debug) {
			return new CorsPolicies(source, Map.of(), debug, (attempt) -> {
			});
		}

	}

	static class Source implements ConfigurationSource {

		private volatile PlainConfiguration configuration = new PlainConfiguration(List.of(), false);

		@Override
		public Rules load() {
			PlainConfiguration current = this.configuration;
			return new Rules(current.policies().stream().map(PlainPolicy::toSpecification).toList(),
					AllowedHosts.of(current.hosts()), current);
		}

		@Override
		public Rules loadIfChanged(Rules inForce) {
			return load();
		}

	}

	/**
	 * A request as it is sent over HTTP.
	 */
	static final class WireRequest {

		private static final String PATH = "/(?:[A-Za-z0-9/._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*";

		private static final String HOST = "[A-Za-z0-9._-]+|\\[[0-9a-f:]+]";

		private WireRequest() {
		}

		/**
		 * The request as a server reads it, or {@code null} if no server would receive it
		 * unchanged. That is the case if the path, the method or the host is not valid,
		 * if a header has control characters or characters beyond Latin-1, or if there is
		 * no scheme.
		 */
		static FakeCorsRequest sent(FakeCorsRequest request) {
			if (request.scheme() == null || request.host() == null || !request.host().matches(HOST)
					|| !request.path().matches(PATH) || !HeaderList.isToken(request.method())
					|| request.method().equals("TRACE") || isRewritten(request)) {
				return null;
			}
			List<Line> lines = new ArrayList<>();
			for (Line line : request.lines()) {
				if (line.value().chars().anyMatch((c) -> (c < ' ' && c != '\t') || c == 127 || c > 255)) {
					return null;
				}
				lines.add(new Line(spelling(request, line.name()), line.value().replaceAll("^[ \t]+|[ \t]+$", "")));
			}
			return new FakeCorsRequest(request.method(), request.path(), List.copyOf(lines), request.scheme(),
					request.host(), request.port());
		}

		/**
		 * The name of a header. If WebFlux applies forwarded headers, it repeats header
		 * lines whose names differ only in case. So all lines of a header get the
		 * spelling of the first one.
		 */
		private static String spelling(FakeCorsRequest request, String name) {
			return !isForwarded(request) ? name
					: request.lines().stream().map(Line::name).filter(name::equalsIgnoreCase).findFirst().orElseThrow();
		}

		private static boolean isForwarded(FakeCorsRequest request) {
			return !request.scheme().equals("http") || request.header("Host") != null;
		}

		/** If WebFlux applies forwarded headers, it replaces two slashes with one. */
		private static boolean isRewritten(FakeCorsRequest request) {
			return isForwarded(request) && request.path().contains("//");
		}

		/**
		 * The header lines of a request. A request that is not plain HTTP has forwarded
		 * headers, as if it came through a proxy. The same applies on Tomcat if the host
		 * contains {@code _}, because Tomcat refuses such a host.
		 */
		static List<String> headers(FakeCorsRequest request, Container container) {
			boolean received = request.header("Host") != null;
			boolean direct = !isForwarded(request)
					&& (container != Container.TOMCAT || request.host().indexOf('_') == -1);
			String port = (request.port() > 0) ? ":" + request.port() : "";
			Stream<String> address = direct ? Stream.of("Host: " + request.host() + port)
					: Stream.concat(received ? Stream.empty() : Stream.of("Host: localhost"),
							Stream.of("X-Forwarded-Proto: " + request.scheme().toLowerCase(Locale.ROOT),
									"X-Forwarded-Host: " + request.host() + port));
			return Stream.concat(address, request.lines().stream().map((line) -> line.name() + ": " + line.value()))
				.toList();
		}

	}

}
