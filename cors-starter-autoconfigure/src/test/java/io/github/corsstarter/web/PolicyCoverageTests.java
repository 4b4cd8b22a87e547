package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.TestPolicies;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolicyCoverage}.
 */
class PolicyCoverageTests {

	private static final String[] SEGMENTS = { "a", "b", "ab", "*", "{x}", "a*", "?", "{y:[a-b]}", "*b" };

	private static final String[] ENDS = { "", "", "", "/", "/**", "/{*rest}", "/*" };

	@Test
	void coverageAgreesWithBruteForce() {
		Random random = Effort.random();
		int rounds = Effort.rounds(2_000);
		List<String> paths = paths();
		int whole = 0;
		int literals = 0;
		int together = 0;
		int partly = 0;
		for (int round = 0; round < rounds; round++) {
			String context = "seed " + Effort.SEED + ", round " + round;
			List<CorsPolicy> policies = policies(random);
			if (policies.isEmpty()) {
				continue;
			}
			LinearPathIndex<String> all = index(policies);
			String pattern = pattern(random);
			PolicyCoverage coverage = new CoverageFinder(policies).find(pattern);
			List<String> deciders = paths.stream()
				.filter((path) -> PathPatternParser.defaultInstance.parse(pattern)
					.matches(PathContainer.parsePath(path)))
				.map((path) -> decider(all, path))
				.distinct()
				.toList();
			context += ": " + pattern + " beside " + policies.stream().map(CorsPolicy::paths).toList() + " is "
					+ deciders;
			if (decider(coverage) != null) {
				assertThat(deciders).as(context).isSubsetOf(decider(coverage));
				whole++;
			}
			if (coverage.isComplete()) {
				assertThat(deciders).as(context).doesNotContain("");
				together += (decider(coverage) == null) ? 1 : 0;
			}
			List<String> named = coverage.paths().stream().map((path) -> path.policy().name()).toList();
			assertThat(deciders.stream().filter((name) -> !name.isEmpty())).as(context).isSubsetOf(named);
			partly += (decider(coverage) == null && !coverage.paths().isEmpty()) ? 1 : 0;
			if (!pattern.matches(".*[*?{].*")) {
				literals++;
				assertThat(deciders).as(context).containsExactly((decider(coverage) != null) ? decider(coverage) : "");
			}
		}
		System.out.println("PolicyCoverageTests: wholly taken " + whole + ", together " + together + ", partly "
				+ partly + ", literals " + literals);
		assertThat(together).isPositive();
		assertThat(List.of(whole, partly, literals)).allMatch((count) -> count > rounds / 40);
	}

	@Test
	void patternThatOneOfSeveralPoliciesCoversIsPartlyCovered() {
		assertThat(coverage("/orders/**", "/orders/**", "/orders/{id}/lines")).isEqualTo("null [p0, p1]");
		assertThat(coverage("/orders/{id}", "/orders/**", "/orders/7/lines")).isEqualTo("p0 [p0]");
		assertThat(coverage("/**", "/orders/**")).isEqualTo("null [p0]");
		assertThat(coverage("/shop", "/orders/**")).isEqualTo("null []");
		assertThat(coverage("/orders/{id:\\d+}", "/orders/{id:\\d+}")).isEqualTo("p0 [p0]");
	}

	@Test
	void widestPathOfPoliciesThatCoverAPatternTogetherIsTheLast() {
		List<CorsPolicy> policies = List.of(TestPolicies.policy("wide", "/shop/carts", "/shop/**"),
				TestPolicies.policy("narrow", "/shop/items"));
		PolicyCoverage coverage = new CoverageFinder(policies).find("/shop/**");
		assertThat(coverage.extent()).isEqualTo(PolicyCoverage.Extent.TOGETHER);
		assertThat(coverage.paths()).map((path) -> path.policy().name() + " " + path.index())
			.containsExactly("narrow 0", "wide 1");
		assertThat(new CoverageFinder(policies).find("/**").isComplete()).isFalse();
	}

	@Test
	void literalIsComparedDecoded() {
		assertThat(coverage("/größe x;y%", "/*")).isEqualTo("p0 [p0]");
		assertThat(coverage("/größe", "/gr*")).isEqualTo("p0 [p0]");
	}

	@Test
	void textThatIsNotAPathPatternMayBeAnyPath() {
		assertThat(coverage("/a/**/b{", "/a/**")).isEqualTo("null [p0]");
		assertThat(coverage("*.html", "/a/**")).isEqualTo("null [p0]");
		assertThat(coverage("*.html", "/**")).isEqualTo("p0 [p0]");
	}

	private static String coverage(String pattern, String... paths) {
		List<CorsPolicy> policies = new ArrayList<>();
		for (String path : paths) {
			policies.add(TestPolicies.policy("p" + policies.size(), path));
		}
		PolicyCoverage coverage = new CoverageFinder(policies).find(pattern);
		return decider(coverage) + " "
				+ coverage.paths().stream().map((path) -> path.policy().name()).sorted().toList();
	}

	private static String decider(PolicyCoverage coverage) {
		CorsPolicy policy = coverage.policy();
		return (policy != null) ? policy.name() : null;
	}

	private static String decider(LinearPathIndex<String> policies, String path) {
		Map.Entry<PathPattern, String> entry = policies.find(path);
		return (entry != null) ? entry.getValue() : "";
	}

	private static LinearPathIndex<String> index(List<CorsPolicy> policies) {
		Map<PathPattern, String> patterns = new HashMap<>();
		for (CorsPolicy policy : policies) {
			policy.paths()
				.forEach((path) -> patterns.put(PathPatternParser.defaultInstance.parse(path), policy.name()));
		}
		return new LinearPathIndex<>(patterns);
	}

	private static List<CorsPolicy> policies(Random random) {
		List<CorsPolicySpecification> specifications = new ArrayList<>();
		for (int i = 0; i < 1 + random.nextInt(3); i++) {
			List<String> paths = Stream.generate(() -> pattern(random)).limit(1 + random.nextInt(2)).toList();
			specifications.add(TestPolicies.specification("p" + i, paths));
		}
		return CorsPolicies.validate(specifications).stream().anyMatch(CorsProblem::isError) ? List.of()
				: specifications.stream().map(CorsPolicy::of).toList();
	}

	private static String pattern(Random random) {
		StringBuilder pattern = new StringBuilder();
		int size = random.nextInt(4);
		for (int i = 0; i < size; i++) {
			String segment = SEGMENTS[random.nextBoolean() ? random.nextInt(3) : random.nextInt(SEGMENTS.length)];
			pattern.append('/').append(segment.replace("x", "x" + i).replace("y:", "y" + i + ":"));
		}
		pattern.append(ENDS[random.nextInt(ENDS.length)]);
		return pattern.isEmpty() ? "/" : pattern.toString();
	}

	/** Every path of up to four segments, with and without a slash at its end. */
	private static List<String> paths() {
		List<String> paths = new ArrayList<>(List.of("/"));
		List<String> longest = List.of("");
		for (int i = 0; i < 4; i++) {
			longest = longest.stream()
				.flatMap((path) -> Stream.of("a", "b", "ab", "zb").map((segment) -> path + "/" + segment))
				.toList();
			longest.forEach((path) -> paths.addAll(List.of(path, path + "/")));
		}
		return paths;
	}

}
