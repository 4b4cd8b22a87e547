package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.decision.SentResponse;
import io.github.corsstarter.decision.WatchedDifference;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsGeneration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares random responses with policies that are not enforced, and the result with the
 * {@link ReferenceWatcher}.
 */
@Tag("slow")
class WatchedComparisonTests {

	private static final int CONFIGURATIONS = Effort.rounds(400);

	private static final int REQUESTS = 300;

	private static final int OFTEN = Effort.rounds(5);

	private static final List<Integer> STATUSES = List.of(200, 200, 200, 200, 204, 299, 300, 302, 304, 400, 401, 403,
			404, 405, 409, 421, 500, 101, 199);

	private final Map<String, Integer> counters = new TreeMap<>();

	@Test
	void differencesAreThoseOfTheReference() {
		int compared = 0;
		for (int i = 0; i < CONFIGURATIONS; i++) {
			Random random = new Random(37 * Effort.SEED + i);
			PlainConfiguration configuration = new RandomConfigurations(random).next();
			CorsGeneration rules = configuration
				.toPolicies(configuration.policies()
					.stream()
					.map((policy) -> policy.toSpecification().mutate().enforce(false).build())
					.toList())
				.current();
			ReferenceDecider reference = new ReferenceDecider(configuration);
			RandomRequests requests = new RandomRequests(random, configuration);
			for (int j = 0; j < REQUESTS; j++) {
				FakeCorsRequest request = withMore(requests.next(), random);
				Response response = response(request, random);
				try {
					compared += compare(configuration, rules, reference, request, response) ? 1 : 0;
				}
				catch (Throwable ex) {
					throw new AssertionError("Seed " + Effort.SEED + ", pair " + i + "/" + j + "\n  " + configuration
							+ "\n  " + request + "\n  " + response + "\n" + ex.getMessage(), ex);
				}
			}
		}
		System.out.println("asked = " + CONFIGURATIONS * REQUESTS + ", compared = " + compared);
		this.counters.forEach((key, count) -> System.out.println(key + " = " + count));
		for (String reason : List.of("origin-not-allowed", "method-not-allowed", "headers-not-allowed",
				"credentials-not-allowed")) {
			assertOften("preflight newly-rejected " + reason);
			assertOften("preflight newly-allowed " + reason);
		}
		assertOften("preflight newly-rejected host-not-allowed");
		for (String difference : List.of("newly-rejected origin-not-allowed", "newly-rejected method-not-allowed",
				"newly-rejected credentials-not-allowed", "newly-rejected host-not-allowed",
				"newly-rejected origin-malformed", "newly-allowed origin-not-allowed",
				"newly-allowed credentials-not-allowed", "")) {
			assertOften("actual " + difference);
		}
	}

	private boolean compare(PlainConfiguration configuration, CorsGeneration rules, ReferenceDecider reference,
			FakeCorsRequest request, Response response) {
		Outcome outcome = reference.decide(request);
		assertThat(rules.decide(request)).isSameAs(CorsDecision.noPolicy());
		CorsDecision watched = rules.watch(request);
		// Browsers do not check the response to a request from the same site.
		boolean own = !outcome.isRejected() && ReferenceDecider.isOfOwnSite(request);
		if (outcome.policy().isEmpty() || outcome.kind().equals("not-cors") || own) {
			assertThat(watched).isNull();
			return false;
		}
		assertThat(watched).isNotNull();
		assertThat(Outcome.of(watched, request).with(outcome.vary()).reason()).isEqualTo(outcome.reason());
		PlainPolicy policy = configuration.policies()
			.stream()
			.filter((candidate) -> candidate.name().equals(outcome.policy()))
			.findFirst()
			.orElseThrow();
		WatchedDifference found = WatchedDifference.find(watched, request, response);
		String actual = (found != null)
				? (found.newlyRejected() ? "newly-rejected " : "newly-allowed ") + found.reason().code() : "";
		assertThat(actual)
			.isEqualTo(ReferenceWatcher.difference(request, policy, outcome, response.status(), response.lines()));
		this.counters.merge(outcome.kind() + " " + actual, 1, Integer::sum);
		if (found != null) {
			CorsExplanation explanation = found.explain(watched, request, rules.policies());
			assertThat(explanation).isNotNull();
			assertThat(explanation.message()).isNotBlank().matches("[ -~]*");
		}
		return watched.kind() != RequestKind.NOT_CORS;
	}

	/** More actual requests, and cookies, which decisions do not read. */
	private static FakeCorsRequest withMore(FakeCorsRequest request, Random random) {
		FakeCorsRequest more = (random.nextInt(3) == 0) ? request.with("Cookie", "a=b") : request;
		if (random.nextInt(3) == 0) {
			more = more.with("Access-Control-Request-Method");
		}
		return (random.nextInt(4) == 0 && more.method().equals("OPTIONS"))
				? new FakeCorsRequest(pick(List.of("GET", "POST", "PUT", "DELETE"), random), more.path(), more.lines(),
						more.scheme(), more.host(), more.port())
				: more;
	}

	private static Response response(FakeCorsRequest request, Random random) {
		String origin = (request.header("Origin") != null) ? request.header("Origin") : "https://example.com";
		String method = (request.header("Access-Control-Request-Method") != null)
				? request.header("Access-Control-Request-Method") : "PUT";
		List<String> names = request.values("Access-Control-Request-Headers");
		List<String> some = names.isEmpty() ? List.of("x-a") : names;
		String first = some.get(0).split(",", -1)[0];
		Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		lines.put("Access-Control-Allow-Origin",
				pick(List.of(List.of(), List.of(origin), List.of(origin), List.of(origin), List.of("*"), List.of("*"),
						List.of(" " + origin + "\t"), List.of(origin, origin), List.of("null"), List.of(""),
						List.of(origin + "/"), List.of("*", origin)), random));
		lines.put("Access-Control-Allow-Credentials",
				pick(List.of(List.of(), List.of(), List.of("true"), List.of("true"), List.of(" true "), List.of("True"),
						List.of("false"), List.of("true", "true"), List.of("")), random));
		lines.put("Access-Control-Allow-Methods",
				pick(List.of(List.of(), List.of("*"), List.of(method), List.of(method), List.of("GET", method),
						List.of("GET,, ,\t" + method), List.of("GET POST"), List.of("get"), List.of("PUT, DELETE"),
						List.of("")), random));
		List<String> all = new ArrayList<>(some);
		all.add("x-other");
		lines.put("Access-Control-Allow-Headers",
				pick(List.of(List.of(), List.of("*"), some, all, List.of(first), List.of(first.toUpperCase()),
						List.of("*, authorization"), List.of("x y"), List.of("*", "AUTHORIZATION")), random));
		return new Response(pick(STATUSES, random), lines);
	}

	private static <T> T pick(List<T> values, Random random) {
		return values.get(random.nextInt(values.size()));
	}

	private void assertOften(String key) {
		assertThat(this.counters.getOrDefault(key, 0)).as(key).isGreaterThanOrEqualTo(OFTEN);
	}

	private record Response(int status, Map<String, List<String>> lines) implements SentResponse {

		@Override
		public Collection<String> headers(String name) {
			return this.lines.getOrDefault(name, List.of());
		}

	}

}
