package io.github.corsstarter.web;

import java.util.List;
import java.util.function.Supplier;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for policies that are not enforced.
 */
class WatchingTests {

	private static final String ORIGIN = "https://a.example";

	@Test
	void policyThatIsNotEnforcedDecidesNothing() {
		CorsGeneration rules = rules(watched("w", "/api/**"));
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/api/x", "https://b.example");
		assertThat(rules.decide(request)).isSameAs(CorsDecision.noPolicy());
		assertThat(rules.watch(request).reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(rules.decideAsIfEnforced(request).reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(rules.watch(FakeCorsRequest.actual("GET", "/api/x", ORIGIN)).reason()).isEqualTo(CorsReason.ALLOWED);
	}

	@Test
	void onlyRequestsThatCanDifferAreWatched() {
		CorsGeneration rules = rules(watched("w", "/api/**"), enforced("e", "/other/**"));
		assertThat(rules.watch(FakeCorsRequest.of("GET", "/api/x"))).isNull();
		assertThat(rules.watch(FakeCorsRequest.actual("GET", "/other/x", ORIGIN))).isNull();
		assertThat(rules.watch(FakeCorsRequest.actual("GET", "/nowhere", ORIGIN))).isNull();
		assertThat(rules(enforced("e", "/api/**")).watch(FakeCorsRequest.actual("GET", "/api/x", ORIGIN))).isNull();
	}

	@Test
	void widerPolicyProtectsThePathOfAWatchedPolicy() {
		CorsGeneration rules = rules(watched("w", "/api/orders/**"), enforced("wide", "/**"));
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/api/orders/1", "https://b.example");
		assertThat(rules.decide(request).policy().name()).isEqualTo("wide");
		assertThat(rules.decide(request).isRejected()).isTrue();
		assertThat(rules.watch(request).policy().name()).isEqualTo("w");
	}

	@Test
	void moreSpecificEnforcedPolicyIsNotWatched() {
		CorsGeneration rules = rules(watched("w", "/**"), enforced("e", "/api/**"));
		assertThat(rules.watch(FakeCorsRequest.actual("GET", "/api/x", ORIGIN))).isNull();
		assertThat(rules.watch(FakeCorsRequest.actual("GET", "/x", ORIGIN)).policy().name()).isEqualTo("w");
	}

	@Test
	void otherSpellingsAreWatched() {
		CorsGeneration rules = rules(watched("w", "/api/x"));
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/api//x", "https://b.example");
		assertThat(rules.decide(request)).isSameAs(CorsDecision.noPolicy());
		assertThat(rules.watch(request).isForPath()).isTrue();
	}

	@Test
	void hostIsComparedAndNotEnforced() {
		CorsGeneration rules = generation(() -> AllowedHosts.of(List.of("app.example")), watched("w", "/**"));
		FakeCorsRequest request = FakeCorsRequest.of("GET", "/x").at("https", "rebound.example", -1);
		assertThat(rules.decide(request)).isSameAs(CorsDecision.noPolicy());
		assertThat(rules.watch(request).reason()).isEqualTo(CorsReason.HOST_NOT_ALLOWED);
		assertThat(rules.watch(request.at("https", "app.example", -1))).isNull();
	}

	@Test
	void checkAnswersAsIfEnforced() {
		CorsGeneration rules = rules(watched("w", "/api/**"));
		BrowserVerdict verdict = rules.check(BrowserRequest.of(ORIGIN, "GET", "/api/x"));
		assertThat(verdict.allowed()).isTrue();
		assertThat(verdict.policy().enforced()).isFalse();
		assertThat(rules.pathPattern("/api/x")).isEqualTo("/api/**");
		assertThat(rules.check(BrowserRequest.of("https://b.example", "GET", "/api/x")).fix())
			.isEqualTo("add https://b.example to cors.policies.w.allowed-origins");
	}

	@Test
	void policyThatIsNotEnforcedCoversNoOtherRule() {
		CorsGeneration rules = rules(watched("w", "/api/orders/**"), enforced("wide", "/api/**"));
		assertThat(rules.coverage("/api/orders/1").policy().name()).isEqualTo("wide");
		assertThat(rules(watched("w", "/api/**")).coverage("/api/x").paths()).isEmpty();
	}

	@Test
	void policiesOfOnePatternAgree() {
		assertThatExceptionOfType(InvalidCorsPolicyException.class)
			.isThrownBy(() -> rules(watched("w", "/items/{a}"), enforced("e", "/items/{b}").allowedOrigins("*")))
			.satisfies((ex) -> assertThat(ex.problems()).extracting(CorsProblem::reason)
				.containsExactly(CorsProblem.Reason.DIFFERENT_ENFORCE));
		assertThat(rules(watched("w", "/items/{a}"), watched("e", "/items/{b}").allowedOrigins("*")).policies())
			.hasSize(2);
	}

	@Test
	void candidateOfAWatchedPolicyIsNotEvaluated() {
		CorsGeneration rules = rules(watched("w", "/api/**").shadow((candidate) -> candidate.allowedOrigins("none")),
				enforced("e", "/**").shadow((candidate) -> candidate.allowedOrigins("none")));
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/api/x", ORIGIN);
		CorsDecision decision = rules.decide(request);
		assertThat(rules.decideByCandidate(decision.policy(), request).isRejected()).isTrue();
		assertThat(rules.decideByCandidate(rules.watch(request).policy(), request)).isNull();
		assertThat(rules.checkCandidate(BrowserRequest.of(ORIGIN, "GET", "/api/x")).allowed()).isFalse();
	}

	@Test
	void mutateKeepsEnforce() {
		CorsGeneration rules = rules(watched("w", "/api/**"));
		assertThat(rules.policies().get(0).mutate().build().enforced()).isFalse();
		assertThat(rules.policies().get(0).mutate().enforce(true).build().mutate().build().enforced()).isTrue();
	}

	private static Builder watched(String name, String path) {
		return enforced(name, path).enforce(false);
	}

	private static Builder enforced(String name, String path) {
		return CorsPolicySpecification.builder(name).paths(path).allowedOrigins(ORIGIN);
	}

	private static CorsGeneration rules(Builder... policies) {
		return generation(() -> AllowedHosts.ANY, policies);
	}

	private static CorsGeneration generation(Supplier<AllowedHosts> hosts, Builder... policies) {
		return new CorsPolicies(List.of(() -> List.of(policies).stream().map(Builder::build).toList()), false,
				hosts.get())
			.current();
	}

}
