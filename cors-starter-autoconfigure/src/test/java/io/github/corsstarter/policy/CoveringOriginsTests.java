package io.github.corsstarter.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.testing.Effort;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@link CoveringOrigins} with a comparison of all pairs.
 */
class CoveringOriginsTests {

	private static final List<String> SCHEMES = List.of("https://", "http://", "ftp://", "app://");

	private static final List<String> LABELS = List.of("*", "a", "ab", "abb", "a*", "ab*", "*b", "*bb", "a*b", "b");

	private static final List<String> PARENTS = List.of(".x.example", ".y.x.example", ".example", ".b.example");

	private static final List<String> PORTS = List.of("", "", ":*", ":[*]", ":8080", ":[443,8080]", ":[80,21]",
			":[8080,8081]", ":[8081,8080,9090]");

	@Test
	void findsTheSameCoverAsAComparisonOfAllPairs() {
		Random random = Effort.random();
		int covered = 0;
		for (int i = 0; i < Effort.rounds(2000); i++) {
			List<OriginPattern> patterns = patterns(random, (i % 50 == 0) ? 300 : 12);
			CoveringOrigins covering = new CoveringOrigins();
			for (int j = 0; j < patterns.size(); j++) {
				covering.add(patterns.get(j), j);
			}
			for (int j = 0; j < patterns.size(); j++) {
				OriginPattern expected = cover(patterns, j);
				assertThat(covering.find(patterns.get(j), j)).as("%s in %s", patterns.get(j), patterns)
					.isEqualTo(expected);
				covered += (expected != null) ? 1 : 0;
			}
		}
		assertThat(covered).isGreaterThan(100);
	}

	private static List<OriginPattern> patterns(Random random, int size) {
		Set<String> texts = new HashSet<>();
		List<OriginPattern> patterns = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			String scheme = any(SCHEMES, random);
			String host = (scheme.equals("app://") && random.nextInt(4) == 0) ? "*"
					: any(LABELS, random) + any(PARENTS, random);
			String text = scheme + host + any(PORTS, random);
			if (texts.add(text)) {
				patterns.add(OriginPattern.parse(text));
			}
		}
		return patterns;
	}

	private static String any(List<String> values, Random random) {
		return values.get(random.nextInt(values.size()));
	}

	private static @Nullable OriginPattern cover(List<OriginPattern> patterns, int index) {
		OriginPattern pattern = patterns.get(index);
		for (int i = 0; i < patterns.size(); i++) {
			OriginPattern other = patterns.get(i);
			String port = other.port();
			boolean several = other.kind() == OriginPattern.Kind.WILDCARD || (port != null && port.startsWith(":["));
			if (several && !other.equals(pattern) && other.covers(pattern) && (i < index || !pattern.covers(other))) {
				return other;
			}
		}
		return null;
	}

}
