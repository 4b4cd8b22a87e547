package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.test.CorsAssertions;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsReload.RemovedPath;
import io.github.corsstarter.web.PolicyCoverage.Extent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for several policies with the same path.
 */
class AudiencesTests {

	private static final String PATH = "/catalogue/**";

	@ParameterizedTest
	@CsvSource({ "https://anyone.example, everyone", "https://shop.example, shop", "https://a.shop.example, shop",
			"https://shop.example:8443, everyone", "null, till", "file://, everyone", "'', everyone",
			"http://localhost:3000, till" })
	void originSelectsPolicy(String origin, String policy) {
		for (List<Builder> order : List.of(List.of(everyone(), shop(), till()), List.of(till(), shop(), everyone()))) {
			assertThat(name(decide(policies(order), "GET", origin))).isEqualTo(policy);
		}
	}

	@Test
	void unknownOriginIsRejectedByFirstPolicyWithoutCredentials() {
		CorsPolicies policies = policies(listed("b"), listed("a").allowCredentials(true), listed("c"));
		assertThat(name(decide(policies, "GET", "https://x.example"))).isEqualTo("b");
	}

	@Test
	void unknownOriginIsRejectedByFirstPolicyIfAllHaveCredentials() {
		CorsPolicies policies = policies(listed("b").allowCredentials(true), listed("a").allowCredentials(true));
		assertThat(name(decide(policies, "GET", "https://x.example"))).isEqualTo("a");
	}

	@Test
	void sameNamesOfVariablesAreNotNeeded() {
		CorsPolicies policies = policies(everyone().paths("/items/{id}", "/all/{*rest}", "/x/{a:[0-9]+}"),
				shop().paths("/x/{b:[0-9]+}", "/items/{number}", "/all/{*path}"));
		for (String path : List.of("/items/7", "/all/a/b", "/x/7")) {
			assertThat(name(policies.decide(FakeCorsRequest.actual("PUT", path, "https://shop.example"))))
				.isEqualTo("shop");
			assertThat(name(policies.decide(FakeCorsRequest.actual("GET", path, "https://x.example"))))
				.isEqualTo("everyone");
		}
		CorsGeneration generation = policies.current();
		assertThat(generation.pathPattern("/items/7", generation.policies().get(0))).isEqualTo("/items/{id}");
		assertThat(generation.pathPattern("/items/7", generation.policies().get(1))).isEqualTo("/items/{number}");
	}

	@Test
	void audiencesAreNotUnreachable() {
		assertThat(policies(everyone().allowedMethods("GET"), shop(), till()).warnings()).isEmpty();
	}

	@Test
	void pathThatMoreSpecificPathsCoverIsReportedForEachPolicy() {
		CorsPolicies policies = policies(everyone().allowedMethods("GET").paths("/**", "/a/{x}"), shop().paths("/**"),
				till().paths("/a/p*"), listed("z").paths("/a/p*"));
		assertThat(policies.warnings()).extracting(CorsProblem::reason, CorsProblem::property)
			.contains(tuple(Reason.UNREACHABLE_POLICY, "cors.policies.till"),
					tuple(Reason.UNREACHABLE_POLICY, "cors.policies.z"))
			.hasSize(4);
	}

	@Test
	void overlapNamesBothElements() {
		List<CorsProblem> problems = CorsPolicies
			.validate(List.of(listed("one").allowedOrigins("https://x.example", "https://pr-*.b.example").build(),
					listed("two").allowedOrigins("https://*-1.b.example").build()));
		assertThat(problems).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.OVERLAPPING_ORIGINS);
			assertThat(problem.policy()).isEqualTo("two");
			assertThat(problem.property()).isEqualTo("cors.policies.two.allowed-origins[0]");
			assertThat(problem.value()).isEqualTo("https://*-1.b.example");
			assertThat(problem.message()).isEqualTo("The policy 'one' also covers /catalogue/**, and its element"
					+ " https://pr-*.b.example also matches https://pr-a-1.b.example. Only one policy for a path can"
					+ " allow an origin. See cors.policies.one.allowed-origins[1].");
			assertThat(problem.action())
				.isEqualTo("Remove https://*-1.b.example from cors.policies.two.allowed-origins or"
						+ " https://pr-*.b.example from cors.policies.one.allowed-origins, or list the origins of each policy one by one.");
			assertThat(problem.suggestion()).isNull();
		});
	}

	@Test
	void overlapSaysWhatToRemove() {
		assertThat(CorsPolicies.validate(
				List.of(listed("shop").build(), listed("partners").allowedOrigins("https://shop.example").build())))
			.extracting(CorsProblem::action)
			.containsExactly("Remove https://shop.example from cors.policies.partners.allowed-origins or from"
					+ " cors.policies.shop.allowed-origins.");
		assertThat(CorsPolicies.validate(List.of(everyone("one").build(), everyone("two").build())))
			.extracting(CorsProblem::action)
			.containsExactly("List the origins of the policy 'two' or of the policy 'one'.");
	}

	@Test
	void differentSettingsSayWhatToWrite() {
		assertThat(CorsPolicies
			.validate(List.of(listed("a").build(), listed("b").onDisallowed(OnDisallowed.OMIT_HEADERS).build())))
			.extracting(CorsProblem::action)
			.containsExactly(
					"Set cors.policies.b.on-disallowed to reject, or cors.policies.a.on-disallowed to omit-headers.");
	}

	/** Everyone may use a method that the front end of the shop may not use. */
	@Test
	void methodThatOnlyEveryoneMayUseIsReported() {
		List<CorsProblem> warnings = policies(everyone().allowedMethods("GET", "DELETE", "PATCH").paths(PATH, "/b"),
				shop().paths("/b", PATH), till().allowedMethods("*"), listed("nobody").allowedOrigins("none"))
			.warnings();
		assertThat(warnings).singleElement().satisfies((warning) -> {
			assertThat(warning.reason()).isEqualTo(Reason.METHOD_ONLY_FOR_EVERYONE);
			assertThat(warning.policy()).isEqualTo("shop");
			assertThat(warning.property()).isEqualTo("cors.policies.shop.allowed-methods");
			assertThat(warning.message())
				.isEqualTo("The policy 'everyone' also covers /catalogue/**, and allows DELETE,"
						+ " PATCH to every other origin. The origins of this policy may not use these methods.");
			assertThat(warning.action()).isEqualTo("Add DELETE, PATCH to cors.policies.shop.allowed-methods, or remove"
					+ " them from cors.policies.everyone.allowed-methods.");
		});
		assertThat(policies(everyone().allowedMethods("*"), shop()).warnings()).singleElement()
			.extracting(CorsProblem::message)
			.isEqualTo("The policy 'everyone' also covers /catalogue/**, and allows every method to every other origin."
					+ " The origins of this policy may use only the methods that it lists.");
		assertThat(policies(everyone().allowedMethods("GET"), shop(), till(), listed("x")).warnings()).isEmpty();
		assertThat(policies(everyone().allowedMethods("HEAD"), shop().allowedMethods("GET")).warnings()).isEmpty();
	}

	@Test
	void overlapOnSeveralPathsIsReportedOnce() {
		assertThat(CorsPolicies.validate(List.of(everyone().allowedMethods("GET").paths("/a", "/b", "/c").build(),
				shop().paths("/a").build(), listed("z").paths("/a", "/b", "/c").allowedOrigins("*").build())))
			.extracting(CorsProblem::reason)
			.containsExactly(Reason.OVERLAPPING_ORIGINS);
	}

	@Test
	void fixNamesPolicyWithoutCredentials() {
		CorsPolicies policies = policies(listed("a").allowCredentials(true), listed("b"));
		assertThat(check(policies, "GET", "https://x.example", false).fix())
			.isEqualTo("add https://x.example to cors.policies.b.allowed-origins");
		assertThat(explain(policies, FakeCorsRequest.actual("GET", "/catalogue/x", "https://x.example")).fix())
			.isEqualTo("add https://x.example to cors.policies.b.allowed-origins");
	}

	@Test
	void fixForRequestWithCredentialsNamesPolicyWithCredentials() {
		CorsPolicies policies = policies(listed("a"), listed("b").allowCredentials(true).allowedMethods("GET"));
		BrowserVerdict verdict = check(policies, "PUT", "https://x.example", true);
		assertThat(verdict.policy().name()).isEqualTo("a");
		assertThat(verdict.property()).isEqualTo("cors.policies.b.allowed-origins");
		assertThat(verdict.fix()).isEqualTo(
				"add https://x.example to cors.policies.b.allowed-origins; add PUT to cors.policies.b.allowed-methods");
	}

	@Test
	void fixForCredentialsOfEveryoneNamesPolicyWithCredentials() {
		BrowserVerdict verdict = check(policies(everyone(), shop()), "GET", "https://x.example", true);
		assertThat(verdict.reason()).isEqualTo(CorsReason.CREDENTIALS_NOT_ALLOWED);
		assertThat(verdict.policy().name()).isEqualTo("everyone");
		assertThat(verdict.fix()).isEqualTo("add https://x.example to cors.policies.shop.allowed-origins");
	}

	/** A method for everyone would open the path to every site. */
	@Test
	void fixForMethodNamesPolicyThatAllowsIt() {
		CorsPolicies policies = policies(everyone().allowedMethods("GET"), shop(),
				listed("writers").allowedMethods("GET", "PUT"));
		FakeCorsRequest preflight = FakeCorsRequest.preflight("PUT", "/catalogue/x", "https://x.example");
		for (FakeCorsRequest request : List.of(preflight, preflight.with("Cookie", "a=b"),
				FakeCorsRequest.actual("PUT", "/catalogue/x", "https://x.example"))) {
			CorsExplanation explanation = explain(policies, request);
			String policy = (request.header("Cookie") != null) ? "shop" : "writers";
			assertThat(explanation.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED);
			assertThat(explanation.policy()).isEqualTo("everyone");
			assertThat(explanation.property()).isEqualTo("cors.policies." + policy + ".allowed-origins");
			assertThat(explanation.fix())
				.isEqualTo("add https://x.example to cors.policies." + policy + ".allowed-origins");
			assertThat(explanation.message())
				.isEqualTo("The policy 'everyone' does not allow the method PUT. The policy '" + policy
						+ "' for this path allows it" + (policy.equals("shop") ? ", with credentials" : "")
						+ ". The policy '" + policy + "' does not allow the origin https://x.example.");
		}
		assertThat(explain(policies, preflight.with("Access-Control-Request-Headers", "x-a")).fix())
			.isEqualTo("add https://x.example to cors.policies.writers.allowed-origins;"
					+ " add x-a to cors.policies.writers.allowed-headers");
	}

	@Test
	void withoutCredentialsNoFixForMethodNamesPolicyWithCredentials() {
		CorsPolicies policies = policies(everyone().allowedMethods("GET"), shop());
		String message = "The policy 'everyone' does not allow the method PUT. The policy 'shop' for this path allows it,"
				+ " with credentials. Add the origin to cors.policies.shop.allowed-origins only if the page needs"
				+ " credentials.";
		CorsExplanation explanation = explain(policies,
				FakeCorsRequest.preflight("PUT", "/catalogue/x", "https://x.example"));
		assertThat(explanation.message()).isEqualTo(message);
		assertThat(explanation.fix()).isNull();
		BrowserVerdict verdict = check(policies, "PUT", "https://x.example", false);
		assertThat(verdict.explanation()).isEqualTo(message);
		assertThat(verdict.fix()).isNull();
		// No other policy allows this method.
		assertThat(check(policies, "DELETE", "https://x.example", false).fix())
			.isEqualTo("add DELETE to cors.policies.everyone.allowed-methods");
	}

	@Test
	void withCredentialsFixForMethodIsLikeFixForCredentials() {
		CorsPolicies policies = policies(everyone().allowedMethods("GET"), shop());
		BrowserVerdict get = check(policies, "GET", "https://x.example", true);
		BrowserVerdict put = check(policies, "PUT", "https://x.example", true);
		BrowserVerdict post = check(policies, "POST", "https://x.example", true);
		assertThat(List.of(get.reason(), put.reason(), post.reason())).containsExactly(
				CorsReason.CREDENTIALS_NOT_ALLOWED, CorsReason.METHOD_NOT_ALLOWED, CorsReason.METHOD_NOT_ALLOWED);
		for (BrowserVerdict verdict : List.of(get, put, post)) {
			assertThat(verdict.policy().name()).isEqualTo("everyone");
			assertThat(verdict.property()).isEqualTo("cors.policies.shop.allowed-origins");
		}
		assertThat(get.explanation()).startsWith("The policy 'everyone' does not allow credentials.")
			.endsWith(" The policy 'shop' for this path allows credentials. The policy 'shop' does not allow the origin"
					+ " https://x.example.");
		assertThat(put.explanation()).isEqualTo("The policy 'everyone' does not allow the method PUT. The policy 'shop'"
				+ " for this path allows it, with credentials. The policy 'shop' does not allow the origin"
				+ " https://x.example.");
		assertThat(post.explanation())
			.isEqualTo("The policy 'everyone' does not allow the method POST. The policy 'shop'"
					+ " for this path allows credentials. The policy 'shop' does not allow the origin https://x.example.");
		assertThat(get.fix()).isEqualTo("add https://x.example to cors.policies.shop.allowed-origins");
		assertThat(put.fix()).isEqualTo(get.fix());
		assertThat(post.fix()).isEqualTo(get.fix() + "; add POST to cors.policies.shop.allowed-methods");
	}

	@Test
	void withoutCredentialsNoFixNamesPolicyWithCredentials() {
		CorsPolicies policies = policies(listed("a").allowCredentials(true), listed("b").allowCredentials(true));
		BrowserVerdict verdict = check(policies, "GET", "https://x.example", false);
		assertThat(verdict.fix()).isNull();
		assertThat(verdict.explanation())
			.startsWith("The policy 'a' does not allow the origin https://x.example. Every policy for this path allows"
					+ " credentials.");
		assertThat(check(policies, "GET", "https://x.example", true).fix())
			.isEqualTo("add https://x.example to cors.policies.a.allowed-origins");
	}

	@Test
	void fixIsNotForPolicyThatAllowsNobody() {
		CorsPolicies policies = policies(listed("a").allowedOrigins("none"), listed("b"));
		assertThat(name(decide(policies, "GET", "https://x.example"))).isEqualTo("a");
		assertThat(check(policies, "GET", "https://x.example", false).fix())
			.isEqualTo("add https://x.example to cors.policies.b.allowed-origins");
	}

	@Test
	void fixThatWouldOverlapOnAnotherPathIsNull() {
		CorsPolicies policies = policies(listed("a").paths("/a", "/b"), listed("b").paths("/b"));
		BrowserVerdict verdict = policies.current().check(BrowserRequest.of("https://b.example", "GET", "/a"));
		assertThat(verdict.fix()).isNull();
		assertThat(verdict.explanation()).isEqualTo("The policy 'a' does not allow the origin https://b.example."
				+ " If it did, it would overlap with another policy for the same path.");
		assertThat(explain(policies, FakeCorsRequest.actual("GET", "/a", "https://b.example")).fix()).isNull();
		assertThat(policies.current().check(BrowserRequest.of("https://x.example", "GET", "/a")).fix())
			.isEqualTo("add https://x.example to cors.policies.a.allowed-origins");
	}

	@Test
	void fixThatWouldOverlapWithPatternIsNull() {
		CorsPolicies policies = policies(listed("a"), listed("b").allowedOrigins("moz-extension://one"));
		String origin = "moz-extension://0b5f1ad6-6c3e-4d0a-8b1e-5d6f0f3a2c11";
		assertThat(check(policies, "GET", origin, false).fix()).isNull();
		assertThat(check(policies(listed("a"), listed("b")), "GET", origin, false).fix())
			.isEqualTo("add moz-extension://* to cors.policies.a.allowed-origins");
	}

	@Test
	void fixThatWouldOverlapWithCandidateIsNull() {
		CorsPolicies policies = policies(listed("a"),
				listed("b").shadow((candidate) -> candidate.allowedOrigins("https://x.example")));
		assertThat(check(policies, "GET", "https://x.example", false).fix()).isNull();
		assertThat(check(policies, "GET", "https://y.example", false).fix()).isNotNull();
	}

	@Test
	void navigationToSharedPathHasNoFixForOnePolicy() {
		CorsPolicies policies = policies(listed("a").paths("/login"), listed("b").paths("/login"));
		for (String origin : List.of("https://x.example", "https://b.example")) {
			FakeCorsRequest post = FakeCorsRequest.actual("DELETE", "/login", origin)
				.with("Sec-Fetch-Mode", "navigate");
			CorsExplanation explanation = explain(policies, post);
			assertThat(explanation.fix()).isNull();
			assertThat(explanation.message())
				.endsWith("set on-disallowed to omit-headers in all policies for this path.");
		}
	}

	@Test
	void fixForNavigationBelowSharedPathIsSeparatePolicy() {
		CorsPolicies policies = policies(listed("a"), listed("b"));
		FakeCorsRequest post = FakeCorsRequest.actual("POST", "/catalogue/login", "https://x.example")
			.with("Sec-Fetch-Mode", "navigate");
		assertThat(explain(policies, post).fix()).contains("/catalogue/login", "none", "omit-headers");
	}

	@Test
	void candidatesAreCheckedTogether() {
		CorsPolicies policies = policies(everyone(),
				shop().shadow((candidate) -> candidate.allowedOrigins("https://new.example")));
		assertThat(candidate(policies, "PUT", "https://new.example")).isEqualTo("everyone method-not-allowed -> shop");
		assertThat(candidate(policies, "PUT", "https://shop.example"))
			.isEqualTo("shop allowed -> everyone method-not-allowed");
		assertThat(candidate(policies, "GET", "https://shop.example")).isEqualTo("shop allowed -> everyone");
	}

	@Test
	void thousandAudiencesOfOnePath() {
		List<Builder> builders = new ArrayList<>(List.of(everyone()));
		for (int i = 0; i < 1000; i++) {
			builders.add(listed("p" + i).allowedOrigins("https://a%d.example".formatted(i),
					"https://*.b%d.example:[443,%d]".formatted(i, i + 1), "http://pr-%d-*.example.com".formatted(i)));
		}
		CorsPolicies policies = policies(builders);
		for (int i = 0; i < 1000; i += 7) {
			for (String origin : List.of("https://a%d.example", "https://x.y.b%d.example",
					"http://pr-%d-x.example.com")) {
				assertThat(name(decide(policies, "GET", origin.formatted(i)))).isEqualTo("p" + i);
			}
			assertThat(name(decide(policies, "GET", "https://x.b%d.example:%d".formatted(i, i + 1))))
				.isEqualTo("p" + i);
			assertThat(name(decide(policies, "GET", "https://x.b%d.example:%d".formatted(i, i + 2))))
				.isEqualTo("everyone");
		}
	}

	/** Everyone reads without cookies; the shop's own front end writes with cookies. */
	@Test
	void catalogueOfShop() {
		CorsPolicies policies = policies(everyone().allowedMethods("GET"), shop());
		String path = "/catalogue/coffee";
		CorsAssertions.assertThatCors(policies)
			.from("https://anyone.example")
			.sending("GET", path)
			.isAllowed()
			.isDecidedBy("everyone")
			.hasResponseHeader("Access-Control-Allow-Origin", "*")
			.hasResponseHeader("Vary", "Origin");
		CorsAssertions.assertThatCors(policies)
			.from("https://anyone.example")
			.sending("PUT", path)
			.isRejectedBecause(CorsReason.METHOD_NOT_ALLOWED);
		CorsAssertions.assertThatCors(policies)
			.from("https://anyone.example")
			.sending("GET", path)
			.withCredentials()
			.isRejectedBecause(CorsReason.CREDENTIALS_NOT_ALLOWED);
		CorsAssertions.assertThatCors(policies)
			.from("https://shop.example")
			.sending("PUT", path)
			.withCredentials()
			.isAllowed()
			.isDecidedBy("shop");
		CorsAssertions.assertThatCors(policies).grantsNothingToLookAlikes();
	}

	private static String candidate(CorsPolicies policies, String method, String origin) {
		CorsDecision present = decide(policies, method, origin);
		CorsDecision candidate = policies.current()
			.decideByCandidate(present.policy(), FakeCorsRequest.actual(method, "/catalogue/x", origin));
		BrowserVerdict verdict = policies.current().checkCandidate(BrowserRequest.of(origin, method, "/catalogue/x"));
		assertThat(verdict.policy().name()).isEqualTo(name(candidate));
		assertThat(verdict.allowed()).isEqualTo(!candidate.isRejected());
		return name(present) + " " + present.reason().code() + " -> " + name(candidate)
				+ (candidate.isRejected() ? " " + candidate.reason().code() : "");
	}

	@Test
	void pathWithoutCandidateHasNone() {
		CorsPolicies policies = policies(everyone().paths("/a", "/b"),
				shop().paths("/a").shadow((candidate) -> candidate.allowedOrigins("none")));
		assertThat(policies.current().checkCandidate(BrowserRequest.of("https://x.example", "GET", "/a"))).isNotNull();
		assertThat(policies.current().checkCandidate(BrowserRequest.of("https://x.example", "GET", "/b"))).isNull();
		assertThat(policies.current()
			.decideByCandidate(policies.policies().get(0), FakeCorsRequest.actual("GET", "/b", "https://x.example")))
			.isNull();
	}

	@Test
	void severalPoliciesCoverPathTogether() {
		CorsGeneration generation = policies(shop(), everyone(), till().paths("/catalogue/till/**", "/{x}/a"),
				everyone("all").paths("/{y}/a").allowedOrigins("https://all.example"))
			.current();
		PolicyCoverage coverage = generation.coverage("/catalogue/coffee");
		assertThat(coverage.extent()).isEqualTo(Extent.TOGETHER);
		assertThat(coverage.policy()).isNull();
		assertThat(coverage.paths()).extracting((path) -> path.policy().name()).containsExactly("everyone", "shop");
		assertThat(generation.coverage("/catalogue/till/1").policy().name()).isEqualTo("till");
		assertThat(generation.coverage(PATH).extent()).isEqualTo(Extent.TOGETHER);
		assertThat(generation.coverage("/**").extent()).isEqualTo(Extent.SOME);
		assertThat(generation.coverage("/{z}/a").paths()).extracting((path) -> path.policy().name())
			.containsExactly("all", "till");
	}

	@Test
	void removedAudienceIsRemovedPath() {
		assertThat(reload(List.of(everyone(), shop()), List.of(everyone())).removedPaths())
			.containsExactly(new RemovedPath(PATH, "shop", "everyone"));
		assertThat(reload(List.of(everyone(), shop()), List.of(everyone(), shop().paths("/other"))).removedPaths())
			.containsExactly(new RemovedPath(PATH, "shop", "everyone"));
		assertThat(reload(List.of(everyone(), shop(), till()), List.of(everyone(), shop())).removedPaths())
			.containsExactly(new RemovedPath(PATH, "till", null));
	}

	@Test
	void audienceOfAnotherNameIsNoRemovedPath() {
		assertThat(reload(List.of(everyone(), shop()), List.of(everyone(), listed("other"))).removedPaths()).isEmpty();
		assertThat(reload(List.of(everyone(), shop()), List.of(till())).removedPaths()).isEmpty();
		assertThat(reload(List.of(everyone()), List.of(everyone(), shop())).removedPaths()).isEmpty();
		assertThat(reload(List.of(shop().paths("/a/{x}")), List.of(shop().paths("/a/{y}"))).removedPaths()).isEmpty();
	}

	@Test
	void removedPathOfAllAudiencesIsReportedForEach() {
		assertThat(reload(List.of(everyone(), shop()), List.of(till().paths("/**"))).removedPaths())
			.containsExactly(new RemovedPath(PATH, "everyone", "till"), new RemovedPath(PATH, "shop", "till"));
	}

	private static CorsReload reload(List<Builder> before, List<Builder> after) {
		List<CorsPolicySpecification> specifications = new ArrayList<>(before.stream().map(Builder::build).toList());
		CorsPolicies policies = new CorsPolicies(List.of(() -> specifications), false);
		specifications.clear();
		after.forEach((builder) -> specifications.add(builder.build()));
		return policies.reload();
	}

	private static Builder everyone() {
		return everyone("everyone");
	}

	private static Builder everyone(String name) {
		return CorsPolicySpecification.builder(name).paths(PATH).allowedOrigins("*");
	}

	private static Builder shop() {
		return CorsPolicySpecification.builder("shop")
			.paths(PATH)
			.allowedOrigins("https://shop.example", "https://*.shop.example")
			.allowedMethods("GET", "PUT")
			.allowCredentials(true);
	}

	private static Builder till() {
		return CorsPolicySpecification.builder("till").paths(PATH).allowedOrigins("null", "http://localhost:*");
	}

	private static Builder listed(String name) {
		return CorsPolicySpecification.builder(name).paths(PATH).allowedOrigins("https://" + name + ".example");
	}

	private static CorsPolicies policies(Builder... builders) {
		return policies(Arrays.asList(builders));
	}

	private static CorsPolicies policies(List<Builder> builders) {
		return new CorsPolicies(List.of(() -> builders.stream().map(Builder::build).toList()), false);
	}

	private static CorsDecision decide(CorsPolicies policies, String method, String origin) {
		return policies.decide(FakeCorsRequest.actual(method, "/catalogue/x", origin));
	}

	private static BrowserVerdict check(CorsPolicies policies, String method, String origin, boolean credentials) {
		return policies.current().check(BrowserRequest.of(origin, method, "/catalogue/x").withCredentials(credentials));
	}

	private static CorsExplanation explain(CorsPolicies policies, FakeCorsRequest request) {
		return CorsExplanation.of(policies.decide(request), request);
	}

	private static String name(CorsDecision decision) {
		return decision.policy().name();
	}

}
