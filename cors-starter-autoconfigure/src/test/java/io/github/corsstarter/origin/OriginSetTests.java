package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OriginSet}: what it contains is what one of its patterns matches.
 */
class OriginSetTests {

	private static final long SEED = Long.getLong("cors.test.seed", 20261121L);

	private static final int PAIRS = 100_000;

	private static final String[] SCHEMES = { "https", "http", "app" };

	private static final String[] PARENTS = { "example.com", "a.example.com", "example.org", "localhost", "x",
			"b.a.example.com", "example.com." };

	private static final String[] FRONTS = { "", "", "*.", "pr-*.", "*-team.", "a*b." };

	private static final String[] LABELS = { "", "", "a.", "b.a.", "pr-1.", "pr-.", "x-team.", "axb.", "ab.", "c_d.",
			"..", "A.", "a.example." };

	private static final String[] PORTS = { "", "", "", ":8080", ":8443", ":*", ":[8080,8443]", ":[443,80]", ":[*]" };

	private static final String[] REQUEST_PORTS = { "", "", "", ":8080", ":8443", ":443", ":80", ":1", ":0", ":08080",
			":", ":65536" };

	private final Random random = new Random(SEED);

	private List<OriginPattern> patterns = List.of();

	@Test
	void containsWhatAPatternMatches() {
		int contained = 0;
		for (int i = 0; i < PAIRS; i++) {
			if (i % 50 == 0 || this.patterns.isEmpty()) {
				this.patterns = patterns();
			}
			String origin = origin();
			boolean expected = this.patterns.stream().anyMatch((pattern) -> pattern.matches(origin));
			assertThat(OriginSet.of(this.patterns).contains(origin))
				.as("Seed %s, pair %s: %s in %s", SEED, i, origin, this.patterns)
				.isEqualTo(expected);
			contained += expected ? 1 : 0;
		}
		assertThat(contained).isBetween(PAIRS / 20, PAIRS / 2);
	}

	private List<OriginPattern> patterns() {
		List<OriginPattern> patterns = new ArrayList<>();
		int count = this.random.nextInt(40);
		for (int i = 0; i < count; i++) {
			String scheme = pick(SCHEMES);
			patterns.add(OriginPattern.parse(scheme + "://" + pick(FRONTS) + pick(PARENTS) + pick(PORTS)));
		}
		if (this.random.nextInt(10) == 0) {
			patterns.add(OriginPattern.parse(pick(new String[] { "*", "null", "none" })));
		}
		return patterns;
	}

	private String origin() {
		if (this.random.nextInt(20) == 0) {
			return pick(
					new String[] { "null", "none", "", "https://", "://", "https", "http://[::1]", "http://[", "*" });
		}
		String origin = pick(SCHEMES) + "://" + pick(LABELS) + pick(PARENTS) + pick(REQUEST_PORTS);
		if (this.random.nextInt(5) == 0) {
			int at = this.random.nextInt(origin.length());
			origin = origin.substring(0, at) + "a.:-/*\u00E9Z".charAt(this.random.nextInt(8))
					+ origin.substring(at + 1);
		}
		return origin;
	}

	private String pick(String[] values) {
		return values[this.random.nextInt(values.length)];
	}

	@Test
	void emptySetContainsNothing() {
		OriginSet set = OriginSet.of(List.of());
		assertThat(set.isAny()).isFalse();
		assertThat(set.contains("https://example.com")).isFalse();
		assertThat(set.contains("")).isFalse();
		assertThat(OriginSet.of(List.of(OriginPattern.parse("none"))).contains("none")).isFalse();
	}

	@Test
	void anyContainsEverything() {
		OriginSet set = OriginSet.of(List.of(OriginPattern.parse("*")));
		assertThat(set.isAny()).isTrue();
		assertThat(set.contains("https://a..b.:99999")).isTrue();
	}

}
