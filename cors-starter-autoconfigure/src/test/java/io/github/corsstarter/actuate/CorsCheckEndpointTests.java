package io.github.corsstarter.actuate;

import java.util.List;

import io.github.corsstarter.actuate.CorsCheckDescriptor.RuleDescriptor;
import io.github.corsstarter.applicationrules.ApplicationRule;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.ReloadGuard;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link CorsCheckEndpoint} that need no server.
 */
class CorsCheckEndpointTests {

	private static final String ORIGIN = "https://spa.example";

	private final CorsPolicies policies = new CorsPolicies(List.of(() -> List
		.of(CorsPolicySpecification.builder("api").paths("/api/**", "/app/twice/**").allowedOrigins(ORIGIN).build())),
			false);

	private final CorsCheckEndpoint endpoint = new CorsCheckEndpoint(this.policies, "/app");

	/** Another rule may allow more than the policy of the fix. */
	@Test
	void ruleThatTheFixReplacesIsNamed() {
		CorsPolicies policies = new CorsPolicies(
				List.of(() -> List
					.of(CorsPolicySpecification.builder("p").paths("/p").allowedOrigins("https://a.example").build())),
				false);
		ApplicationRules rules = new ApplicationRules(
				List.of(() -> List.of(new ApplicationRule("@CrossOrigin A", List.of("/free/{id}"), List.of("*")))),
				policies);
		CorsCheckEndpoint endpoint = new CorsCheckEndpoint(policies, "", rules, ReloadGuard.none(policies));
		CorsCheckDescriptor answer = endpoint.check("/free/1", "https://b.example", null, null, null, null);
		assertThat(answer.fix()).startsWith("add the policy ");
		assertThat(answer.explanation()).endsWith(" Now, @CrossOrigin A applies to this path. If you add the policy of"
				+ " the fix, it alone decides there.");
		assertThat(endpoint.check("/other", "https://b.example", null, null, null, null).explanation())
			.doesNotContain("@CrossOrigin A");
	}

	@Test
	void ruleWithoutPolicyIsAnswered() {
		CorsPolicies none = new CorsPolicies(List.of(), false);
		CorsCheckDescriptor answer = endpoint(none).check("/free/1", "https://b.example", "PUT", null, null, null);
		assertThat(answer.allowed()).isFalse();
		assertThat(answer.reason()).isEqualTo("no-policy");
		assertThat(answer.applicationRule()).isEqualTo(new RuleDescriptor("@CrossOrigin A", false, "method-not-allowed",
				"@CrossOrigin A does not allow the method PUT."));
		assertThat(endpoint(none).check("/free/1", "https://b.example", null, null, null, null).applicationRule())
			.isEqualTo(new RuleDescriptor("@CrossOrigin A", true, "allowed",
					"@CrossOrigin A allows GET from the origin https://b.example."));
		assertThat(endpoint(none).check("/other", "https://b.example", null, null, null, null).applicationRule())
			.isNull();
	}

	@Test
	void changeByThePolicyIsExplained() {
		CorsPolicies policies = new CorsPolicies(List.of(() -> List
			.of(CorsPolicySpecification.builder("p").paths("/free/**").allowedOrigins("https://a.example").build())),
				false);
		CorsCheckDescriptor refused = endpoint(policies).check("/free/1", "https://b.example", null, null, null, null);
		assertThat(refused.allowed()).isFalse();
		assertThat(refused.applicationRule()).isEqualTo(new RuleDescriptor("@CrossOrigin A", true, "allowed",
				"@CrossOrigin A allows GET from the origin https://b.example."
						+ " Without the policy 'p', this rule decides, and the request is allowed."));
		assertThat(endpoint(policies).check("/free/1", "https://a.example", null, null, null, null).applicationRule())
			.extracting(RuleDescriptor::explanation)
			.asString()
			.endsWith(" Without the policy 'p', this rule decides, and the answer is the same.");
		assertThat(endpoint(policies).check("/free/1", "https://a.example", null, null, "true", null).applicationRule())
			.extracting(RuleDescriptor::reason)
			.isEqualTo("credentials-not-allowed");
	}

	@Test
	void ruleWithUnknownSettingsHasNoAnswer() {
		CorsPolicies none = new CorsPolicies(List.of(), false);
		ApplicationRules rules = new ApplicationRules(List.of(() -> List.of(ApplicationRule.unknown("library"))), none);
		CorsCheckDescriptor answer = new CorsCheckEndpoint(none, "", rules, ReloadGuard.none(none)).check("/x",
				"https://b.example", null, null, null, null);
		assertThat(answer.applicationRule()).isEqualTo(new RuleDescriptor("library", null, null,
				"library applies to this path, but its settings are not known."));
	}

	private static CorsCheckEndpoint endpoint(CorsPolicies policies) {
		ApplicationRules rules = new ApplicationRules(
				List.of(() -> List.of(new ApplicationRule("@CrossOrigin A", List.of("/free/{id}"), List.of("*")))),
				policies);
		return new CorsCheckEndpoint(policies, "", rules, ReloadGuard.none(policies));
	}

	@Test
	void pathThatBeginsWithTheContextPathGetsNoFix() {
		CorsCheckDescriptor answer = this.endpoint.check("/app/api/x", ORIGIN, null, null, null, null);
		assertThat(answer.reason()).isEqualTo("no-policy");
		assertThat(answer.fix()).isNull();
		assertThat(answer.explanation())
			.startsWith("This is the answer for /app/app/api/x, because 'path' is relative to the context path /app.");
	}

	@Test
	void allowedPathThatBeginsWithTheContextPathIsExplainedAsWell() {
		CorsCheckDescriptor answer = this.endpoint.check("/app/twice/x", ORIGIN, null, null, null, null);
		assertThat(answer.allowed()).isTrue();
		assertThat(answer.explanation()).startsWith("This is the answer for /app/app/twice/x, because");
	}

	@Test
	void queryMayHoldAnything() {
		assertThat(this.endpoint.check("/api/x?discount=100%", ORIGIN, null, null, null, null).allowed()).isTrue();
	}

	@Test
	void hostIsCheckedIfItIsGiven() {
		CorsPolicies limited = new CorsPolicies(List
			.of(() -> List.of(CorsPolicySpecification.builder("api").paths("/api/**").allowedOrigins(ORIGIN).build())),
				false, AllowedHosts.of(List.of("app.example")));
		CorsCheckEndpoint limitedEndpoint = new CorsCheckEndpoint(limited);
		assertThat(limitedEndpoint.check("/api/x", ORIGIN, null, null, null, null).allowed()).isTrue();
		assertThat(limitedEndpoint.check("/api/x", ORIGIN, null, null, null, "APP.example:8443").allowed()).isTrue();
		assertThat(limitedEndpoint.check("/api/x", ORIGIN, null, null, null, "127.0.0.1").allowed()).isTrue();
		CorsCheckDescriptor answer = limitedEndpoint.check("/api/x", ORIGIN, "PUT", null, null, "evil.test:8080");
		assertThat(answer.allowed()).isFalse();
		assertThat(answer.reason()).isEqualTo("host-not-allowed");
		assertThat(answer.host()).isEqualTo("evil.test:8080");
		assertThat(answer.policy()).isEqualTo("api");
		assertThat(answer.property()).isEqualTo("cors.allowed-hosts");
		assertThat(answer.fix()).isNull();
		assertThat(answer.explanation()).isEqualTo("The host evil.test is not in cors.allowed-hosts. If this is a name"
				+ " of this application, add it to cors.allowed-hosts. Otherwise, a page has used DNS rebinding.");
		assertThat(answer.preflightResponse().status()).isEqualTo(421);
		assertThat(answer.preflightResponse().headers()).containsOnly(entry("Vary", "Origin"),
				entry("Cache-Control", "no-store"));
		assertThat(limitedEndpoint.check("/other", ORIGIN, null, null, null, "evil.test").reason())
			.isEqualTo("no-policy");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> limitedEndpoint.check("/api/x", ORIGIN, null, null, null, "https://evil.test"))
			.withMessageContaining("'host' must be the name of a host");
	}

	@Test
	void otherPathsAreAnsweredWithoutHint() {
		for (String path : List.of("/api/x", "/application/x", "/ap")) {
			assertThat(this.endpoint.check(path, ORIGIN, null, null, null, null))
				.isEqualTo(new CorsCheckEndpoint(this.policies).check(path, ORIGIN, null, null, null, null));
		}
	}

}
