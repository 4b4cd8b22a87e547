package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.ResponseCheck;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.TestServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the predicted answers of an application's own CORS rules with the answers that
 * the application gives over HTTP, on both stacks.
 */
abstract class AbstractApplicationRuleAnswerTests {

	static final String A = "https://a.example";

	private static final String FILTER = "test.filter=true";

	private static final long SEED = 20261128;

	private static final int REQUESTS = 1000;

	private static final int FEWER_REQUESTS = 400;

	private static final List<String> ORIGINS = List.of(A, "https://b.example", "https://x.b.example",
			"http://localhost:3000", "http://localhost:4000", "https://evil.example", "null", "HTTPS://A.EXAMPLE",
			"https://a.example/", "https://p.ports.example:8443", "https://p.ports.example:9443", "moz-extension://1");

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
			"PURGE");

	private static final List<List<String>> HEADERS = List.of(List.of(), List.of("x-a"), List.of("X-B"),
			List.of("x-a", "content-type"), List.of("authorization"), List.of("accept"));

	static final List<String> PATHS = List.of("/none", "/type", "/type/", "/type/method", "/type/5", "/both/global",
			"/both/x", "/global", "/global/a/b", "/global?q=1", "/missing", "/methods", "/patterns", "/ports",
			"/consumes", "/headers", "/several", "/filtered/a", "/filtered/annotated", "/%74ype", "/invalid",
			"/params?kind=a", "/params?kind=b");

	abstract TestServer start(String... properties);

	abstract TestServer startSecured();

	/** Every kind of rule, and the name under which it is reported. */
	abstract String filterName();

	@Test
	void rulesAreNamedAndReasonsAreThoseOfTheFirstCheck() {
		try (TestServer server = start()) {
			ApplicationRules rules = server.bean(ApplicationRules.class);
			assertThat(rules.answer(BrowserRequest.of(A, "GET", "/none"))).isNull();
			assertThat(rules.answer(BrowserRequest.of(A, "GET", "/missing"))).isNull();
			check(rules, "GET", "/type/method", A, true, CorsReason.ALLOWED, "@CrossOrigin TypeController#method");
			check(rules, "GET", "/type/method", "https://x.example", false, CorsReason.ORIGIN_NOT_ALLOWED,
					"@CrossOrigin TypeController#method");
			check(rules, "GET", "/type/5", "https://x.example", false, CorsReason.ORIGIN_NOT_ALLOWED,
					"@CrossOrigin TypeController");
			check(rules, "PUT", "/global", A, false, CorsReason.METHOD_NOT_ALLOWED, "addCorsMappings");
			check(rules, "GET", "/both/global", "https://b.example", true, CorsReason.ALLOWED,
					"addCorsMappings and @CrossOrigin BothController");
			ApplicationRuleAnswer headers = rules
				.answer(BrowserRequest.of(A, "GET", "/headers").withHeaders(List.of("x-a", "x-b")));
			assertThat(headers).isNotNull();
			assertThat(headers.reason()).isEqualTo(CorsReason.HEADERS_NOT_ALLOWED);
			assertThat(headers.explanation()).contains("does not allow the header x-b.");
			ApplicationRuleAnswer credentials = rules
				.answer(BrowserRequest.of(A, "GET", "/global").withCredentials(true));
			assertThat(credentials).isNotNull();
			assertThat(credentials.reason()).isEqualTo(CorsReason.CREDENTIALS_NOT_ALLOWED);
			ApplicationRuleAnswer invalid = rules.answer(BrowserRequest.of(A, "GET", "/invalid"));
			assertThat(invalid).isNotNull();
			assertThat(invalid.allowed()).isFalse();
			assertThat(invalid.explanation()).contains("Spring does not accept this combination");
		}
	}

	/**
	 * The settings of Spring's filter are private, so reasons are found with requests.
	 */
	@Test
	void filterOfSpringIsNamedAndItsReasonsAreFound() {
		try (TestServer server = start(FILTER)) {
			ApplicationRules rules = server.bean(ApplicationRules.class);
			check(rules, "GET", "/filtered/annotated", "https://b.example", true, CorsReason.ALLOWED, filterName());
			check(rules, "GET", "/filtered/annotated", "https://x.example", false, CorsReason.ORIGIN_NOT_ALLOWED,
					filterName());
			check(rules, "DELETE", "/filtered/annotated", "https://b.example", false, CorsReason.METHOD_NOT_ALLOWED,
					filterName());
			ApplicationRuleAnswer filtered = rules
				.answer(BrowserRequest.of("https://b.example", "GET", "/filtered/a").withHeaders(List.of("x-q")));
			assertThat(filtered).isNotNull();
			assertThat(filtered.reason()).isEqualTo(CorsReason.HEADERS_NOT_ALLOWED);
		}
	}

	private static void check(ApplicationRules rules, String method, String path, String origin, boolean allowed,
			CorsReason reason, String source) {
		ApplicationRuleAnswer answer = rules.answer(BrowserRequest.of(origin, method, path));
		assertThat(answer).as(method + " " + path + " from " + origin).isNotNull();
		assertThat(answer.source()).isEqualTo(source);
		assertThat(answer.reason()).as(answer.explanation()).isEqualTo(reason);
		assertThat(answer.allowed()).isEqualTo(allowed);
		assertThat(answer.explanation()).startsWith(source);
	}

	/** A hand-written filter decides in a way that cannot be known. */
	@Test
	void handWrittenFilterIsNamed() {
		try (TestServer server = start("test.hand-written=true")) {
			ApplicationRules rules = server.bean(ApplicationRules.class);
			ApplicationRuleAnswer unknown = rules.answer(BrowserRequest.of(A, "GET", "/none"));
			assertThat(unknown).isNotNull();
			assertThat(unknown.source()).isEqualTo("filter 'handWritten'");
			assertThat(unknown.allowed()).isNull();
			assertThat(unknown.reason()).isNull();
			ApplicationRuleAnswer known = rules.answer(BrowserRequest.of(A, "GET", "/type/method"));
			assertThat(known).isNotNull();
			assertThat(known.allowed()).isTrue();
			assertThat(known.explanation()).contains("The filter 'handWritten' (SimpleCorsFilter) may answer first.");
		}
	}

	/** Policies do not change what the other rules would answer. */
	@Test
	void policiesHaveNoInfluence() {
		try (TestServer without = start();
				TestServer with = start("cors.policies.all.paths=/**",
						"cors.policies.all.allowed-origins=https://policy.example")) {
			ApplicationRules expected = without.bean(ApplicationRules.class);
			ApplicationRules actual = with.bean(ApplicationRules.class);
			Random random = new Random(SEED);
			for (int i = 0; i < 100; i++) {
				BrowserRequest request = request(random);
				assertThat(actual.answer(request)).isEqualTo(expected.answer(request));
			}
		}
	}

	@Test
	void answersAreThoseOfTheApplication() {
		try (TestServer server = start()) {
			compare(server, SEED, REQUESTS);
		}
	}

	@Test
	void answersAreThoseOfTheApplicationWithFilter() {
		try (TestServer server = start(FILTER)) {
			compare(server, SEED + 2, FEWER_REQUESTS);
		}
	}

	/** Its filter answers preflights before the other filter. */
	@Test
	void answersAreThoseOfTheApplicationWithFilterForPreflights() {
		try (TestServer server = start(FILTER, "test.preflights=true")) {
			compare(server, SEED + 3, FEWER_REQUESTS);
		}
	}

	@Test
	void answersAreThoseOfTheSecuredApplication() {
		try (TestServer server = startSecured()) {
			compare(server, SEED + 1, FEWER_REQUESTS);
		}
	}

	/** {@code null} means that no rule applies. */
	@Test
	void sourceWithinSpringSecurityIsNamedAlsoIfItRefuses() {
		try (TestServer server = startSecured()) {
			ApplicationRules rules = server.bean(ApplicationRules.class);
			for (String method : List.of("GET", "PUT")) {
				for (String origin : List.of("https://b.example", "https://evil.example")) {
					ApplicationRuleAnswer answer = rules.answer(BrowserRequest.of(origin, method, "/filtered/a"));
					assertThat(answer).isNotNull();
					assertThat(answer.source()).isEqualTo("http.cors() of the security chain 'filtered'");
					assertThat(answer.allowed()).isEqualTo(origin.equals("https://b.example"));
				}
			}
			assertThat(rules.answer(BrowserRequest.of("https://evil.example", "GET", "/none"))).isNull();
		}
	}

	private static void compare(TestServer server, long seed, int requests) {
		ApplicationRules rules = server.bean(ApplicationRules.class);
		Random random = new Random(seed);
		List<String> differences = new ArrayList<>();
		int allowed = 0;
		for (int i = 0; i < requests; i++) {
			BrowserRequest request = request(random);
			ApplicationRuleAnswer answer = rules.answer(request);
			boolean predicted = answer != null && Boolean.TRUE.equals(answer.allowed());
			boolean real = isAllowed(server.http(), request);
			allowed += real ? 1 : 0;
			boolean announced = answer != null && answer.explanation().contains("The handler may refuse");
			if (predicted != real && !(predicted && announced)) {
				differences.add(request + ": predicted " + answer + ", but allowed is " + real);
			}
		}
		assertThat(differences).as("differences with the seed " + seed).isEmpty();
		assertThat(allowed).as("allowed requests, so that both outcomes are compared")
			.isBetween(requests / 50, requests * 9 / 10);
	}

	private static BrowserRequest request(Random random) {
		return BrowserRequest
			.of(pick(ORIGINS.subList(0, 1 + random.nextInt(ORIGINS.size())), random),
					pick(METHODS.subList(0, 1 + random.nextInt(METHODS.size())), random), pick(PATHS, random))
			.withHeaders(pick(HEADERS, random))
			.withCredentials(random.nextInt(4) == 0);
	}

	private static <T> T pick(List<T> values, Random random) {
		return values.get(random.nextInt(values.size()));
	}

	/** What a browser does, over HTTP. */
	private static boolean isAllowed(RawHttp http, BrowserRequest request) {
		String names = String.join(",", request.unsafeHeaderNames());
		if (request.needsPreflight()) {
			List<String> lines = new ArrayList<>(
					List.of("Origin: " + request.origin(), "Access-Control-Request-Method: " + request.method()));
			if (!names.isEmpty()) {
				lines.add("Access-Control-Request-Headers: " + names);
			}
			if (ResponseCheck.checkPreflight(request,
					response(http.send("OPTIONS", request.path(), lines))) != CorsReason.ALLOWED) {
				return false;
			}
		}
		List<String> lines = new ArrayList<>(List.of("Origin: " + request.origin()));
		request.unsafeHeaderNames()
			.forEach((name) -> lines.add(name + ": " + (name.equals("content-type") ? "application/json" : "x")));
		return ResponseCheck.check(request,
				response(http.send(request.method(), request.path(), lines))) == CorsReason.ALLOWED;
	}

	private static BrowserVerdict.Response response(RawHttp.Response response) {
		Map<String, String> headers = new LinkedHashMap<>();
		response.headers().forEach((line) -> headers.merge(line.getKey(), line.getValue(), (a, b) -> a + ", " + b));
		return new BrowserVerdict.Response(response.status(), headers);
	}

}
