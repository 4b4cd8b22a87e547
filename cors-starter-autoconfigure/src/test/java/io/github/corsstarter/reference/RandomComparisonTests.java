package io.github.corsstarter.reference;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the engine with {@link ReferenceDecider} on random pairs of configuration and
 * request, and checks with {@link ReferenceBrowser} how browsers understand its answers.
 */
class RandomComparisonTests {

	private static final int CONFIGURATIONS = Effort.rounds(70);

	private static final int REQUESTS = 300;

	/**
	 * The minimum number of occurrences of each outcome. With fewer, the comparison would
	 * prove little.
	 */
	private static final int OFTEN = Effort.rounds(5);

	private static final List<String> MODES = List.of("reject", "omit-headers", "reject debug", "omit-headers debug");

	private static final ReferenceBrowser INCLUDING = new ReferenceBrowser(true);

	private static final ReferenceBrowser OMITTING = new ReferenceBrowser(false);

	private final Map<String, Integer> counters = new TreeMap<>();

	@Test
	void engineDecidesLikeReferenceAndBrowsersAgree() {
		for (int i = 0; i < CONFIGURATIONS; i++) {
			Random random = new Random(31 * Effort.SEED + i);
			PlainConfiguration configuration = new RandomConfigurations(random).next();
			CorsPolicies policies = configuration.toPolicies();
			ReferenceDecider reference = new ReferenceDecider(configuration);
			RandomRequests requests = new RandomRequests(random, configuration);
			for (int j = 0; j < REQUESTS; j++) {
				FakeCorsRequest request = requests.next();
				try {
					compare(configuration, policies, reference, request);
				}
				catch (Throwable ex) {
					throw new AssertionError("Seed " + Effort.SEED + ", pair " + i + "/" + j + "\n  " + configuration
							+ "\n  " + request + "\n" + ex.getMessage(), ex);
				}
			}
		}
		System.out.println("compared = " + CONFIGURATIONS * REQUESTS);
		this.counters.forEach((key, count) -> System.out.println(key + " = " + count));
		assertEverythingOccurred();
	}

	private void compare(PlainConfiguration configuration, CorsPolicies policies, ReferenceDecider reference,
			FakeCorsRequest request) {
		CorsDecision decision = policies.decide(request);
		Outcome actual = Outcome.of(decision, request);
		Outcome expected = reference.decide(request);
		assertThat(actual).isEqualTo(expected);
		countAudiences(actual);
		PlainPolicy policy = configuration.policies()
			.stream()
			.filter((candidate) -> candidate.name().equals(actual.policy()))
			.findFirst()
			.orElse(null);
		if (policy != null) {
			checkBrowser(policy, request, actual);
			checkExplanation(request, actual, CorsExplanation.of(decision, request));
		}
		count(configuration, policy, request, actual);
	}

	private void countAudiences(Outcome outcome) {
		if (outcome.policy().matches(".*x[0-9]")) {
			count("audience " + outcome.kind() + " " + (outcome.isRejected() ? "rejected" : "allowed"));
			if (outcome.kind().equals("not-cors") && !outcome.headers().isEmpty()) {
				count("audience not-cors, headers for everyone");
			}
			if (outcome.reason().equals("host-not-allowed")) {
				count("audience host-not-allowed");
			}
			if (outcome.headers().containsKey("Timing-Allow-Origin")) {
				count("audience timing " + outcome.kind());
			}
		}
	}

	private void checkBrowser(PlainPolicy policy, FakeCorsRequest request, Outcome outcome) {
		if (outcome.kind().equals("not-cors") || request.header("Origin") == null) {
			return;
		}
		String origin = request.header("Origin");
		boolean allowed = outcome.reason().equals("allowed");
		boolean allowedWithCredentials = allowed && policy.credentials();
		Map<String, String> response = outcome.headers();
		assertThat(OMITTING.mayRead(origin, response)).as("response is readable")
			.isEqualTo(allowed
					|| outcome.kind().equals("preflight") && response.containsKey("Access-Control-Allow-Origin"));
		if (outcome.kind().equals("actual")) {
			assertThat(INCLUDING.mayRead(origin, response)).as("response is readable with credentials")
				.isEqualTo(allowedWithCredentials);
			return;
		}
		String method = request.header("Access-Control-Request-Method");
		List<String> names = request.values("Access-Control-Request-Headers")
			.stream()
			.flatMap((line) -> HeaderList.elements(line).stream())
			.toList();
		for (boolean flag : new boolean[] { true, false }) {
			assertThat(OMITTING.goesOn(origin, method, names, flag, outcome.status(), response)).as("browser goes on")
				.isEqualTo(allowed);
			assertThat(INCLUDING.goesOn(origin, method, names, flag, outcome.status(), response))
				.as("browser goes on with credentials")
				.isEqualTo(allowedWithCredentials);
		}
	}

	private static void checkExplanation(FakeCorsRequest request, Outcome outcome, CorsExplanation explanation) {
		if (!outcome.isRejected()) {
			assertThat(explanation).isNull();
			return;
		}
		assertThat(explanation).isNotNull();
		assertThat(explanation.reason().code()).isEqualTo(outcome.reason());
		assertThat(explanation.policy()).isEqualTo(outcome.policy());
		assertThat(explanation.message()).isNotBlank().matches("[ -~]*");
	}

	private void count(PlainConfiguration configuration, PlainPolicy policy, FakeCorsRequest request, Outcome outcome) {
		String mode = (policy != null)
				? (policy.omitHeaders() ? "omit-headers" : "reject") + (configuration.debug() ? " debug" : "") : "-";
		count(outcome.kind() + " " + outcome.reason() + " " + mode);
		if (policy == null) {
			return;
		}
		boolean allowed = outcome.reason().equals("allowed");
		Map<String, String> headers = outcome.headers();
		boolean preflight = outcome.kind().equals("preflight");
		String origin = request.header("Origin");
		String suffix = allowed ? " allowed" : " rejected";
		count(outcome.kind() + " with headers " + headers.keySet() + suffix);
		if (outcome.kind().equals("not-cors")) {
			String noOriginOrOwn = (origin != null) ? "own origin" : "no origin";
			String site = (origin != null) ? request.header("Sec-Fetch-Site") : null;
			String fetchMode = (origin != null) ? request.header("Sec-Fetch-Mode") : null;
			count("not-cors because " + ("same-origin".equals(site) ? "Sec-Fetch-Site" : "none".equals(site) ? "none"
					: ("navigate".equals(fetchMode) || "no-cors".equals(fetchMode)) ? "embedded" : noOriginOrOwn));
			return;
		}
		if (origin == null) {
			count("host-not-allowed without Origin");
			return;
		}
		count("origin of length " + ((origin.length() < 500) ? "<500"
				: (origin.length() <= 514) ? String.valueOf(origin.length()) : ">514") + suffix);
		if (preflight && allowed) {
			if (policy.methods().contains("*")) {
				count("any method, credentials " + policy.credentials());
			}
			if (policy.headers().contains("*") && headers.containsKey("Access-Control-Allow-Headers")) {
				count("any header, credentials " + policy.credentials());
			}
		}
		if (preflight && (allowed || outcome.reason().equals("headers-not-allowed"))) {
			int used = request.values("Access-Control-Request-Headers").stream().mapToInt((v) -> v.length() + 1).sum();
			count("request headers " + ((used > 4000) ? ">4000" : (used > 256) ? ">256" : "<=256") + " of "
					+ (policy.headers().contains("*") ? "any" : "some") + suffix);
		}
	}

	private void count(String key) {
		this.counters.merge(key, 1, Integer::sum);
	}

	private void assertEverythingOccurred() {
		for (String mode : MODES) {
			assertOften("not-cors allowed " + mode);
			for (String reason : List.of("allowed", "origin-not-allowed", "origin-malformed", "method-not-allowed",
					"headers-not-allowed")) {
				assertOften("preflight " + reason + " " + mode);
				if (!reason.equals("headers-not-allowed")) {
					assertOften("actual " + reason + " " + mode);
				}
			}
		}
		for (String outcome : List.of("not-cors allowed", "not-cors, headers for everyone", "actual allowed",
				"actual rejected", "preflight allowed", "preflight rejected", "host-not-allowed", "timing actual",
				"timing not-cors")) {
			assertOften("audience " + outcome);
		}
		assertOften("not-cors no-policy -");
		assertOften("host-not-allowed without Origin");
		for (String mode : MODES) {
			assertOften("actual host-not-allowed " + mode);
			assertOften("preflight host-not-allowed " + mode);
		}
		assertOften("not-cors because no origin");
		assertOften("not-cors because Sec-Fetch-Site");
		assertOften("not-cors because own origin");
		assertOften("not-cors because none");
		assertOften("not-cors because embedded");
		for (String suffix : List.of(" allowed", " rejected")) {
			assertOften("origin of length 511" + suffix);
			assertOften("origin of length 512" + suffix);
			assertOften("request headers >256 of some" + suffix);
			assertOften("request headers >4000 of any" + suffix);
		}
		assertOften("origin of length 513 rejected");
		for (boolean credentials : new boolean[] { true, false }) {
			assertOften("any method, credentials " + credentials);
			assertOften("any header, credentials " + credentials);
		}
	}

	private void assertOften(String key) {
		assertThat(this.counters.getOrDefault(key, 0)).as(key).isGreaterThanOrEqualTo(OFTEN);
	}

}
