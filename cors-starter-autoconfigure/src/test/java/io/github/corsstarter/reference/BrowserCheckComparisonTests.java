package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.FakeCorsRequest.Line;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the prediction for a request of a page on random pairs of configuration and
 * request with a slow transcription of the standard: {@link ReferenceDecider} for the
 * server, {@link ReferenceBrowser} and this class for the browser.
 */
class BrowserCheckComparisonTests {

	private static final int CONFIGURATIONS = Effort.rounds(60);

	private static final int REQUESTS = 75;

	/**
	 * The minimum number of occurrences of each outcome. With fewer, the comparison would
	 * prove little.
	 */
	private static final int OFTEN = Effort.rounds(3);

	private static final List<String> HOSTS = List.of("example.com", "partner.example:8080", "a.partner.example.",
			"app.localhost", "partner.example", "10.0.0.7:81", "evil.test", "example.com.evil.test:80");

	private final Map<String, Integer> counters = new TreeMap<>();

	@Test
	void checkConcludesLikeReference() {
		for (int i = 0; i < CONFIGURATIONS; i++) {
			Random random = new Random(37 * Effort.SEED + i);
			PlainConfiguration configuration = new RandomConfigurations(random).next();
			CorsPolicies policies = configuration.toPolicies();
			RandomRequests requests = new RandomRequests(random, configuration);
			for (int j = 0; j < REQUESTS; j++) {
				BrowserRequest request = wanted(requests.next(), random);
				try {
					compare(configuration, policies, request);
				}
				catch (Throwable ex) {
					throw new AssertionError("Seed " + Effort.SEED + ", pair " + i + "/" + j + "\n  " + configuration
							+ "\n  " + request + "\n" + ex.getMessage(), ex);
				}
			}
		}
		System.out.println("compared = " + CONFIGURATIONS * REQUESTS);
		this.counters.forEach((key, count) -> System.out.println(key + " = " + count));
		for (String outcome : List.of("allowed", "origin-not-allowed", "method-not-allowed",
				"credentials-not-allowed")) {
			for (boolean preflight : new boolean[] { true, false }) {
				assertThat(this.counters.get(outcome + " preflight " + preflight)).as(outcome + preflight)
					.isGreaterThan(OFTEN);
			}
		}
		assertThat(this.counters.get("fix")).isGreaterThan(OFTEN);
		assertThat(this.counters.get("fix of several")).isGreaterThan(OFTEN);
		assertThat(this.counters.get("headers-not-allowed preflight true")).isGreaterThan(OFTEN);
		assertThat(this.counters.get("no-policy preflight true")).isGreaterThan(OFTEN);
		assertThat(this.counters.get("origin-malformed preflight true")).isGreaterThan(OFTEN);
		assertThat(this.counters.get("host-not-allowed preflight true")).isGreaterThan(OFTEN);
		assertThat(this.counters.get("host-not-allowed preflight false")).isGreaterThan(OFTEN);
		assertThat(this.counters.get("own page")).isGreaterThan(OFTEN);
	}

	/**
	 * A request of a page for which a browser would send approximately this preflight.
	 */
	private static BrowserRequest wanted(FakeCorsRequest request, Random random) {
		List<String> names = new ArrayList<>();
		if (random.nextInt(100) < 60) {
			for (String line : request.values("Access-Control-Request-Headers")) {
				names.addAll(HeaderList.elements(line));
			}
		}
		if (random.nextInt(100) < 95) {
			names.removeIf((name) -> !HeaderList.isToken(name));
		}
		String method = request.header("Access-Control-Request-Method");
		if (method == null || random.nextInt(100) < 40) {
			method = List.of("GET", "HEAD", "POST", "get", "Post").get(random.nextInt(5));
		}
		String origin = request.header("Origin");
		BrowserRequest wanted = BrowserRequest.of((origin != null) ? origin : "null", method, request.path())
			.withHeaders(names)
			.withCredentials(random.nextBoolean());
		if (random.nextInt(100) < 10 && wanted.origin().matches("https?://[a-z0-9.-]{1,100}(:[1-9][0-9]{3,4})?")) {
			return wanted.withHost(wanted.origin().replaceFirst("https?://", ""));
		}
		return (random.nextInt(100) < 40) ? wanted.withHost(HOSTS.get(random.nextInt(HOSTS.size()))) : wanted;
	}

	private void compare(PlainConfiguration configuration, CorsPolicies policies, BrowserRequest request) {
		BrowserVerdict verdict = policies.current().check(request);
		String expected = conclude(configuration, request);
		assertThat(verdict.reason().code() + " preflight " + verdict.preflight()).isEqualTo(expected);
		assertThat(verdict.allowed()).isEqualTo(expected.startsWith("allowed "));
		assertThat(verdict.explanation()).matches("[ -~]+");
		if (verdict.allowed()) {
			assertThat(verdict.property()).isNull();
			assertThat(verdict.fix()).isNull();
			assertThat(verdict.actualResponse()).isNotNull();
		}
		if (verdict.reason() == CorsReason.HOST_NOT_ALLOWED) {
			assertThat(verdict.fix()).isNull();
		}
		if (verdict.fix() != null) {
			this.counters.merge("fix", 1, Integer::sum);
			this.counters.merge("fix of several", verdict.fix().contains(";") ? 1 : 0, Integer::sum);
			BrowserVerdict fixed = AppliedFix.to(configuration, verdict.fix())
				.current()
				.check(AppliedFix.to(request, verdict.fix()));
			assertThat(fixed.allowed()).as(verdict.fix()).isTrue();
			this.counters.merge(
					(verdict.policy() != null) ? "fix of policy" : verdict.fix().split(" /")[0].split("-")[0], 1,
					Integer::sum);
		}
		this.counters.merge(expected, 1, Integer::sum);
	}

	private String conclude(PlainConfiguration configuration, BrowserRequest request) {
		// The hosts are checked only if the host of the request is known.
		ReferenceDecider server = new ReferenceDecider((request.host() != null) ? configuration
				: new PlainConfiguration(configuration.policies(), configuration.debug()));
		String host = (request.host() != null) ? request.host().replaceFirst(":[0-9]+$", "") : null;
		ReferenceBrowser browser = new ReferenceBrowser(request.credentials());
		Set<String> unsafe = new TreeSet<>();
		for (String name : request.headers()) {
			String lower = name.toLowerCase(Locale.ROOT);
			boolean safelisted = List.of("accept", "accept-language", "content-language", "range").contains(lower);
			// The only forbidden name in the random requests is cookie.
			if (!safelisted && !lower.equals("cookie")) {
				unsafe.add(lower);
			}
		}
		// Fetch, "normalize a method".
		String method = request.method();
		if (method.matches("(?i)DELETE|GET|HEAD|OPTIONS|POST|PUT")) {
			method = method.toUpperCase(Locale.ROOT);
		}
		boolean preflight = !List.of("GET", "HEAD", "POST").contains(method) || !unsafe.isEmpty();
		String path = request.path();
		List<Line> lines = new ArrayList<>(List.of(new Line("Origin", request.origin())));
		FakeCorsRequest actual = new FakeCorsRequest(method, path, List.copyOf(lines), null, host, 0);
		Outcome outcome = server.decide(actual);
		if (!HeaderList.isToken(method) || method.matches("(?i)CONNECT|TRACE|TRACK")) {
			return "method-not-allowed preflight false";
		}
		if (!request.headers().stream().allMatch(HeaderList::isToken)) {
			return "headers-not-allowed preflight false";
		}
		String authority = (request.host() != null) ? request.host().toLowerCase(Locale.ROOT) : "";
		String page = request.origin().toLowerCase(Locale.ROOT);
		if (!authority.isEmpty() && List
			.of("http://" + authority.replaceFirst(":80$", ""), "https://" + authority.replaceFirst(":443$", ""))
			.contains(page.replaceFirst("^(http://.*):80$", "$1").replaceFirst("^(https://.*):443$", "$1"))) {
			lines.add(new Line("Sec-Fetch-Site", "same-origin"));
			outcome = server.decide(new FakeCorsRequest(method, path, lines, null, host, 0));
			this.counters.merge("own page", 1, Integer::sum);
			return (outcome.reason().equals("host-not-allowed") ? "host-not-allowed" : "allowed") + " preflight false";
		}
		if (preflight) {
			lines.add(new Line("Access-Control-Request-Method", method));
			if (!unsafe.isEmpty()) {
				lines.add(new Line("Access-Control-Request-Headers", String.join(",", unsafe)));
			}
			outcome = server.decide(new FakeCorsRequest("OPTIONS", path, lines, null, host, 0));
		}
		if (outcome.reason().equals("no-policy")) {
			return "no-policy preflight " + preflight;
		}
		if (preflight) {
			if (!browser.goesOn(request.origin(), method, List.copyOf(unsafe), false, outcome.status(),
					outcome.headers())) {
				return reason(outcome) + " preflight true";
			}
			outcome = server.decide(actual);
		}
		boolean readable = browser.mayRead(request.origin(), outcome.headers());
		return (readable ? "allowed" : reason(outcome)) + " preflight " + preflight;
	}

	private static String reason(Outcome outcome) {
		return outcome.reason().equals("allowed") ? "credentials-not-allowed" : outcome.reason();
	}

}
