package io.github.corsstarter.web;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserRequest.Initiator;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.observe.CorsShadows;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code cors.allowed-hosts} and {@code allow-timing} on paths that several
 * policies have.
 */
class HostsAndAudiencesTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://a.example", "https://b.example", "https://c.example", "https://x.example",
			"http://evil.test", "null", "" })
	void firstPolicyWithoutCredentialsRejectsHost(String origin) {
		CorsPolicies policies = policies(policy("c"), policy("b"), policy("a").allowCredentials(true));
		assertMisdirected(policies.decide(to("evil.test", "/p/x").with("Origin", origin)), "b");
		assertMisdirected(policies.decide(to("evil.test", "/p/x")), "b");
		assertMisdirected(policies.decide(to("evil.test", "/./p/x")), "b");
	}

	@Test
	void firstPolicyRejectsHostIfAllHaveCredentials() {
		CorsPolicies policies = policies(policy("b").allowCredentials(true), policy("a").allowCredentials(true));
		assertMisdirected(policies.decide(to("evil.test", "/p/x").with("Origin", "https://b.example")), "a");
	}

	@Test
	void policyForPathAsItIsWrittenRejectsHost() {
		CorsPolicies policies = policies(policy("a"), policy("b").paths("/p/x/**"), policy("c"));
		assertMisdirected(policies.decide(to("evil.test", "/p/x/a")), "b");
		assertMisdirected(policies.decide(to("evil.test", "/p/y/../x/a")), "a");
		assertMisdirected(policies.decide(to("evil.test", "/nowhere/../p/x/a")), "b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "navigate", "no-cors", "cors" })
	void rejectionBecauseOfHostHasNoFix(String mode) {
		for (CorsPolicies policies : List.of(policies(policy("a")), policies(policy("a"), policy("b")))) {
			FakeCorsRequest request = to("evil.test", "/p/x").with("Sec-Fetch-Mode", mode);
			CorsExplanation explanation = CorsExplanation.of(policies.decide(request), request);
			assertThat(explanation.fix()).isNull();
			assertThat(explanation.property()).isEqualTo("cors.allowed-hosts");
			assertThat(explanation.message()).isEqualTo("The host evil.test is not in cors.allowed-hosts. If this is a"
					+ " name of this application, add it to cors.allowed-hosts. Otherwise, a page has used DNS rebinding.");
			BrowserVerdict navigation = policies.current()
				.check(BrowserRequest.of("https://idp.example", "POST", "/p/x")
					.withInitiator(Initiator.NAVIGATION)
					.withHost("evil.test"));
			assertThat(navigation.reason()).isEqualTo(CorsReason.HOST_NOT_ALLOWED);
			assertThat(navigation.fix()).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "navigate", "cors" })
	void rejectionBecauseOfReplacedHostHasNoFix(String mode) {
		for (CorsPolicies policies : List.of(policies(policy("a")), policies(policy("a"), policy("b")))) {
			FakeCorsRequest request = new FakeCorsRequest("POST", "/p/x", List.of(), "http", "10.0.0.7", 8080)
				.with("Origin", "https://app.example")
				.with("Sec-Fetch-Mode", mode);
			CorsExplanation explanation = CorsExplanation.of(policies.decide(request), request);
			assertThat(explanation.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
			assertThat(explanation.fix()).isNull();
			assertThat(explanation.message()).contains("a proxy has probably replaced the header Host")
				.doesNotContain("identity provider");
			BrowserVerdict verdict = policies.current()
				.check(BrowserRequest.of("https://app.example", "POST", "/p/x").withHost("10.0.0.7:8080"));
			assertThat(verdict.explanation()).as("a browser that sends the request to this host itself")
				.doesNotContain("a proxy");
		}
	}

	@ParameterizedTest
	@CsvSource({ "https://app.example, 10.0.0.7, cross-site", "https://app.example, 10.0.0.7, same-site",
			"null, evil.test, same-origin", "http://evil.test, evil.test., same-origin",
			"https://APP.example, app.example, ''" })
	void hostIsNotReplacedIfPageIsElsewhere(String origin, String host, String site) {
		FakeCorsRequest request = new FakeCorsRequest("POST", "/p/x", List.of(), "http", host, 8080).with("Origin",
				origin);
		request = site.isEmpty() ? request : request.with("Sec-Fetch-Site", site);
		CorsPolicies policies = policies(policy("a"));
		CorsExplanation explanation = CorsExplanation.of(policies.decide(request), request);
		assertThat(explanation.message()).doesNotContain("a proxy has probably replaced");
	}

	/** Browsers send requests to each of these hosts themselves. */
	@ParameterizedTest
	@CsvSource({ "http://localhost:6274, 127.0.0.1", "http://localhost:6274, [::1]", "http://localhost:6274, 127.9.9.9",
			"http://localhost:6274, tool.localhost", "http://localhost:6274, LOCALHOST." })
	void hostIsNotReplacedIfBothAreLoopback(String origin, String host) {
		CorsPolicies policies = policies(AllowedHosts.of(List.of("localhost")), policy("a"));
		FakeCorsRequest request = new FakeCorsRequest("POST", "/p/x", List.of(), "http", host, 8080).with("Origin",
				origin);
		CorsExplanation explanation = CorsExplanation.of(policies.decide(request), request);
		assertThat(explanation.message()).startsWith("The policy 'a' does not allow the origin http://localhost:6274.")
			.doesNotContain("a proxy has probably replaced");
		assertThat(explanation.fix()).isEqualTo("add http://localhost:6274 to cors.policies.a.allowed-origins");
	}

	@Test
	void hostIsReplacedIfOnlyOneIsLoopback() {
		CorsPolicies policies = policies(AllowedHosts.of(List.of("localhost", "backend", "app.example")), policy("a"));
		for (List<String> pair : List.of(List.of("https://app.example", "localhost"),
				List.of("https://app.example", "127.0.0.1"), List.of("http://localhost", "10.0.0.7"))) {
			FakeCorsRequest request = new FakeCorsRequest("POST", "/p/x", List.of(), "http", pair.get(1), 8080)
				.with("Origin", pair.get(0));
			CorsExplanation explanation = CorsExplanation.of(policies.decide(request), request);
			boolean listed = pair.get(1).equals("localhost");
			assertThat(explanation.message().contains("a proxy has probably replaced")).as("%s", pair)
				.isEqualTo(!listed);
		}
	}

	@ParameterizedTest
	@CsvSource({ "http://app.example, app.example", "http://app.example:8080, app.example:8080",
			"https://app.example, app.example:443" })
	void pageOfCheckedHostIsOfSameOrigin(String origin, String host) {
		BrowserVerdict verdict = policies(policy("a")).current()
			.check(BrowserRequest.of(origin, "PUT", "/p/x").withHost(host));
		assertThat(verdict.allowed()).isTrue();
		assertThat(verdict.preflight()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "https://app.example, app.example:80", "http://app.example:8080, app.example",
			"http://www.app.example, app.example", "http://app.example:99999999999, app.example:99999999999" })
	void pageOfAnotherHostOrPortIsForeign(String origin, String host) {
		BrowserVerdict verdict = policies(policy("a")).current()
			.check(BrowserRequest.of(origin, "GET", "/p/x").withHost(host));
		assertThat(verdict.allowed()).isFalse();
	}

	@Test
	void newPolicyIsNoFixIfHostIsNotAllowed() {
		CorsPolicies policies = policies(policy("a"));
		BrowserRequest request = BrowserRequest.of("https://x.example", "GET", "/nowhere");
		assertThat(policies.current().check(request).fix()).isNotNull();
		assertThat(policies.current().check(request.withHost("app.example")).fix()).isNotNull();
		BrowserVerdict refused = policies.current().check(request.withHost("evil.test:8080"));
		assertThat(refused.reason()).isEqualTo(CorsReason.NO_POLICY);
		assertThat(refused.fix()).isNull();
		assertThat(refused.explanation()).endsWith(
				" With a policy, the request would be rejected, because the host evil.test is not in cors.allowed-hosts.");
	}

	@Test
	void otherSpellingIsCheckedWithItsHost() {
		CorsPolicies policies = policies(policy("a"), policy("b").paths("/x"));
		BrowserRequest request = BrowserRequest.of("https://a.example", "GET", "/nowhere/../p/x");
		assertThat(policies.current().check(request.withHost("app.example")).fix())
			.isEqualTo(policies.current().check(request).fix())
			.isEqualTo("send the request to /p/x");
	}

	@Test
	void fixForOriginIsTheSameWithHosts() {
		CorsPolicies policies = policies(policy("a"), policy("b").allowCredentials(true));
		FakeCorsRequest request = to("app.example", "/p/x").with("Origin", "https://x.example");
		assertThat(CorsExplanation.of(policies.decide(request), request).fix())
			.isEqualTo("add https://x.example to cors.policies.a.allowed-origins");
		FakeCorsRequest withCookie = request.with("Cookie", "a=b");
		assertThat(CorsExplanation.of(policies.decide(withCookie), withCookie).fix())
			.isEqualTo("add https://x.example to cors.policies.b.allowed-origins");
	}

	@Test
	void candidatesDoNotConsiderHost() {
		CorsPolicies policies = policies(policy("a"),
				policy("b").shadow((candidate) -> candidate.allowedOrigins("https://new.example")));
		CorsShadows shadows = new CorsShadows(policies, (policy, change) -> {
		}, Clock.systemUTC());
		FakeCorsRequest request = to("evil.test", "/p/x").with("Origin", "https://new.example");
		shadows.onDecision(policies.decide(request), request);
		assertThat(shadows.recent()).isEmpty();
		FakeCorsRequest other = to("app.example", "/p/x").with("Origin", "https://new.example");
		shadows.onDecision(policies.decide(other), other);
		assertThat(shadows.recent()).hasSize(1);
	}

	@Test
	void eachOriginGetsTimingOfItsPolicy() {
		CorsPolicies policies = policies(policy("a").allowTiming(true), policy("b"),
				policy("c").allowedOrigins("*").allowTiming(true));
		assertThat(timing(policies, "https://a.example")).isEqualTo("https://a.example");
		assertThat(timing(policies, "https://b.example")).isNull();
		assertThat(timing(policies, "https://x.example")).isEqualTo("*");
		FakeCorsRequest notCors = to("app.example", "/p/x");
		assertThat(header(policies.decide(notCors), notCors)).isEqualTo("*");
	}

	private static void assertMisdirected(CorsDecision decision, String policy) {
		assertThat(decision.status()).isEqualTo(421);
		assertThat(decision.reason()).isEqualTo(CorsReason.HOST_NOT_ALLOWED);
		assertThat(decision.host()).isEqualTo("evil.test");
		assertThat(decision.policy().name()).isEqualTo(policy);
	}

	private static String timing(CorsPolicies policies, String origin) {
		FakeCorsRequest request = to("app.example", "/p/x").with("Origin", origin);
		return header(policies.decide(request), request);
	}

	private static String header(CorsDecision decision, FakeCorsRequest request) {
		String[] value = new String[1];
		decision.forEachHeader(request,
				(name, text) -> value[0] = name.equals("Timing-Allow-Origin") ? text : value[0]);
		return value[0];
	}

	private static FakeCorsRequest to(String host, String path) {
		return new FakeCorsRequest("GET", path, List.of(), "http", host, -1);
	}

	private static Builder policy(String name) {
		return CorsPolicySpecification.builder(name).paths("/p/**").allowedOrigins("https://" + name + ".example");
	}

	private static CorsPolicies policies(Builder... builders) {
		return policies(AllowedHosts.of(List.of("app.example")), builders);
	}

	private static CorsPolicies policies(AllowedHosts hosts, Builder... builders) {
		return new CorsPolicies(List.of(() -> Arrays.stream(builders).map(Builder::build).toList()), false, hosts);
	}

}
