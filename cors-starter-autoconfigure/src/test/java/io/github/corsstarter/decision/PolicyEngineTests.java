package io.github.corsstarter.decision;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolicyEngine}: what the conformance table cannot show.
 */
class PolicyEngineTests {

	private final PolicyEngine engine = new PolicyEngine(
			CorsPolicy
				.of(CorsPolicySpecification.builder("p").paths("/**").allowedOrigins("https://a.example").build()),
			false);

	@ParameterizedTest
	@ValueSource(strings = { "https://a.example", "https://b.example" })
	void undecidedRejectsCorsRequests(String origin) {
		CorsDecision decision = this.engine.rejectUndecided(FakeCorsRequest.actual("GET", "/", origin));
		assertThat(decision.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(decision.isForPath()).isTrue();
		assertThat(this.engine.rejectUndecided(FakeCorsRequest.preflight("GET", "/", origin)).kind())
			.isEqualTo(RequestKind.PREFLIGHT);
	}

	@ParameterizedTest
	@CsvSource({ "https://a.example, no-cors", "https://b.example, no-cors", "https://a.example, navigate" })
	void undecidedLetsEmbeddedRequestsPass(String origin, String mode) {
		CorsDecision decision = this.engine
			.rejectUndecided(FakeCorsRequest.actual("GET", "/", origin).with("Sec-Fetch-Mode", mode));
		assertPassesWithoutHeaders(decision, origin);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://a.example", "https://b.example", "moz-extension://x" })
	void undecidedLetsRequestsPassThatNoPageMakes(String origin) {
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/", origin).with("Sec-Fetch-Site", "none");
		assertPassesWithoutHeaders(this.engine.rejectUndecided(request), origin);
	}

	@Test
	void embeddedRequestWithoutPermissionIsNoRejection() {
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/", "https://b.example")
			.with("Sec-Fetch-Mode", "no-cors");
		CorsDecision decision = this.engine.decide(request);
		assertPassesWithoutHeaders(decision, "https://b.example");
		assertThat(CorsExplanation.of(decision, request)).isNull();
	}

	@Test
	void embeddedRequestWithPermissionIsAllowed() {
		CorsDecision decision = this.engine
			.decide(FakeCorsRequest.actual("GET", "/", "https://a.example").with("Sec-Fetch-Mode", "no-cors"));
		assertThat(decision.kind()).isEqualTo(RequestKind.ACTUAL);
		assertThat(decision.reason()).isEqualTo(CorsReason.ALLOWED);
	}

	private static void assertPassesWithoutHeaders(CorsDecision decision, String origin) {
		assertThat(decision.isRejected()).isFalse();
		assertThat(decision.isAnswered()).isFalse();
		assertThat(decision.kind()).isEqualTo(RequestKind.NOT_CORS);
		assertThat(decision.vary()).containsExactly("Origin");
		decision.forEachHeader(FakeCorsRequest.actual("GET", "/", origin), (name, value) -> {
			throw new AssertionError(name + ": " + value);
		});
	}

}
