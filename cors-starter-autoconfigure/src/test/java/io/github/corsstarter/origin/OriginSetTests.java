package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.testing.Effort;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for {@link OriginSet}: it contains exactly the origins that at least one of its
 * patterns matches.
 */
class OriginSetTests {

	private static final int SETS = Effort.rounds(200);

	private static final int ORIGINS = 600;

	private static final String[] SCHEMES = { "https", "http", "app", "ftp" };

	private static final String[] PARENTS = { "example.com", "a.example.com", "example.org", "localhost", "x",
			"b.a.example.com", "example.com.", "127.0.0.1", "[::1]", "team.example.com", "1-team.example.com",
			"X.example" };

	private static final String[] FRONTS = { "", "", "", "*.", "*.", "pr-*.", "pr-*.", "p*.", "*-team.", "*m.", "a*b.",
			"pr-*-team.", "aB*.", "*Bc.", "a*Bc." };

	private static final String[] LABELS = { "", "", "a.", "b.a.", "pr-1.", "pr-.", "x-team.", "-team.", "axb.", "ab.",
			"aab.", "c_d.", "..", ".", "A.", "PR-1.", "a.example.", "pr-1-team.", "pr--team.", "pr-x.a.", "a..b.",
			".a.", "aBc.", "abB1.", "aBaBc.", "a%2eb.", "a*.", "*.", "-.", "m.", "1.pr-2.", "xn--a." };

	private static final String[] PORTS = { "", "", "", ":8080", ":8443", ":*", ":[8080,8443]", ":[443,80]", ":[*]",
			":[21]", ":[65535,1]" };

	private static final String[] REQUEST_PORTS = { "", "", "", ":8080", ":8443", ":443", ":80", ":21", ":1", ":65535",
			":0", ":08080", ":", ":65536", ":+1", ":8080/", ":80a", ":[8080]", ":*" };

	private static final String[] FILLINGS = { "a", "a", "1", "_", "-", "b.a", "x.y.z", "pr-1", "", ".", "a.", ".a",
			"A", "a..b", "-team", "pr-", "team", "%61", "a:b", "y".repeat(70) };

	private static final String[] GARBAGE = { "null", "file://", "file:///", "app://", "app://.", "app://[", "NULL",
			"none", "", " ", "https://", "://", "https", "https:/", "http://[::1]", "http://[", "http://]", "http://[]",
			"*", "https://*", "://example.com", "https://:8080", "https://.", "https://..", "https:///example.com",
			"//example.com", "https://example.com https://x" };

	private final Random random = Effort.random();

	@Test
	void containsWhatAPatternMatches() {
		Map<Kind, Integer> contained = new EnumMap<>(Kind.class);
		int all = 0;
		int missed = 0;
		for (int i = 0; i < SETS; i++) {
			List<OriginPattern> patterns = patterns();
			Predicate<String> twin = new LinearOrigins(patterns);
			Predicate<String> set = OriginSet.of(patterns);
			for (int j = 0; j < ORIGINS; j++) {
				String origin = origin(patterns);
				boolean expected = twin.test(origin);
				if (set.test(origin) != expected) {
					fail("Seed %s: %s %s in %s", Effort.SEED, origin, expected ? "is" : "is not", patterns);
				}
				all++;
				missed += expected ? 0 : 1;
				if (expected) {
					contained.merge(kind(patterns, origin), 1, Integer::sum);
				}
			}
		}
		System.out.printf("OriginSetTests: %s origins, not contained %s, contained by %s%n", all, missed, contained);
		assertThat(all).isGreaterThanOrEqualTo(Effort.rounds(100_000));
		assertThat(missed).as("not contained").isGreaterThan(all / 3);
		assertThat(contained.get(Kind.EXACT)).as("contained as they are").isGreaterThan(all / 50);
		assertThat(contained.get(Kind.WILDCARD)).as("contained by a wildcard").isGreaterThan(all / 20);
		assertThat(contained.get(Kind.OPAQUE)).as("opaque").isPositive();
		assertThat(contained.get(Kind.ANY)).as("contained by any").isPositive();
	}

	private static Kind kind(List<OriginPattern> patterns, String origin) {
		return patterns.stream()
			.filter((pattern) -> pattern.matches(origin))
			.map(OriginPattern::kind)
			.min(Kind::compareTo)
			.orElseThrow();
	}

	private List<OriginPattern> patterns() {
		List<OriginPattern> patterns = new ArrayList<>();
		int count = this.random.nextInt((this.random.nextInt(20) == 0) ? 300 : 25);
		while (patterns.size() < count) {
			String host = (this.random.nextInt(12) == 0) ? "*" : pick(FRONTS) + pick(PARENTS);
			String text = pick(SCHEMES) + "://" + host + pick(PORTS);
			if (OriginPatternParser.isValid(text)) {
				patterns.add(OriginPattern.parse(text));
			}
		}
		if (this.random.nextInt(20) == 0) {
			patterns.add(OriginPattern.parse(pick(new String[] { "*", "null", "null", "none", "file://" })));
		}
		return patterns;
	}

	private String origin(List<OriginPattern> patterns) {
		if (this.random.nextInt(20) == 0) {
			return pick(GARBAGE);
		}
		String origin = (!patterns.isEmpty() && this.random.nextBoolean())
				? matching(patterns.get(this.random.nextInt(patterns.size())))
				: pick(SCHEMES) + "://" + pick(LABELS) + pick(PARENTS) + pick(REQUEST_PORTS);
		return switch (this.random.nextInt(12)) {
			case 0 -> replace(origin, this.random.nextInt(origin.length()), 1);
			case 1 -> replace(origin, this.random.nextInt(origin.length()), 0);
			case 2 -> origin.substring(0, this.random.nextInt(origin.length()));
			case 3 -> replace(origin, origin.indexOf("//") + 2, 0);
			default -> origin;
		};
	}

	/** Creates an origin that matches the pattern in most cases. */
	private String matching(OriginPattern pattern) {
		String port = pattern.port();
		String listed = (port != null && port.startsWith(":[") && !port.contains("*"))
				? ":" + pick(port.substring(2, port.length() - 1).split(",")) : port;
		return !pattern.host().isEmpty() ? pattern.scheme() + "://" + pattern.host().replace("*", pick(FILLINGS))
				+ ((this.random.nextInt(3) > 0 && listed != null && !listed.contains("*")) ? listed
						: pick(REQUEST_PORTS))
				: pattern.toString();
	}

	private String replace(String origin, int at, int length) {
		return origin.substring(0, at)
				+ pick(new String[] { "a", ".", ":", "-", "/", "*", "\u00E9", "Z", "%", "_", "[", "]", "@", " ", "\0",
						"\u017F", "\u212A", "pr-", "a.b.", "x".repeat(64), "" })
				+ origin.substring(Math.min(origin.length(), at + length));
	}

	private String pick(String[] values) {
		return values[this.random.nextInt(values.length)];
	}

	@Test
	void emptySetContainsNothing() {
		OriginSet set = OriginSet.of(List.of());
		assertThat(set.test("https://example.com")).isFalse();
		assertThat(set.test("")).isFalse();
		assertThat(OriginSet.of(List.of(OriginPattern.parse("none"))).test("none")).isFalse();
	}

	@Test
	void anyContainsEverything() {
		OriginSet set = OriginSet.of(List.of(OriginPattern.parse("*")));
		assertThat(set.test("https://a..b.:99999")).isTrue();
	}

}
