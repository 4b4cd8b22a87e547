package io.github.corsstarter.decision;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the names of rejected headers.
 */
class RejectedHeadersTests {

	/** Compiling 1,000 names takes longer than a decision. */
	@Test
	void compiledHeadersAreKeptForEveryRejection() {
		CorsPolicy policy = CorsPolicy.of(CorsPolicySpecification.builder("p")
			.paths("/**")
			.allowedOrigins("https://a.example")
			.allowedHeaders("x-a")
			.build());
		PolicyEngine engine = new PolicyEngine(policy, false);
		FakeCorsRequest request = FakeCorsRequest.preflight("GET", "/x", "https://a.example")
			.with("Access-Control-Request-Headers", "x-a,x-b");
		CorsDecision decision = engine.decide(request);
		assertThat(CorsExplanation.rejectedHeaders(decision, request)).containsExactly("x-b");
		assertThat(decision.allowedHeaders()).isNotNull()
			.isSameAs(engine.decideForOneOrigin(request).allowedHeaders())
			.isSameAs(decision.because("reason").allowedHeaders());
		assertThat(engine.decide(FakeCorsRequest.preflight("PUT", "/x", "https://a.example")).allowedHeaders())
			.isNull();
	}

}
