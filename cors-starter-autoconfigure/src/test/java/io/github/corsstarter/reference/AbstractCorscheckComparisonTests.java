package io.github.corsstarter.reference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.reference.AbstractRandomComparisonOverHttpTests.WireRequest;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the answers of {@code GET /actuator/corscheck} about random requests of pages
 * with the results of a browser that sends these requests to the same server. The browser
 * is {@link ReferenceBrowser}. It sends a preflight if one is needed, and then the
 * request, both through the filter.
 */
@Tag("slow")
abstract class AbstractCorscheckComparisonTests {

	/** What the handler says. */
	static final String HANDLED = "handled";

	/** The start of the paths that the handler leaves to the actuator. */
	static final String ACTUATOR = "/actuator/";

	private static final int PAIRS = Effort.rounds(2_000);

	private static final int PAIRS_PER_CONFIGURATION = 80;

	private static final int OFTEN = Effort.rounds(3);

	/**
	 * An address that is not among the random origins, so that no request is same-origin.
	 */
	private static final String HOST = "Host: server.invalid:81";

	private static final Set<String> SAFELISTED = Set.of("accept", "accept-language", "content-language", "range");

	private final JsonParser parser = JsonParserFactory.getJsonParser();

	private final Container container;

	private final Class<?> application;

	private final Map<String, Integer> counters = new TreeMap<>();

	AbstractCorscheckComparisonTests(Container container, Class<?> application) {
		this.container = container;
		this.application = application;
	}

	@Test
	void checkSaysWhatBrowserGets() {
		try (Side plain = start(false); Side debug = start(true)) {
			int compared = 0;
			for (int i = 0; compared < PAIRS; i++) {
				Random random = new Random(41 * Effort.SEED + i);
				PlainConfiguration configuration = new RandomConfigurations(random).next();
				RandomRequests requests = new RandomRequests(random, configuration);
				Side side = configuration.debug() ? debug : plain;
				side.use(configuration);
				for (int j = 0; j < PAIRS_PER_CONFIGURATION; j++) {
					Wanted wanted = Wanted.next(requests.next(), random);
					if (wanted != null) {
						compare(configuration, wanted, side);
						compared++;
					}
				}
			}
			System.out.println(this.container + " corscheck: compared = " + compared + " " + this.counters);
		}
		for (String reason : List.of("allowed", "origin-not-allowed", "origin-malformed", "method-not-allowed",
				"credentials-not-allowed", "no-policy")) {
			assertOften(reason + " preflight=true");
			assertOften(reason + " preflight=false");
		}
		assertOften("headers-not-allowed preflight=true");
		assertOften("headers-not-allowed preflight=false");
		assertOften("rejected but handled");
		assertOften("refused preflight with status 200");
		assertOften("status 403");
	}

	private void assertOften(String key) {
		assertThat(this.counters.getOrDefault(key, 0)).as(key).isGreaterThanOrEqualTo(OFTEN);
	}

	private void count(String key) {
		this.counters.merge(key, 1, Integer::sum);
	}

	private void compare(PlainConfiguration configuration, Wanted wanted, Side side) {
		Observed observed = null;
		Map<String, Object> said = null;
		try {
			observed = observe(wanted, side);
			Response response = side.check.send("GET", ACTUATOR + "corscheck?" + wanted.query(), List.of(HOST));
			assertThat(response.status()).as(response.body()).isEqualTo(200);
			said = this.parser.parseMap(response.body());
			assertThat(said.get("allowed")).as("allowed").isEqualTo(observed.reason().equals("allowed"));
			assertThat(said.get("reason")).as("reason").isEqualTo(observed.reason());
			assertThat(said.get("policy")).as("policy").isEqualTo(observed.policy());
			assertThat(said.get("preflight")).as("preflight").isEqualTo(observed.preflight());
			assertResponse(said.get("preflightResponse"), observed.preflightResponse());
			assertResponse(said.get("actualResponse"), observed.actualResponse());
		}
		catch (Throwable ex) {
			throw new AssertionError("Seed " + Effort.SEED + "\n  " + configuration + "\n  " + wanted + "\n  "
					+ observed + "\n  " + said + "\n" + ex.getMessage(), ex);
		}
		count(observed.reason() + " preflight=" + observed.preflight());
		if (!observed.reason().equals("allowed") && observed.actualResponse() != null
				&& isHandled(observed.actualResponse())) {
			count("rejected but handled");
		}
		if (observed.actualResponse() == null && observed.preflightResponse() != null) {
			count((observed.preflightResponse().status() != 200) ? "status 403" : "refused preflight with status 200");
		}
	}

	private static boolean isHandled(Response response) {
		return HANDLED.equals(response.header("X-Handler"));
	}

	@SuppressWarnings("unchecked")
	private static void assertResponse(Object said, Response sent) {
		if (said == null || sent == null) {
			assertThat(said).as("a response").isEqualTo(sent);
			return;
		}
		Map<String, Object> response = (Map<String, Object>) said;
		assertThat(response.get("status")).as("status").isEqualTo(isHandled(sent) ? null : sent.status());
		Map<String, String> headers = new TreeMap<>();
		((Map<String, String>) response.get("headers"))
			.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
		String vary = headers.remove("vary");
		String cacheControl = headers.remove("cache-control");
		assertThat((cacheControl != null) ? List.of(cacheControl) : List.of()).as("Cache-Control")
			.isEqualTo((sent.status() == 403) ? sent.values("Cache-Control") : List.of());
		assertThat(headers).as("headers").isEqualTo(sent.cors());
		assertThat((vary != null) ? new TreeSet<>(List.of(vary.toLowerCase(Locale.ROOT).split(", "))) : Set.of())
			.as("Vary")
			.isEqualTo(new TreeSet<>(sent.vary()));
	}

	/**
	 * The steps of Fetch in which the server takes part.
	 */
	private static Observed observe(Wanted wanted, Side side) {
		ReferenceBrowser browser = new ReferenceBrowser(wanted.credentials());
		List<String> unsafe = wanted.unsafeNames();
		String method = wanted.normalizedMethod();
		boolean preflight = !List.of("GET", "HEAD", "POST").contains(method) || !unsafe.isEmpty();
		List<String> asked = new ArrayList<>(List.of("Access-Control-Request-Method: " + method));
		if (!unsafe.isEmpty()) {
			asked.add("Access-Control-Request-Headers: " + String.join(",", unsafe));
		}
		// If the path is not in its plain spelling, different policies can decide on the
		// preflight and on the actual request. So send the first request here, to find
		// out which policy decides on it.
		side.send(preflight ? "OPTIONS" : method, wanted, preflight ? asked : List.of());
		if (!HeaderList.isToken(method) || method.matches("(?i)CONNECT|TRACE|TRACK")) {
			return new Observed("method-not-allowed", side.policy(), false, null, null);
		}
		if (!wanted.names().stream().allMatch(HeaderList::isToken)) {
			return new Observed("headers-not-allowed", side.policy(), false, null, null);
		}
		if (side.policy() == null && !preflight) {
			return new Observed("no-policy", null, false, null, null);
		}
		Response answer = null;
		if (preflight) {
			answer = side.send("OPTIONS", wanted, asked);
			if (side.policy() == null) {
				return new Observed("no-policy", null, true, null, null);
			}
			assertThat(isHandled(answer)).as("a preflight is handled").isFalse();
			if (!browser.goesOn(wanted.origin(), method, unsafe, false, answer.status(), headers(answer))) {
				return new Observed(side.refusal(), side.policy(), true, answer, null);
			}
		}
		Response actual = side.send(method, wanted,
				unsafe.stream().filter((name) -> !name.equals("if-match")).map((name) -> name + ": 1").toList());
		boolean readable = browser.mayRead(wanted.origin(), headers(actual));
		return new Observed(readable ? "allowed" : side.refusal(), side.policy(), preflight, answer, actual);
	}

	private static Map<String, String> headers(Response response) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(response.cors());
		return headers;
	}

	private Side start(boolean debug) {
		return new Side(TestServer.start(this.container, this.application, "cors.debug=" + debug,
				"management.endpoints.web.exposure.include=corscheck", "server.max-http-request-header-size=512KB",
				"server.netty.max-initial-line-length=512KB", "server.tomcat.max-http-response-header-size=64KB"));
	}

	/**
	 * What a script of a page asks for.
	 *
	 * @param origin the origin of the page
	 * @param method the method, not normalized
	 * @param path the path
	 * @param names the names of the headers
	 * @param credentials whether the credentials mode is {@code include}
	 */
	private record Wanted(String origin, String method, String path, List<String> names, boolean credentials) {

		/**
		 * Turn a random request into one that a page can send, or return {@code null} if
		 * that is not possible.
		 */
		static Wanted next(FakeCorsRequest random, Random choice) {
			FakeCorsRequest request = WireRequest
				.sent(new FakeCorsRequest("GET", random.path(), random.lines(), "http", "server.invalid", 81));
			String origin = (request != null) ? request.header("Origin") : null;
			if (origin == null || origin.isBlank() || !request.path().startsWith("/")) {
				return null;
			}
			List<String> names = (choice.nextInt(100) < 60) ? request.values("Access-Control-Request-Headers")
				.stream()
				.flatMap((line) -> HeaderList.elements(line).stream())
				.map(String::strip)
				.filter((name) -> !name.isEmpty())
				.toList() : List.of();
			String method = request.header("Access-Control-Request-Method");
			if (method == null || method.isBlank() || choice.nextInt(100) < 40) {
				method = List.of("GET", "HEAD", "POST", "get", "Post").get(choice.nextInt(5));
			}
			return new Wanted(origin, method, request.path(), names, choice.nextBoolean());
		}

		/** Fetch, "CORS-unsafe request-header names"; browsers drop a cookie. */
		List<String> unsafeNames() {
			return this.names.stream()
				.map((name) -> name.toLowerCase(Locale.ROOT))
				.filter((name) -> !SAFELISTED.contains(name) && !name.equals("cookie"))
				.distinct()
				.sorted()
				.toList();
		}

		/** Fetch, "normalize a method". */
		String normalizedMethod() {
			return this.method.matches("(?i)DELETE|GET|HEAD|OPTIONS|POST|PUT") ? this.method.toUpperCase(Locale.ROOT)
					: this.method;
		}

		/** The query that asks {@code corscheck} for it. */
		String query() {
			String query = "path=" + encode(this.path) + "&origin=" + encode(this.origin) + "&method="
					+ encode(this.method) + (this.credentials ? "&credentials=true" : "");
			return this.names.isEmpty() ? query : query + "&headers=" + encode(String.join(",", this.names));
		}

		/**
		 * Encode everything except letters and digits, so that no character has a special
		 * meaning in a query.
		 */
		private static String encode(String text) {
			StringBuilder encoded = new StringBuilder();
			for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
				encoded.append((b >= 0 && Character.isLetterOrDigit(b)) ? String.valueOf((char) b)
						: String.format("%%%02X", b));
			}
			return encoded.toString();
		}

	}

	/**
	 * The outcome of a request.
	 *
	 * @param reason {@code allowed}, or why the page gets nothing
	 * @param policy the name of the policy that decided, or {@code null}
	 * @param preflight whether the browser asks first
	 * @param preflightResponse the response to the preflight, or {@code null}
	 * @param actualResponse the response to the request, or {@code null}
	 */
	private record Observed(String reason, String policy, boolean preflight, Response preflightResponse,
			Response actualResponse) {
	}

	/**
	 * A running application and a connection to it.
	 */
	private static final class Side implements AutoCloseable {

		private final TestServer server;

		private final RawHttp http;

		/**
		 * A separate connection for the endpoint. WebFlux answers requests to endpoints
		 * on another thread, and Reactor Netty then sometimes does not answer the next
		 * request on the same connection, even without any filter.
		 */
		private final RawHttp check;

		private final Decisions decisions;

		Side(TestServer server) {
			this.server = server;
			this.http = server.http().keepingAlive();
			this.check = server.http().keepingAlive();
			this.decisions = server.bean(Decisions.class);
		}

		void use(PlainConfiguration configuration) {
			this.server.bean(Source.class).configuration = configuration;
			this.server.bean(CorsPolicies.class).reload();
		}

		Response send(String method, Wanted wanted, List<String> more) {
			this.decisions.last = null;
			List<String> headers = new ArrayList<>(List.of(HOST, "Origin: " + wanted.origin()));
			headers.addAll(more);
			return this.http.send(method, wanted.path(), headers);
		}

		/** The policy that decided on the last request, or {@code null}. */
		String policy() {
			CorsDecision decision = this.decisions.last;
			return (decision != null) ? decision.policy().name() : null;
		}

		/**
		 * The reason for the refusal. If the filter allows a request whose response
		 * browsers refuse, the response does not allow credentials.
		 */
		String refusal() {
			CorsDecision decision = this.decisions.last;
			return decision.isRejected() ? decision.reason().code() : "credentials-not-allowed";
		}

		@Override
		public void close() {
			this.http.close();
			this.check.close();
			this.server.close();
		}

	}

	/**
	 * What every application here has.
	 */
	@Configuration(proxyBeanMethods = false)
	static class CommonConfiguration {

		@Bean
		Source source() {
			return new Source();
		}

		@Bean
		Decisions decisions() {
			return new Decisions();
		}

	}

	/**
	 * The decision of the filter, which contains more than a client can see.
	 */
	static class Decisions implements CorsDecisionListener {

		private volatile CorsDecision last;

		@Override
		public void onDecision(CorsDecision decision, CorsRequest request) {
			this.last = decision;
		}

	}

	/**
	 * The policies of the current configuration, which changes.
	 */
	static class Source implements CorsPolicySource {

		private volatile PlainConfiguration configuration = new PlainConfiguration(List.of(), false);

		@Override
		public List<CorsPolicySpecification> load() {
			return this.configuration.policies().stream().map(PlainPolicy::toSpecification).toList();
		}

	}

}
