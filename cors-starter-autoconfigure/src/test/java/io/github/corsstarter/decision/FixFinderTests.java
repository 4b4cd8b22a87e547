package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FixFinder} with policies that have many origins.
 */
class FixFinderTests {

	private static final String ALLOWED = "https://a1.example";

	private static final String OTHER = "https://other.example";

	private static final BrowserRequest ALL = BrowserRequest.of(OTHER, "PUT", "/x")
		.withHeaders(List.of("x-a"))
		.withCredentials(true);

	@Test
	void severalChangesShouldNotDependOnTheOriginsOfThePolicy() {
		for (CorsPolicy policy : List.of(exact(1), exact(1000), wildcards(100))) {
			assertThat(check(policy, ALL).fix())
				.isEqualTo("add https://other.example to cors.policies.many.allowed-origins;"
						+ " add PUT to cors.policies.many.allowed-methods; add x-a to cors.policies.many.allowed-headers;"
						+ " set cors.policies.many.allow-credentials to true");
		}
	}

	@Test
	void unsafeOriginOfThePolicyShouldPreventCredentials() {
		List<String> origins = origins(1000, "https://a%d.example");
		origins.add("http://insecure.example");
		BrowserVerdict verdict = check(policy(origins), ALL);
		assertThat(verdict.fix()).isNull();
		assertThat(verdict.explanation()).contains("That is not all: The policy 'many' does not allow credentials."
				+ " With credentials, an http origin would let anyone on the network read your users' data.");
	}

	@Test
	void exposedWildcardShouldPreventCredentials() {
		CorsPolicy policy = CorsPolicy.of(CorsPolicySpecification.builder("many")
			.paths("/x")
			.allowedOrigins(ALLOWED)
			.exposedHeaders("*")
			.build());
		BrowserVerdict verdict = check(policy, BrowserRequest.of(ALLOWED, "GET", "/x").withCredentials(true));
		assertThat(verdict.reason()).isEqualTo(CorsReason.CREDENTIALS_NOT_ALLOWED);
		assertThat(verdict.fix()).isNull();
	}

	@Test
	void unsafeAddedOriginShouldPreventCredentials() {
		BrowserRequest insecure = new BrowserRequest("http://other.example", "GET", "/x", List.of(), true,
				BrowserRequest.Initiator.SCRIPT);
		assertThat(check(exact(3), insecure).fix()).isNull();
		assertThat(check(exact(3), insecure.withCredentials(false)).fix())
			.isEqualTo("add http://other.example to cors.policies.many.allowed-origins");
	}

	@Test
	void decisionsShouldBeMadeWithTheWholePolicyOnlyOnce() {
		CorsPolicy policy = exact(1000);
		PolicyEngine engine = new PolicyEngine(policy, false);
		AtomicInteger decisions = new AtomicInteger();
		new BrowserCheck((request) -> {
			decisions.incrementAndGet();
			return engine.decide(request);
		}).check(ALL);
		assertThat(decisions).hasValue(1);
	}

	private static BrowserVerdict check(CorsPolicy policy, BrowserRequest request) {
		return new BrowserCheck(new PolicyEngine(policy, false)::decide).check(request);
	}

	private static CorsPolicy exact(int count) {
		return policy(origins(count, "https://a%d.example"));
	}

	private static CorsPolicy wildcards(int count) {
		return policy(origins(count, "https://*.a%d.example"));
	}

	private static List<String> origins(int count, String form) {
		return new ArrayList<>(IntStream.range(0, count).mapToObj(form::formatted).toList());
	}

	private static CorsPolicy policy(List<String> origins) {
		return CorsPolicy.of(CorsPolicySpecification.builder("many").paths("/x").allowedOrigins(origins).build());
	}

}
