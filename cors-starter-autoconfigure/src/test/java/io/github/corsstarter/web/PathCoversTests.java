package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.corsstarter.testing.Effort;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random patterns: {@link PathCovers} finds what a comparison of all pairs finds, with
 * and without the covers of former patterns.
 */
class PathCoversTests {

	private static final int ROUNDS = Effort.rounds(300);

	private static final List<String> SEGMENTS = List.of("a", "b", "c", "*", "{x}", "{y}", "a*", "{z:[0-9]+}", "?");

	private final Random random = Effort.random();

	private int covered;

	@Test
	void findsWhatAComparisonOfAllPairsFinds() {
		for (int i = 0; i < ROUNDS; i++) {
			List<PathPattern> before = patterns(1 + this.random.nextInt(60));
			PathCovers former = PathCovers.of(before, null);
			check(former, before, "round " + i);
			List<PathPattern> after = changed(before);
			check(PathCovers.of(after, former), after, "change of round " + i);
		}
		assertThat(this.covered).isGreaterThan(ROUNDS);
	}

	private void check(PathCovers covers, List<PathPattern> patterns, String message) {
		List<PathPattern> sorted = patterns.stream().sorted().toList();
		assertThat(covers.patterns()).as(message).isEqualTo(sorted);
		for (int i = 0; i < sorted.size(); i++) {
			PathPattern expected = firstCover(sorted, i);
			assertThat(covers.of(sorted.get(i))).as(message + ": " + sorted.get(i) + " in " + sorted)
				.isEqualTo(expected);
			this.covered += (expected != null) ? 1 : 0;
		}
	}

	private static @Nullable PathPattern firstCover(List<PathPattern> sorted, int index) {
		PathPatternSubsumption own = new PathPatternSubsumption(sorted.get(index));
		return sorted.subList(0, index)
			.stream()
			.filter((other) -> new PathPatternSubsumption(other).covers(own))
			.findFirst()
			.orElse(null);
	}

	private List<PathPattern> changed(List<PathPattern> patterns) {
		List<PathPattern> changed = new ArrayList<>(patterns);
		int removed = this.random.nextInt(1 + Math.min(3, patterns.size()));
		for (int i = 0; i < removed; i++) {
			changed.remove(this.random.nextInt(changed.size()));
		}
		Set<PathPattern> all = new LinkedHashSet<>(changed);
		all.addAll(patterns(this.random.nextInt(4)));
		return List.copyOf(all);
	}

	private List<PathPattern> patterns(int count) {
		Set<PathPattern> patterns = new LinkedHashSet<>();
		for (int i = 0; i < count; i++) {
			StringBuilder text = new StringBuilder();
			Set<String> names = new LinkedHashSet<>(SEGMENTS);
			int length = this.random.nextInt(4);
			for (int j = 0; j < length; j++) {
				List<String> free = List.copyOf(names);
				String segment = free.get(this.random.nextInt(free.size()));
				if (segment.startsWith("{")) {
					names.remove(segment);
				}
				text.append('/').append(segment);
			}
			text.append((this.random.nextInt(3) == 0) ? "/**" : (length == 0) ? "/" : "");
			patterns.add(PathPatternParser.defaultInstance.parse(text.toString()));
		}
		return List.copyOf(patterns);
	}

}
