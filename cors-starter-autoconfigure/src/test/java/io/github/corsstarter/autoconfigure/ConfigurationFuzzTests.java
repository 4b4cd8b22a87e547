package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests random configurations: valid, invalid and hostile ones. Each must either be
 * rejected with a report or work. {@code -Dtest.seed=…} repeats a run.
 */
class ConfigurationFuzzTests {

	private static final int MAPS = Effort.rounds(12_000);

	/**
	 * The number of parallel workers. Each worker has its own random numbers, so that a
	 * run can be repeated although they run in parallel.
	 */
	private static final int WORKERS = 4;

	private static final AtomicInteger suggestions = new AtomicInteger();

	private static final int PATTERN_SETS = Effort.rounds(2_000);

	private static final int PATHS = 200;

	private static final String[] POLICIES = { "p", "q", "public-api", "a1" };

	private static final String[] ODD_POLICIES = { "P", "public_api", "é", "[0]", "[my.name]", "-x", "\u202E", "",
			"${x}", "paths" };

	private static final String[] KEYS = { "paths", "allowed-origins", "allowed-methods", "allowed-headers",
			"exposed-headers", "allow-credentials", "allow-timing", "allow-private-network", "max-age", "on-disallowed",
			"dangerously-tolerate" };

	private static final String[] ODD_KEYS = { "allowed-orgins", "allowedOriginPatterns", "credentials", "shadow",
			"max-age.seconds", "paths[x]", "paths[0].x", "allowed-origins[99999999999999999999]", "allowed-origins[-1]",
			"allowed-origins[]", "[", "]", "..", "\u0000", "zzz", "é" };

	private static final Map<String, String[]> GOOD = Map.ofEntries(
			Map.entry("paths",
					new String[] { "/a", "/a/**", "/a/*", "/a/{x}", "/b/{x:[0-9]+}", "/b/*.json", "/**", "/{*r}", "/",
							"/c?" }),
			Map.entry("allowed-origins",
					new String[] { "https://a.example", "http://localhost:3000", "https://*.example.com",
							"https://pr-*.b.example", "http://localhost:*", "http://[::1]:[1,2]", "app://desktop",
							"https://a.example:[443,8443]", "*", "none", "null", "https://*.c.example:[*]",
							"https://*.github.io", "http://a.example" }),
			Map.entry("allowed-methods", new String[] { "GET", "PUT", "*", "PURGE", "m-search" }),
			Map.entry("allowed-headers", new String[] { "x-a", "*", "authorization", "" }),
			Map.entry("exposed-headers", new String[] { "etag", "*", "" }),
			Map.entry("allow-credentials", new String[] { "true", "false", "false", "" }),
			Map.entry("allow-timing", new String[] { "true", "false" }),
			Map.entry("allow-private-network", new String[] { "true", "false" }),
			Map.entry("max-age", new String[] { "0", "10m", "PT1H", "1d", "" }),
			Map.entry("on-disallowed", new String[] { "reject", "OMIT_HEADERS" }), Map.entry("dangerously-tolerate",
					new String[] { "insecure-origins,null-origin,public-suffix-subdomains", "" }));

	private static final String[] FRAGMENTS = { "https", "http", "app", "file", "://", ":", "/", "//", "*", "**", "*.",
			".", "..", "example", ".com", "com", "localhost", "[::1]", "[", "]", "127.0.0.1", "0x7f.1", ":443", ":80",
			":8080", ":0", ":*", ":[1,2]", ",", ", ", " ", "\t", "\n", "\u0000", "\u001b[31m", "\u202E", "\uD83D", "é",
			"xn--", "@", "?", "#", "^", "$", "\\.", "(", ")", "|", "{x}", "{*r}", "{", "}", "${x}", "${", "a-", "_",
			"GET", "get", "TRACE", "cookie", "Access-Control-", "-5", "99999999999999999999", "10 min", "true", "null",
			"none", "%2F", "%zz", ";v=1", "'", "\"", "a".repeat(64), "." + "b".repeat(200), "\uFF0E", "\u3002", "İ",
			";", "; ", "|", "[a-z]+", "(a|b)", ".*", "/:id", "<id>", "?x=1", "`", "['", "']", "\\", "X-*", "ALL",
			":08443" };

	private static final Pattern PLAIN = Pattern.compile("(/([a-z0-9.]*|\\*{1,2}|\\{\\*?[a-z]+}))*");

	private Random random = Effort.random();

	private static ConfigurationFuzzTests worker(int number) {
		ConfigurationFuzzTests worker = new ConfigurationFuzzTests();
		worker.random = new Random(Effort.SEED + number);
		return worker;
	}

	@BeforeAll
	static void silence() {
		logLevel(LogLevel.OFF);
	}

	@AfterAll
	static void speak() {
		logLevel(null);
	}

	private static void logLevel(@Nullable LogLevel level) {
		LoggingSystem.get(ConfigurationFuzzTests.class.getClassLoader())
			.setLogLevel(PropertiesCorsPolicySource.class.getName(), level);
	}

	@Test
	void everyMapIsRefusedWithReportOrWorks() {
		int[] totals = IntStream.range(0, WORKERS)
			.parallel()
			.mapToObj((number) -> worker(number).checkMaps(MAPS / WORKERS))
			.reduce(new int[2], (left, right) -> new int[] { left[0] + right[0], left[1] + right[1] });
		System.out.printf("%d maps, %d accepted, %d checks, %d suggestions%n", MAPS, totals[0], totals[1],
				suggestions.get());
		assertThat(totals[0]).isBetween(MAPS / 10, MAPS * 9 / 10);
	}

	private int[] checkMaps(int count) {
		int accepted = 0;
		int checks = 0;
		for (int i = 0; i < count; i++) {
			Map<String, Object> map = map();
			CorsPolicies policies = load(map);
			if (policies != null) {
				accepted++;
				checks += checkOrigins(policies, map) + checkPaths(policies, map);
			}
		}
		return new int[] { accepted, checks };
	}

	private @Nullable CorsPolicies load(Map<String, Object> map) {
		try {
			return new TestConfiguration().map(map).start();
		}
		catch (InvalidCorsPolicyException ex) {
			if (ex.problems().isEmpty() || !ex.problems().stream().allMatch(CorsProblem::isError)) {
				fail(text(map), ex);
			}
			// If a source has a list both as one value and with an index, a suggestion
			// for
			// the first element of the value has the name of the other.
			boolean mixed = ex.problems().stream().anyMatch((problem) -> problem.reason() == Reason.INDEX_GAP);
			if (this.random.nextInt(20) == 0 && !mixed) {
				assertThatCode(
						() -> suggestions.addAndGet(Suggestions.check(new TestConfiguration().map(map), ex.problems())))
					.as(text(map))
					.doesNotThrowAnyException();
				ProblemReport report = new ProblemReport(ex.problems());
				assertThat((report.description() + "\n" + report.action()).lines()).as(text(map))
					.allMatch(
							(line) -> ProblemReportTests.fits(line) && line.chars().noneMatch(Character::isISOControl));
			}
			return null;
		}
		catch (RuntimeException ex) {
			return fail(text(map), ex);
		}
	}

	private static String text(Map<String, Object> map) {
		return "seed " + Effort.SEED + ": " + map;
	}

	private int checkOrigins(CorsPolicies policies, Map<String, Object> map) {
		int checks = 0;
		for (CorsPolicy policy : policies.policies()) {
			PolicyEngine engine = new PolicyEngine(policy, false);
			String first = policy.allowedMethods().get(0);
			String method = first.equals("*") ? "PUT" : first;
			for (OriginPattern pattern : policy.allowedOrigins()) {
				String origin = member(pattern.toString());
				boolean allowed = engine.decide(FakeCorsRequest.actual(method, "/", origin))
					.reason() == CorsReason.ALLOWED;
				boolean none = pattern.toString().equals("none");
				if (allowed == none) {
					fail(pattern + " and " + origin + ", " + text(map));
				}
				checks++;
			}
		}
		return checks;
	}

	/** Creates an origin that the pattern must match, without the pattern's parser. */
	private String member(String pattern) {
		if (pattern.equals("*")) {
			return "https://anything.example";
		}
		String origin = pattern.replaceAll(":(\\*|\\[\\*])$", this.random.nextBoolean() ? ":4711" : "");
		if (origin.endsWith("]") && origin.contains(":[") && !origin.matches(".*://\\[[^\\[]*")) {
			int bracket = origin.lastIndexOf(":[");
			String[] ports = origin.substring(bracket + 2, origin.length() - 1).split(",");
			String scheme = origin.substring(0, origin.indexOf(':'));
			String port = ":" + ports[this.random.nextInt(ports.length)];
			boolean omitted = (scheme.equals("https") && port.equals(":443"))
					|| (scheme.equals("http") && port.equals(":80"));
			origin = origin.substring(0, bracket) + (omitted ? "" : port);
		}
		return origin.replace("://*.", this.random.nextBoolean() ? "://a_b.c-1." : "://z.").replace("*", "0-_x");
	}

	private int checkPaths(CorsPolicies policies, Map<String, Object> map) {
		Map<PathPattern, CorsPolicy> owners = new LinkedHashMap<>();
		for (CorsPolicy policy : policies.policies()) {
			policy.paths().forEach((path) -> owners.put(PathPatternParser.defaultInstance.parse(path), policy));
		}
		List<PathPattern> sorted = owners.keySet().stream().sorted().toList();
		List<String> unreachable = policies.warnings()
			.stream()
			.filter((problem) -> problem.reason() == Reason.UNREACHABLE_PATH)
			.map((problem) -> String.valueOf(problem.value()))
			.toList();
		// The check ignores whether a pattern with wildcards inside a segment covers
		// others.
		boolean plain = sorted.stream().allMatch((pattern) -> PLAIN.matcher(pattern.getPatternString()).matches());
		int checks = 0;
		for (PathPattern pattern : sorted) {
			boolean reached = false;
			boolean known = false;
			boolean warned = unreachable.contains(pattern.getPatternString());
			for (int i = 0; i < ((known && plain && !warned) ? 1000 : 20) && !reached; i++) {
				String path = path(pattern);
				PathContainer container = PathContainer.parsePath(path);
				if (pattern.matches(container)) {
					known = true;
					PathPattern first = sorted.stream()
						.filter((any) -> any.matches(container))
						.findFirst()
						.orElseThrow();
					if (!first.getPatternString().equals(policies.current().pathPattern(path))) {
						fail(path + " does not go to " + first + ", " + text(map));
					}
					reached = first == pattern;
					checks++;
				}
			}
			if ((warned && reached) || (known && plain && !warned && !reached)) {
				fail(pattern + " is " + (reached ? "" : "not ") + "reached, " + text(map));
			}
		}
		return checks;
	}

	@Test
	void unreachablePatternsAreNeverChosen() {
		int warnings = 0;
		int paths = 0;
		for (int i = 0; i < PATTERN_SETS; i++) {
			CorsPolicySpecification specification = CorsPolicySpecification.builder("p")
				.allowedOrigins("none")
				.paths(patterns())
				.build();
			List<CorsProblem> problems = CorsPolicies.validate(List.of(specification));
			List<String> texts = new ArrayList<>(specification.paths());
			problems.stream()
				.filter((problem) -> problem.reason() == Reason.DUPLICATE_PATH
						|| problem.reason() == Reason.INVALID_PATH || problem.reason() == Reason.UNMATCHABLE_PATH)
				.forEach((problem) -> texts.remove(problem.value()));
			List<PathPattern> sorted = texts.stream().map(PathPatternParser.defaultInstance::parse).sorted().toList();
			for (CorsProblem problem : problems) {
				if (problem.reason() == Reason.UNREACHABLE_PATH) {
					warnings++;
					paths += neverChosen(String.valueOf(problem.value()), sorted);
				}
			}
		}
		System.out.printf("%d sets, %d warnings, %d paths%n", PATTERN_SETS, warnings, paths);
		assertThat(warnings).isGreaterThan(PATTERN_SETS / 100);
	}

	private int neverChosen(String unreachable, List<PathPattern> sorted) {
		PathPattern pattern = PathPatternParser.defaultInstance.parse(unreachable);
		int paths = 0;
		for (int i = 0; i < PATHS; i++) {
			PathContainer container = PathContainer.parsePath(path(pattern));
			if (pattern.matches(container)) {
				paths++;
				PathPattern first = sorted.stream().filter((any) -> any.matches(container)).findFirst().orElseThrow();
				assertThat(first.getPatternString()).as("seed %d: %s among %s", Effort.SEED, container, sorted)
					.isNotEqualTo(unreachable);
			}
		}
		return paths;
	}

	private List<String> patterns() {
		List<String> patterns = new ArrayList<>();
		for (int i = 2 + this.random.nextInt(6); i > 0; i--) {
			StringBuilder pattern = new StringBuilder();
			for (int j = this.random.nextInt(3); j >= 0; j--) {
				pattern.append('/')
					.append(any("a", "b", "*", "{x}", "{y}", "a*", "?", "{z:[0-9]+}", "", "**", "x{v}", "***"));
			}
			patterns.add(pattern + any("", "", "", "/**", "/{*r}", "/"));
		}
		return patterns;
	}

	/** Creates a path that the pattern matches in most cases. */
	private String path(PathPattern pattern) {
		StringBuilder path = new StringBuilder();
		for (String segment : pattern.getPatternString().substring(1).split("/", -1)) {
			if (segment.equals("**") || segment.startsWith("{*")) {
				for (int i = this.random.nextInt(4); i > 0; i--) {
					path.append('/').append(any("a", "b", "ab", "7", "", "c.json"));
				}
				continue;
			}
			String encoded = segment.replace("%", "%25");
			String filled = encoded.replaceAll("\\{[a-z]+:\\[0-9][^}]*}", String.valueOf(this.random.nextInt(100)));
			filled = filled.replaceAll("\\{[^}]*}|\\*+", any("a", "b", "ab", "7", "", "c.json", "a;v=1", "%61"));
			path.append('/').append(filled.replace("?", any("a", "b", "7")));
		}
		return path.isEmpty() ? any("", "/") : path.toString();
	}

	private Map<String, Object> map() {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = chance(3) ? 1 + this.random.nextInt(2) : 0; i >= 0; i--) {
			String policy = "cors.policies." + (chance(40) ? any(ODD_POLICIES) : any(POLICIES)) + ".";
			map.put(policy + "paths", value("paths"));
			map.put(policy + "allowed-origins", value("allowed-origins"));
			for (int j = this.random.nextInt(4); j > 0; j--) {
				put(map, policy + (chance(12) ? "shadow." : ""));
			}
		}
		while (chance(5)) {
			put(map, "cors.defaults.");
		}
		if (chance(15)) {
			map.put("cors."
					+ any("debug", "enabled", "filter-order", "polices", "defaults", "policies", "allowed-origins"),
					any("true", "1", fragments()));
		}
		return map;
	}

	private void put(Map<String, Object> map, String section) {
		String key = chance(25) ? any(ODD_KEYS) : any(KEYS);
		String written = chance(8) ? key.replace('-', '_').toUpperCase(Locale.ROOT) : key;
		if (GOOD.containsKey(key) && chance(6)) {
			written += "[" + this.random.nextInt(3) + "]";
		}
		map.put(section + written, value(key));
	}

	private Object value(String key) {
		String[] good = GOOD.get(key);
		if (good == null || chance(20)) {
			return fragments();
		}
		String value = any(good);
		if (chance(30)) {
			int at = this.random.nextInt(value.length() + 1);
			return value.substring(0, at) + any(FRAGMENTS) + value.substring(at);
		}
		if (chance(4)) {
			value += "," + any(good);
		}
		return chance(100) ? List.of(value, any(good)) : value;
	}

	private String fragments() {
		return this.random.ints(1 + this.random.nextInt(5), 0, FRAGMENTS.length)
			.mapToObj((index) -> FRAGMENTS[index])
			.collect(Collectors.joining());
	}

	private String any(String... values) {
		return values[this.random.nextInt(values.length)];
	}

	private boolean chance(int oneIn) {
		return this.random.nextInt(oneIn) == 0;
	}

}
