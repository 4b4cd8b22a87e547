package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PathFates}.
 */
class PathFatesTests {

	private static final String[] SEGMENTS = { "a", "b", "ab", "*", "{x}", "a*", "?", "{y:[a-b]}", "*b" };

	private static final String[] ENDS = { "", "", "", "/", "/**", "/{*rest}", "/*" };

	@Test
	void fateIsThatOfEveryPathByBruteForce() {
		long seed = Long.getLong("test.seed", new Random().nextLong());
		Random random = new Random(seed);
		List<String> paths = paths();
		int whole = 0;
		int literals = 0;
		int partly = 0;
		for (int round = 0; round < 20_000; round++) {
			String context = "seed " + seed + ", round " + round;
			List<CorsPolicy> policies = policies(random);
			if (policies.isEmpty()) {
				continue;
			}
			CorsPolicies all = TestPolicies.of(policies);
			String pattern = pattern(random);
			PathFates.Fate fate = new PathFates(policies).of(pattern, false);
			List<String> deciders = paths.stream()
				.filter((path) -> PathPatternParser.defaultInstance.parse(pattern)
					.matches(PathContainer.parsePath(path)))
				.map((path) -> decider(all, path))
				.distinct()
				.toList();
			context += ": " + pattern + " beside " + policies.stream().map(CorsPolicy::paths).toList() + " is "
					+ deciders;
			if (fate.decider() != null) {
				assertThat(deciders).as(context).isSubsetOf(fate.decider());
				whole++;
			}
			List<String> named = fate.covers().stream().map((cover) -> cover.policy().name()).toList();
			assertThat(deciders.stream().filter((name) -> !name.isEmpty())).as(context).isSubsetOf(named);
			partly += (fate.decider() == null && !fate.isFree()) ? 1 : 0;
			if (!pattern.matches(".*[*?{].*")) {
				literals++;
				assertThat(deciders).as(context).containsExactly((fate.decider() != null) ? fate.decider() : "");
			}
		}
		System.out.println("PathFatesTests: seed " + seed + ", wholly taken " + whole + ", partly " + partly
				+ ", literals " + literals);
		assertThat(List.of(whole, partly, literals)).allMatch((count) -> count > 500);
	}

	@Test
	void patternTakenByOneOfSeveralPoliciesIsNotWhole() {
		assertThat(fate("/orders/**", "/orders/**", "/orders/{id}/lines")).isEqualTo("null [p0, p1]");
		assertThat(fate("/orders/{id}", "/orders/**", "/orders/7/lines")).isEqualTo("p0 [p0]");
		assertThat(fate("/**", "/orders/**")).isEqualTo("null [p0]");
		assertThat(fate("/shop", "/orders/**")).isEqualTo("null []");
		assertThat(fate("/orders/{id:\\d+}", "/orders/{id:\\d+}")).isEqualTo("p0 [p0]");
	}

	@Test
	void literalIsComparedDecoded() {
		assertThat(fate("/größe x;y%", "/*")).isEqualTo("p0 [p0]");
		assertThat(fate("/größe", "/gr*")).isEqualTo("p0 [p0]");
	}

	@Test
	void whatIsNoPathPatternMayBeAnyPath() {
		assertThat(fate("/a/**/b{", "/a/**")).isEqualTo("null [p0]");
		assertThat(fate("*.html", "/a/**")).isEqualTo("null [p0]");
		assertThat(fate("*.html", "/**")).isEqualTo("p0 [p0]");
	}

	@Test
	void managementPortIsNotCompared() {
		assertThat(fate(":8081/actuator/**", "/**", "/actuators/**", "/a/actuator/**")).isEqualTo("null []");
		assertThat(fate(":8081/**", "/actuator/**", "/**")).isEqualTo("null []");
	}

	@Test
	void policyForTheManagementPortAloneHasNoEffect() {
		assertThat(fate(":8081/actuator/**", "/actuator/**")).isEqualTo("null [p0]");
		assertThat(fate(":8081/actuator/**", "/actuator/health", "/actuator/{name}/x")).isEqualTo("null [p0, p1]");
		assertThat(fate(":8081/manage/actuator/**", "/actuator/**", "/manage/actuator", "/manage/**"))
			.isEqualTo("null [p0, p1]");
	}

	private static String fate(String pattern, String... paths) {
		List<CorsPolicy> policies = new ArrayList<>();
		for (String path : paths) {
			policies.add(TestPolicies.policy("p" + policies.size(), path));
		}
		PathFates.Fate fate = new PathFates(policies).of(pattern, false);
		return fate.decider() + " " + fate.covers().stream().map((cover) -> cover.policy().name()).sorted().toList();
	}

	private static String decider(CorsPolicies policies, String path) {
		String pattern = policies.current().pathPattern(path);
		return policies.policies()
			.stream()
			.filter((policy) -> policy.paths().contains(pattern))
			.map(CorsPolicy::name)
			.findFirst()
			.orElse("");
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

	/**
	 * Policies of which only the paths matter.
	 */
	static final class TestPolicies {

		static CorsPolicySpecification specification(String name, List<String> paths) {
			return CorsPolicySpecification.builder(name)
				.paths(paths.toArray(String[]::new))
				.allowedOrigins("https://client.example")
				.build();
		}

		static CorsPolicy policy(String name, String... paths) {
			return CorsPolicy.of(specification(name, List.of(paths)));
		}

		static CorsPolicies of(List<CorsPolicy> policies) {
			return new CorsPolicies(List
				.of(() -> policies.stream().map((policy) -> specification(policy.name(), policy.paths())).toList()),
					false);
		}

		static CorsPolicies of(Map<String, String> pathsByName) {
			return of(pathsByName.entrySet()
				.stream()
				.map((entry) -> policy(entry.getKey(), entry.getValue().split(",")))
				.toList());
		}

	}

}
