package io.github.corsstarter.reference;

import java.util.List;

import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.FakeCorsRequest.Line;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for former differences between the engine and the design.
 */
class FormerDefectsTests {

	// Section 4, "`*` anywhere but where section 2 has it". Both match any
	// host that has a full stop at its end, `https://evil.com.` among them.
	@ParameterizedTest
	@ValueSource(strings = { "https://*.", "https://pr-*.", "https://*-." })
	void wildcardNeedsAParentDomain(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> OriginPattern.parse(text));
	}

	// Section 4, "a wildcard label directly below a public suffix such as
	// `*.com`, `*.github.io` or `pr-*.github.io`"; the same with a full stop at the end.
	@ParameterizedTest
	@ValueSource(strings = { "https://*.github.io", "https://pr-*.github.io", "https://*.co.uk", "https://*.com." })
	void wildcardBelowPublicSuffixIsRefusedWithCredentials(String origin) {
		assertThat(problems(policy("a").allowedOrigins(origin).allowCredentials(true))).extracting(CorsProblem::reason)
			.containsExactly(Reason.PUBLIC_SUFFIX_WITH_CREDENTIALS);
	}

	// Section 2, "the same pattern in two policies is an error": the two patterns of this
	// test are not the same.
	@Test
	void quantifiersInPathsAreNotVariables() {
		assertThat(problems(policy("a").paths("/a/{x:[0-9]{2}}"), policy("b").paths("/a/{x:[0-9]{4}}"))).isEmpty();
	}

	// Section 4, "the value to write instead": the value that would be suggested here is
	// refused itself.
	@Test
	void suggestionForInsecureOriginIsValid() {
		List<CorsProblem> problems = problems(
				policy("a").allowedOrigins("http://a.example:443").allowCredentials(true));
		assertThat(problems).singleElement().extracting(CorsProblem::suggestion).isNull();
	}

	// CorsExplanation, "the smallest change that would allow the request, or
	// null where there is none": following these fixes stops the next start-up, or has no
	// effect, because no script can set the header.
	@ParameterizedTest
	@CsvSource({ "GET, cookie", "GET, sec-x", "GET, access-control-request-method", "TRACE, x-a", "put, x-a" })
	void fixIsNothingThatTheChecksRefuse(String method, String headers) {
		assertThat(fix(policy("a"), new Line("Origin", "https://a.example"),
				new Line("Access-Control-Request-Method", method), new Line("Access-Control-Request-Headers", headers)))
			.isNull();
	}

	// As above. The fixes that would be offered here do not allow the request.
	@Test
	void fixAllowsTheRequest() {
		assertThat(fix(policy("a"), new Line("Origin", "https://b.example:[8080]"))).isNull();
		assertThat(fix(policy("a"), new Line("Origin", "https://a.example"),
				new Line("Access-Control-Request-Method", "GET"),
				new Line("Access-Control-Request-Headers", "x y, x-b")))
			.isNull();
		assertThat(fix(policy("a"), new Line("Origin", "https://a.example"),
				new Line("Access-Control-Request-Method", "GET"),
				new Line("Access-Control-Request-Headers", "y".repeat(240))))
			.isNull();
	}

	private static Builder policy(String name) {
		return CorsPolicySpecification.builder(name).paths("/" + name).allowedOrigins("https://a.example");
	}

	private static List<CorsProblem> problems(Builder... policies) {
		return CorsPolicies.validate(List.of(policies).stream().map(Builder::build).toList());
	}

	private static String fix(Builder policy, Line... lines) {
		FakeCorsRequest request = new FakeCorsRequest("OPTIONS", "/a", List.of(lines), "https", "own.example", 443);
		CorsPolicies policies = new CorsPolicies(List.of(() -> List.of(policy.build())), false);
		CorsExplanation explanation = CorsExplanation.of(policies.decide(request), request);
		return (explanation != null) ? explanation.fix() : "allowed";
	}

}
