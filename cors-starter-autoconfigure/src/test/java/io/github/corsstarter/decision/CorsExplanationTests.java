package io.github.corsstarter.decision;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.policy.SettingLocations;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsExplanation}.
 */
class CorsExplanationTests {

	@Test
	void allowedRequestHasNoExplanation() {
		FakeCorsRequest request = request("GET", "https://a.example");
		assertThat(explain(policy(), request)).isNull();
		assertThat(CorsExplanation.of(CorsDecision.noPolicy(), request)).isNull();
	}

	@Test
	void origin() {
		CorsExplanation explanation = explain(policy(), actual("https://b.example"));
		assertThat(explanation.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(explanation.policy()).isEqualTo("p");
		assertThat(explanation.property()).isEqualTo("cors.policies.p.allowed-origins");
		assertThat(explanation.fix()).isEqualTo("add https://b.example to cors.policies.p.allowed-origins");
	}

	@Test
	void noFixWhereItWouldBeUnsafeOrUseless() {
		assertThat(explain(policy().allowedOrigins("none"), actual("https://b.example")).fix()).isNull();
		assertThat(explain(policy(), actual("https://b.example/")).fix()).isNull();
		assertThat(explain(policy(), actual("*")).fix()).isNull();
		assertThat(explain(policy(), actual("https://*.example")).fix()).isNull();
		assertThat(explain(policy().allowCredentials(true), actual("http://b.example")).fix()).isNull();
		assertThat(explain(policy().allowCredentials(true), actual("null")).fix()).isNull();
		assertThat(explain(policy().allowCredentials(true), actual("http://localhost")).fix()).isNotNull();
		assertThat(explain(policy(), actual("http://b.example")).fix()).isNotNull();
		assertThat(explain(policy(), actual("null")).fix()).startsWith("add \"null\" to ");
		assertThat(explain(policy(), request("A B", "https://a.example")).fix()).isNull();
	}

	@Test
	void refusedNavigationGetsAPolicyOfItsOwn() {
		CorsExplanation explanation = explain(policy().allowCredentials(true),
				navigation("/login/saml2/sso/x", "https://idp.example"));
		assertThat(explanation.message())
			.contains("This is a navigation, for example a form post from an identity provider.")
			.contains("Do not add its origin to this policy, and do not set omit-headers on this policy");
		assertThat(explanation.fix()).isEqualTo("add the policy cors.policies.posts-to-login-saml2-sso-x:"
				+ " {paths: /login/saml2/sso/x, allowed-origins: none, on-disallowed: omit-headers}");
	}

	@Test
	void methodOfARefusedNavigationIsNotAdded() {
		CorsExplanation explanation = explain(policy().allowedMethods("GET"), navigation("/x", "https://a.example"));
		assertThat(explanation.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED);
		assertThat(explanation.fix()).startsWith("add the policy cors.policies.posts-to-x: {paths: /x, ");
	}

	@Test
	void policyForTheSamePathOnlyIsChangedItself() {
		assertThat(explain(policy().paths("/x"), navigation("/x", "https://idp.example")).fix())
			.isEqualTo("set cors.policies.p.on-disallowed to omit-headers");
		assertThat(explain(policy().paths("/x", "/y"), navigation("/x", "https://idp.example")).fix())
			.isEqualTo("remove /x from cors.policies.p.paths; add the policy cors.policies.posts-to-x:"
					+ " {paths: /x, allowed-origins: none, on-disallowed: omit-headers}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a%20b", "//a", "/a/", "/a/../b", "/a;b=c", "/{a}", "/a*", "/a,b", "/:a", "/a'b", "/(a)",
			"", "/a\\b" })
	void pathThatIsNoPlainPatternIsNotWrittenInAPolicy(String path) {
		CorsExplanation explanation = explain(policy(), navigation(path, "https://idp.example"));
		assertThat(explanation.message()).contains("This is a navigation");
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void namesOfNewPoliciesDifferIfPathsDiffer() {
		Set<String> names = new HashSet<>();
		List<String> paths = List.of("/", "/a/b", "/a-b", "/A/b", "/a.b", "/a_b", "/a/b-", "/" + "a/".repeat(50) + "b",
				"/" + "a/".repeat(50) + "c");
		for (String path : paths) {
			String fix = explain(policy(), navigation(path, "https://idp.example")).fix();
			String name = fix.replaceAll("add the policy cors\\.policies\\.([a-z0-9-]+): .*", "$1");
			assertThat(name).matches("[a-z0-9-]{1,70}");
			names.add(name);
		}
		assertThat(names).hasSameSizeAs(paths);
	}

	@Test
	void navigationThatTheHandlerAnswersNeedsNoFix() {
		CorsExplanation explanation = explain(policy().onDisallowed(OnDisallowed.OMIT_HEADERS),
				navigation("/x", "https://idp.example"));
		assertThat(explanation.message()).contains("This is a navigation", "nothing has to be changed");
		assertThat(explanation.fix()).isNull();
	}

	private static FakeCorsRequest navigation(String path, String origin) {
		return FakeCorsRequest.actual("POST", path, origin).with("Sec-Fetch-Mode", "navigate");
	}

	@Test
	void optionsWithoutRequestedMethodIsNoPreflight() {
		FakeCorsRequest request = FakeCorsRequest.actual("OPTIONS", "/x", "https://a.example");
		CorsExplanation explanation = explain(policy(), request);
		assertThat(explanation.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED);
		assertThat(explanation.message()).isEqualTo("The policy 'p' does not allow the method OPTIONS. This is not a"
				+ " preflight, because it has no Access-Control-Request-Method. This command sends one: curl -i -X OPTIONS"
				+ " -H 'Origin: https://a.example' -H 'Access-Control-Request-Method: GET' 'https://server.example/x'");
		assertThat(explanation.fix()).isNull();
		assertThat(explanation.property()).isNull();
		CorsExplanation other = explain(policy(), request.with("Origin", "https://b.example"));
		assertThat(other.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(other.message()).contains("This is not a preflight", "-H 'Origin: https://b.example'");
		assertThat(other.fix()).isNull();
		assertThat(explain(policy().allowedMethods("OPTIONS"), request.with("Origin", "https://b.example")).fix())
			.isEqualTo("add https://b.example to cors.policies.p.allowed-origins");
	}

	@Test
	void curlCommandIsSafeToPaste() {
		FakeCorsRequest request = FakeCorsRequest.actual("OPTIONS", "/x'$(id)`id`;touch y", "app://a'b");
		assertThat(explain(policy().allowedMethods("it's"), request.at("http", "server.example", 8080)).message())
			.endsWith("-H 'Origin: app://a'\\''b' -H 'Access-Control-Request-Method: it'\\''s'"
					+ " 'http://server.example:8080/x'\\''$(id)`id`'");
		for (FakeCorsRequest odd : List.of(request.with("Origin", "https://a\r\n'; id"),
				request.with("Origin", "x".repeat(201)), request.at("http", "a'; id", 80), request.at("http", null, 80),
				request.at("file", "a", 80), FakeCorsRequest.actual("OPTIONS", "/\u00e9", "https://a.example"),
				FakeCorsRequest.actual("OPTIONS", "/{a,b}", "https://a.example"),
				FakeCorsRequest.actual("OPTIONS", "/" + "a".repeat(300), "https://a.example"))) {
			assertThat(explain(policy(), odd).message()).contains("This is not a preflight").doesNotContain("curl");
		}
	}

	@Test
	void fixIsComplete() {
		assertThat(explain(policy(), request("PUT", "https://b.example")).fix())
			.isEqualTo("add https://b.example to cors.policies.p.allowed-origins;"
					+ " add PUT to cors.policies.p.allowed-methods");
		CorsExplanation explanation = explain(policy(), preflight("PUT", "x-b").with("Origin", "https://b.example"));
		assertThat(explanation.message()).isEqualTo("The policy 'p' does not allow the origin https://b.example.");
		assertThat(explanation.fix()).isEqualTo("add https://b.example to cors.policies.p.allowed-origins; add PUT to"
				+ " cors.policies.p.allowed-methods; add x-b to cors.policies.p.allowed-headers");
		CorsExplanation incomplete = explain(policy(), preflight("put").with("Origin", "https://b.example"));
		assertThat(incomplete.fix()).isNull();
		assertThat(incomplete.message()).contains("That is not all:", "the page must write PUT");
	}

	@Test
	void sharedDefaultsAreNotChanged() {
		Builder policy = policy().locations(new SettingLocations() {

			@Override
			public String property(String key) {
				return key.equals("allowed-methods") ? "cors.policies.p." + key : "cors.defaults." + key;
			}

			@Override
			public String ownProperty(String key) {
				return "cors.policies.p." + key;
			}

			@Override
			public boolean isSet(String key) {
				return !key.equals("allowed-methods");
			}

			@Override
			public String place(String property) {
				return null;
			}

		});
		assertThat(explain(policy, preflight("PUT", "x-b").with("Origin", "https://b.example")).fix())
			.isEqualTo("copy cors.defaults.allowed-origins to cors.policies.p.allowed-origins and add"
					+ " https://b.example there; set cors.policies.p.allowed-methods to GET, HEAD, POST, PUT; copy"
					+ " cors.defaults.allowed-headers to cors.policies.p.allowed-headers and add x-b there");
	}

	@Test
	void hiddenOriginIsNamed() {
		assertThat(explain(policy(), actual("null")).message()).contains("no-referrer");
		FakeCorsRequest request = actual("null").with("Sec-Fetch-Site", "cross-site");
		assertThat(explain(policy(), request).message()).doesNotContain("no-referrer");
	}

	@Test
	void malformedOriginHasNoProperty() {
		CorsExplanation explanation = explain(policy(), actual("x".repeat(513)));
		assertThat(explanation.reason()).isEqualTo(CorsReason.ORIGIN_MALFORMED);
		assertThat(explanation.property()).isNull();
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void methodIsThatOfThePreflight() {
		CorsExplanation explanation = explain(policy(), preflight("DELETE"));
		assertThat(explanation.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED);
		assertThat(explanation.message()).contains("DELETE");
		assertThat(explanation.fix()).isEqualTo("add DELETE to cors.policies.p.allowed-methods");
	}

	@Test
	void headersAreListedOnceAndAtMostTen() {
		assertThat(explain(policy(), preflight("GET", "x-a, x-b", "X-C,x-b")).fix())
			.isEqualTo("add x-b, X-C to cors.policies.p.allowed-headers");
		assertThat(explain(policy(), preflight("GET", "x-b")).message()).contains("request header x-b.");
		String names = IntStream.range(10, 40).mapToObj((i) -> "y-" + i).collect(Collectors.joining(","));
		CorsExplanation explanation = explain(policy(), preflight("GET", names));
		assertThat(explanation.message())
			.contains("request headers y-10, y-11, y-12, y-13, y-14, y-15, y-16, y-17, y-18, y-19.");
		// Adding ten of the thirty headers would not allow the request.
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void unreadableHeadersHaveNoProperty() {
		assertThat(explain(policy(), preflight("GET", "x-a", " ".repeat(500))).property()).isNull();
		CorsExplanation explanation = explain(policy().allowedHeaders("*"), preflight("GET", "x y"));
		assertThat(explanation.reason()).isEqualTo(CorsReason.HEADERS_NOT_ALLOWED);
		assertThat(explanation.property()).isNull();
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void clientTextIsEscapedAndCut() {
		assertThat(explain(policy(), actual("a\r\n\u00E9\uD800")).message()).contains("a\\u000d\\u000a\\u00e9\\ud800.");
		assertThat(explain(policy(), actual("x".repeat(512))).message()).contains("x".repeat(200) + "...");
		assertThat(SafeText.ofClient("x".repeat(200))).isEqualTo("x".repeat(200));
	}

	private static Builder policy() {
		return CorsPolicySpecification.builder("p")
			.paths("/**")
			.allowedOrigins("https://a.example")
			.allowedHeaders("x-a");
	}

	private static FakeCorsRequest actual(String origin) {
		return request("GET", origin);
	}

	private static FakeCorsRequest preflight(String method, String... headers) {
		return FakeCorsRequest.preflight(method, "/", "https://a.example")
			.with("Access-Control-Request-Headers", headers);
	}

	private static FakeCorsRequest request(String method, String origin) {
		return FakeCorsRequest.actual(method, "/", origin);
	}

	private static CorsExplanation explain(Builder policy, FakeCorsRequest request) {
		return CorsExplanation.of(new PolicyEngine(CorsPolicy.of(policy.build()), false).decide(request), request);
	}

}
