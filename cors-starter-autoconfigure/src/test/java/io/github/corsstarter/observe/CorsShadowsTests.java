package io.github.corsstarter.observe;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CorsShadows}.
 */
class CorsShadowsTests {

	private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

	private final List<String> told = new ArrayList<>();

	private CorsPolicies policies;

	private CorsShadows shadows;

	@Test
	void policyWithoutCandidateHasNoDifferences() {
		use(policy());
		send("GET", "https://b.example");
		assertThat(this.shadows.recent()).isEmpty();
	}

	@Test
	void candidateIsNeverEnforced() {
		use(policy().shadow((candidate) -> candidate.allowedOrigins("none")));
		assertThat(send("GET", "https://a.example").isRejected()).isFalse();
		assertThat(this.told).containsExactly("p newly-rejected");
	}

	@Test
	void differencesAreCountedByOrigin() {
		use(policy().shadow((candidate) -> candidate.allowedOrigins("https://b.example").allowedMethods("GET")));
		send("GET", "https://a.example");
		send("GET", "https://a.example");
		send("GET", "https://b.example");
		send("GET", "https://c.example\r\n");
		assertThat(this.shadows.recent()).containsExactlyInAnyOrder(
				new CorsShadowDifference("p", ShadowChange.NEWLY_REJECTED, CorsReason.ORIGIN_NOT_ALLOWED,
						"https://a.example", 2, NOW, null),
				new CorsShadowDifference("p", ShadowChange.NEWLY_ALLOWED, CorsReason.ORIGIN_NOT_ALLOWED,
						"https://b.example", 1, NOW, null));
		assertThat(this.told).containsExactly("p newly-rejected", "p newly-rejected", "p newly-allowed");
	}

	@Test
	void reasonIsTheFailingCheck() {
		use(policy().shadow((candidate) -> candidate.allowedMethods("GET")));
		send("POST", "https://a.example");
		send(FakeCorsRequest.preflight("POST", "/", "https://a.example"));
		assertThat(this.shadows.recent()).singleElement()
			.satisfies((difference) -> assertThat(difference.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED))
			.satisfies((difference) -> assertThat(difference.count()).isEqualTo(2));
	}

	@Test
	void requestsWithCookiesShowDifferencesInCredentials() {
		use(policy().allowCredentials(true).shadow((candidate) -> candidate.allowCredentials(false)));
		FakeCorsRequest withCookie = FakeCorsRequest.actual("GET", "/", "https://a.example").with("Cookie", "a=b");
		send("GET", "https://a.example");
		assertThat(this.shadows.recent()).isEmpty();
		send(withCookie.with("Sec-Fetch-Mode", "navigate"));
		send(withCookie.with("Sec-Fetch-Mode", "no-cors"));
		assertThat(this.shadows.recent()).isEmpty();
		send(withCookie);
		assertThat(this.shadows.recent()).singleElement()
			.satisfies((difference) -> assertThat(difference.reason()).isEqualTo(CorsReason.CREDENTIALS_NOT_ALLOWED));
	}

	@Test
	void entriesAreBoundedInNumberAndSize() {
		use(policy().shadow((candidate) -> candidate.allowedOrigins("*")));
		for (int i = 0; i < 1000; i++) {
			send("GET", "https://" + "x".repeat(400) + i + ".example");
		}
		assertThat(this.shadows.recent()).hasSizeLessThanOrEqualTo(CorsShadows.MAX_ENTRIES)
			.allSatisfy((difference) -> assertThat(difference.origin()).hasSizeLessThanOrEqualTo(203));
		for (int i = 0; i < 1000; i++) {
			send("GET", "https://x" + i + ".example");
		}
		assertThat(this.shadows.recent()).hasSize(CorsShadows.MAX_ENTRIES)
			.allSatisfy((difference) -> assertThat(difference.origin()).matches("https://x9\\d\\d.example"));
	}

	@Test
	void candidateIsValidatedLikeThePolicy() {
		assertThatExceptionOfType(InvalidCorsPolicyException.class)
			.isThrownBy(() -> use(policy().shadow((candidate) -> candidate.allowedOrigins("https://b.example/"))))
			.satisfies((ex) -> assertThat(ex.problems()).singleElement()
				.extracting(CorsProblem::reason, CorsProblem::property)
				.containsExactly(Reason.ORIGIN_TRAILING_SLASH, "cors.policies.p.shadow.allowed-origins[0]"));
	}

	@Test
	void decisionByFormerRulesIsLeftAlone() {
		use(policy().shadow((candidate) -> candidate.allowedOrigins("none")));
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/", "https://a.example");
		CorsDecision decision = this.policies.decide(request);
		this.policies.reload();
		this.shadows.onDecision(decision, request);
		assertThat(this.shadows.recent()).isEmpty();
	}

	@Test
	void candidateOfOnePolicyChangesAnswerOfWholePath() {
		use(policy(),
				CorsPolicySpecification.builder("everyone")
					.paths("/**")
					.allowedOrigins("*")
					.allowedMethods("PUT")
					.shadow((candidate) -> candidate.allowedMethods("GET")));
		send("GET", "https://a.example");
		assertThat(this.told).isEmpty();
		send("GET", "https://x.example");
		send("PUT", "https://x.example");
		assertThat(this.told).containsExactly("everyone newly-allowed", "everyone newly-rejected");
	}

	@Test
	void originThatCandidateMovesToAnotherPolicyIsCompared() {
		use(policy().allowedMethods("PUT").shadow((candidate) -> candidate.allowedOrigins("https://b.example")),
				CorsPolicySpecification.builder("everyone").paths("/**").allowedOrigins("*"));
		send("PUT", "https://a.example");
		send("PUT", "https://b.example");
		send("GET", "https://a.example");
		send("GET", "https://b.example");
		send("GET", "https://c.example");
		assertThat(this.told).containsExactly("p newly-rejected", "everyone newly-allowed", "p newly-allowed",
				"everyone newly-rejected");
		assertThat(this.shadows.recent()).extracting(CorsShadowDifference::policy).contains("p", "everyone");
	}

	private static Builder policy() {
		return CorsPolicySpecification.builder("p").paths("/**").allowedOrigins("https://a.example");
	}

	private void use(Builder... policies) {
		this.policies = new CorsPolicies(List.of(() -> Arrays.stream(policies).map(Builder::build).toList()), false);
		this.shadows = new CorsShadows(this.policies, (changed, change) -> this.told.add(changed.name() + " " + change),
				Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private CorsDecision send(String method, String origin) {
		return send(FakeCorsRequest.actual(method, "/", origin));
	}

	private CorsDecision send(FakeCorsRequest request) {
		CorsDecision decision = this.policies.decide(request);
		this.shadows.onDecision(decision, request);
		return decision;
	}

}
