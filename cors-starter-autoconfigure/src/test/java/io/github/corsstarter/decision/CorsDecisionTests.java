package io.github.corsstarter.decision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsDecision}, and for the headers that it adds to responses.
 */
class CorsDecisionTests {

	private static final String ORIGIN = "https://a.example";

	@Test
	void firstCauseShouldBeKept() {
		CorsDecision rejected = decide(policy(), FakeCorsRequest.actual("GET", "/", "https://b.example"));
		assertThat(rejected.isForPath()).isFalse();
		CorsDecision decision = rejected.because("First.").because("Second.");
		assertThat(decision.isForPath()).isTrue();
		assertThat(decision.circumstance()).isEqualTo("First.");
		assertThat(decision).usingRecursiveComparison().ignoringFields("circumstance").isEqualTo(rejected);
		assertThat(decision).hasToString("CorsDecision[ACTUAL, origin-not-allowed, CorsPolicy[p]]");
	}

	@Test
	void noPolicyShouldChangeNothing() {
		CorsDecision decision = CorsDecision.noPolicy();
		assertThat(decision.policy()).isNull();
		assertThat(decision.kind()).isEqualTo(RequestKind.NOT_CORS);
		assertThat(decision.isRejected()).isFalse();
		assertThat(decision.isAnswered()).isFalse();
		assertThat(decision.varyHeader()).isEmpty();
		assertThat(headers(decision, FakeCorsRequest.actual("GET", "/", ORIGIN))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                         | Origin
			Accept-Encoding            | Accept-Encoding, Origin
			ORIGIN                     | ORIGIN
			'accept , Origin;,,Accept' | accept, Origin;, Origin
			*                          | *, Origin
			""")
	void varyShouldHaveEachNameOnce(String present, String merged) {
		CorsDecision decision = decide(policy(), FakeCorsRequest.actual("GET", "/", ORIGIN));
		assertThat(decision.varyHeader()).isEqualTo("Origin");
		assertThat(decision.varyHeader(List.of(present))).isEqualTo(merged);
	}

	@Test
	void fieldLinesOfVaryShouldBecomeOneList() {
		CorsDecision decision = decide(policy(), FakeCorsRequest.actual("GET", "/", ORIGIN));
		assertThat(decision.varyHeader(List.of("a", "b, origin", "A, c"))).isEqualTo("a, b, origin, c");
		assertThat(decision.varyHeader(List.of())).isEqualTo("Origin");
	}

	@Test
	void fieldLinesOfRequestedHeadersShouldBeJoined() {
		Builder policy = policy().allowedHeaders("*").allowCredentials(true);
		assertThat(allowHeaders(policy, "x-a")).isEqualTo("x-a");
		assertThat(allowHeaders(policy, "x-a,x-b", "x-c")).isEqualTo("x-a,x-b, x-c");
		assertThat(allowHeaders(policy, "x-a", " ", "x-b", "")).isEqualTo("x-a, x-b");
		assertThat(allowHeaders(policy, "", "x-a")).isEqualTo("x-a");
		assertThat(allowHeaders(policy, "", " ")).isNull();
	}

	private static String allowHeaders(Builder policy, String... lines) {
		FakeCorsRequest request = FakeCorsRequest.preflight("GET", "/", ORIGIN)
			.with("Access-Control-Request-Headers", lines);
		return headers(decide(policy, request), request).get("Access-Control-Allow-Headers");
	}

	@Test
	void onlyTheFiltersOwnResponseShouldForbidCaching() {
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/", "https://b.example");
		CorsDecision rejected = decide(policy(), request);
		assertThat(rejected.status()).isEqualTo(403);
		assertThat(headers(rejected, request)).isEqualTo(Map.of("Cache-Control", "no-store"));
		CorsDecision left = decide(policy().onDisallowed(OnDisallowed.OMIT_HEADERS), request);
		assertThat(left.status()).isZero();
		assertThat(headers(left, request)).isEmpty();
	}

	@Test
	void headerWithoutValueShouldBeLeftOut() {
		CorsDecision decision = decide(policy().exposedHeaders("etag"), FakeCorsRequest.actual("GET", "/", ORIGIN));
		assertThat(headers(decision, FakeCorsRequest.of("GET", "/")))
			.isEqualTo(Map.of("Access-Control-Expose-Headers", "etag"));
	}

	@Test
	void methodOfLimitedLengthShouldBeAllowedByAWildcard() {
		Builder policy = policy().allowedMethods("*");
		assertThat(decide(policy, FakeCorsRequest.actual("A".repeat(64), "/", ORIGIN)).isRejected()).isFalse();
		assertThat(decide(policy, FakeCorsRequest.actual("A".repeat(65), "/", ORIGIN)).isRejected()).isTrue();
	}

	@Test
	void headersOfTheProtocolShouldBeRecognizedInAnyCase() {
		for (String name : List.of("Access-Control-Allow-Origin", "access-control-x", "ACCESS-CONTROL-MAX-AGE",
				"Access-Control-")) {
			assertThat(CorsHeaders.isCors(name)).isTrue();
		}
		for (String name : List.of("", "a", "Access-Control", "Access-Controls", "xccess-control-x",
				"Accept-Control-Max-Age", "X-Access-Control-A")) {
			assertThat(CorsHeaders.isCors(name)).isFalse();
		}
		assertThat(CorsHeaders.isCors(null)).isFalse();
	}

	private static Builder policy() {
		return CorsPolicySpecification.builder("p").paths("/**").allowedOrigins(ORIGIN);
	}

	private static CorsDecision decide(Builder policy, FakeCorsRequest request) {
		return new PolicyEngine(CorsPolicy.of(policy.build()), false).decide(request);
	}

	private static Map<String, String> headers(CorsDecision decision, FakeCorsRequest request) {
		Map<String, String> headers = new LinkedHashMap<>();
		decision.forEachHeader(request, headers::put);
		return headers;
	}

}
