package io.github.corsstarter.observe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.reference.RandomPairs;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedCorsRequest}.
 */
class BoundedCorsRequestTests {

	private static final String REQUEST_HEADERS = "Access-Control-Request-Headers";

	@Test
	void isDecidedLikeTheOriginal() {
		Map<String, Integer> counters = new TreeMap<>();
		RandomPairs.forEach(Effort.rounds(50), 100, (policies, request) -> {
			BoundedCorsRequest recorded = BoundedCorsRequest.of(request);
			assertBounded(recorded);
			if (!recorded.isComplete()) {
				counters.merge("cut", 1, Integer::sum);
				return;
			}
			CorsDecision decision = policies.decide(request);
			CorsDecision again = policies.decide(recorded);
			assertThat(outcome(again, recorded)).as("Seed " + Effort.SEED + ": " + request)
				.isEqualTo(outcome(decision, request));
			counters.merge(decision.kind() + " " + decision.reason(), 1, Integer::sum);
		});
		System.out.println("BoundedCorsRequest: compared " + counters);
		for (String outcome : List.of("cut", "PREFLIGHT allowed", "PREFLIGHT origin-not-allowed",
				"PREFLIGHT origin-malformed", "PREFLIGHT method-not-allowed", "PREFLIGHT headers-not-allowed",
				"ACTUAL allowed", "ACTUAL origin-not-allowed", "ACTUAL origin-malformed", "ACTUAL method-not-allowed",
				"NOT_CORS allowed")) {
			assertThat(counters.getOrDefault(outcome, 0)).as(outcome).isGreaterThan(Effort.rounds(5));
		}
	}

	private static Map<String, Object> outcome(CorsDecision decision, CorsRequest request) {
		Map<String, Object> outcome = new LinkedHashMap<>();
		outcome.put("policy", (decision.policy() != null) ? decision.policy().name() : "");
		outcome.put("kind", decision.kind());
		outcome.put("reason", decision.reason());
		outcome.put("status", decision.status());
		outcome.put("vary", decision.vary());
		decision.forEachHeader(request, outcome::put);
		return outcome;
	}

	@Test
	void isBoundedWhateverTheClientSends() {
		String huge = "x".repeat(1_000_000);
		FakeCorsRequest request = FakeCorsRequest.actual(huge, "/" + huge, huge)
			.at("http", huge, -1)
			.with("Origin", huge, huge)
			.with(REQUEST_HEADERS, huge, huge)
			.with("Forwarded", huge)
			.with("X-Forwarded-Host", huge)
			.with("X-Forwarded-Proto", huge)
			.with("X-Forwarded-Port", huge)
			.with("Sec-Fetch-Site", huge)
			.with("Sec-Fetch-Mode", huge)
			.with("Access-Control-Request-Method", huge)
			.with("X-Other", huge);
		BoundedCorsRequest recorded = BoundedCorsRequest.of(request);
		assertBounded(recorded);
		assertThat(recorded.isComplete()).isFalse();
		assertThat(recorded.header("X-Other")).isNull();
		String[] lines = Collections.nCopies(100_000, "").toArray(String[]::new);
		recorded = BoundedCorsRequest.of(FakeCorsRequest.preflight("GET", "/", "null").with(REQUEST_HEADERS, lines));
		assertBounded(recorded);
		assertThat(recorded.isComplete()).isFalse();
	}

	private static void assertBounded(BoundedCorsRequest recorded) {
		int length = recorded.method().length() + recorded.path().length();
		length += (recorded.host() != null) ? recorded.host().length() : 0;
		length += (recorded.scheme() != null) ? recorded.scheme().length() : 0;
		for (String name : List.of("Origin", REQUEST_HEADERS, "Access-Control-Request-Method",
				"Access-Control-Request-Private-Network", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Forwarded",
				"X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port")) {
			List<String> lines = Collections.list(recorded.headers(name));
			assertThat(lines).hasSizeLessThanOrEqualTo(10);
			length += lines.stream().mapToInt(String::length).sum();
		}
		assertThat(length).isLessThan(6000);
	}

	@Test
	void listIsCutBetweenNames() {
		String names = "x-a,".repeat(300);
		BoundedCorsRequest recorded = BoundedCorsRequest
			.of(FakeCorsRequest.preflight("GET", "/", "null").with(REQUEST_HEADERS, "x-b", names));
		assertThat(recorded.isComplete()).isFalse();
		List<String> lines = Collections.list(recorded.headers(REQUEST_HEADERS));
		assertThat(lines).hasSize(2);
		assertThat(lines.get(1)).hasSizeBetween(900, 1000);
		assertThat(lines.get(1).split(",")).containsOnly("x-a");
	}

	@Test
	void nameThatIsTooLongIsLeftOut() {
		BoundedCorsRequest recorded = BoundedCorsRequest
			.of(FakeCorsRequest.preflight("GET", "/", "null").with(REQUEST_HEADERS, "x".repeat(1001)));
		assertThat(recorded.isComplete()).isFalse();
		assertThat(Collections.list(recorded.headers(REQUEST_HEADERS))).containsExactly("");
	}

	@Test
	void originIsNotCutIntoAnother() {
		BoundedCorsRequest recorded = BoundedCorsRequest
			.of(FakeCorsRequest.actual("GET", "/", "https://a.example," + "x".repeat(600)));
		assertThat(recorded.header("Origin")).hasSize(513).startsWith("https://a.example,x");
	}

	@Test
	void longestThatIsKeptWhole() {
		FakeCorsRequest request = FakeCorsRequest.preflight("M".repeat(200), "/" + "p".repeat(999), "https://a.example")
			.with(REQUEST_HEADERS, "x".repeat(1000));
		assertThat(BoundedCorsRequest.of(request).isComplete()).isTrue();
		assertThat(BoundedCorsRequest.of(request.with("Access-Control-Request-Method", "M".repeat(201))).isComplete())
			.isFalse();
		assertThat(BoundedCorsRequest.of(FakeCorsRequest.actual("GET", "/" + "p".repeat(1000), "null")).isComplete())
			.isFalse();
	}

}
