package io.github.corsstarter.web;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.SlowSpelling;
import org.junit.jupiter.api.Test;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for {@link PathIndex}: it finds the same patterns as {@link LinearPathIndex}.
 */
class PathIndexTests {

	private static final int SETS = Effort.rounds(250);

	private static final int PATHS = 450;

	/**
	 * One in this number of paths is also compared in its plain spelling, because that is
	 * slow.
	 */
	private static final int SPELLINGS = 10;

	private static final String[] SEGMENTS = { "a", "b", "api", "t1", "t17", "users", "v1.0", "", "A", "größe", ".",
			"..", "a b", "*", "**", "?", "{x}", "{x:[a-z]+}", "{*x}", "a*", "*.json", "a{x}", "d.json", "+", "%41",
			"a=b" };

	private static final String[] INSERTIONS = { "/", "//", ";", ";v=1", "%", "%2F", "%61", "%zz", "é", "*", "{", "a",
			"/..", "?", "#", " ", "\\", "\0", "\ud83d\ude00", "A", "/a", "t1" };

	private final Random random = Effort.random();

	@Test
	void findsSamePatternsAsLinearIndex() {
		PathCases cases = new PathCases(this.random);
		int all = 0;
		int matched = 0;
		int rest = 0;
		int literal = 0;
		int different = 0;
		Set<String> found = new LinkedHashSet<>();
		for (int i = 0; i < SETS; i++) {
			List<String> patterns = (i % 5 == 0) ? cases.patterns() : patterns();
			Map<PathPattern, String> map = new LinkedHashMap<>();
			patterns.forEach((pattern) -> map.put(PathPatternParser.defaultInstance.parse(pattern), pattern));
			PathIndex<String> index = new PathIndex<>(map);
			LinearPathIndex<String> twin = new LinearPathIndex<>(map);
			for (int j = 0; j < PATHS; j++) {
				String path = (i % 5 == 0) ? cases.path(patterns).path() : path(patterns);
				if (path.equals(CorsRequest.UNKNOWN_PATH)) {
					continue;
				}
				Map.Entry<PathPattern, String> expected = twin.find(path);
				PathMatch<String> actual = index.find(path);
				boolean both = j % SPELLINGS == 0;
				String spelling = both ? SlowSpelling.plain(path) : path;
				Map.Entry<PathPattern, String> plain = both ? twin.find(SlowSpelling.encode(spelling)) : null;
				if (!isSame(expected, (actual != null) ? actual.written() : null)
						|| both && !isSame(plain, (actual != null) ? actual.plain() : null)) {
					fail("Seed %s: %s should find %s, and as %s %s, not %s, in %s", Effort.SEED, path, expected,
							spelling, plain, actual, patterns);
				}
				boolean same = !both || isSame(expected, (plain != null) ? candidate(plain) : null);
				different += same ? 0 : 1;
				all++;
				if (expected != null) {
					matched++;
					rest += expected.getValue().endsWith("/**") ? 1 : 0;
					literal += expected.getKey().hasPatternSyntax() ? 0 : 1;
					found.add(expected.getValue());
				}
			}
		}
		System.out.printf(
				"PathIndexTests: %s paths, %s matched, %s by a rest, %s by a literal, "
						+ "%s patterns, %s paths differ in their plain spelling%n",
				all, matched, rest, literal, found.size(), different);
		assertThat(different).as("paths with another policy in their plain spelling")
			.isGreaterThan(all / SPELLINGS / 50);
		assertThat(all).isGreaterThanOrEqualTo(Effort.rounds(100_000));
		assertThat(matched).as("matched").isBetween(all / 5, all * 9 / 10);
		assertThat(rest).as("matched by a rest").isGreaterThan(all / 20);
		assertThat(literal).as("matched by a literal").isGreaterThan(all / 50);
		assertThat(found.size()).as("patterns that matched").isGreaterThan(SETS / 3);
	}

	private static boolean isSame(Map.Entry<PathPattern, String> expected, PathMatch.Candidate<String> actual) {
		return (expected != null) ? (actual != null && expected.getValue().equals(actual.value())) : actual == null;
	}

	private static PathMatch.Candidate<String> candidate(Map.Entry<PathPattern, String> entry) {
		return new PathMatch.Candidate<>(entry.getKey(), entry.getValue(), true);
	}

	private List<String> patterns() {
		Set<String> patterns = new LinkedHashSet<>();
		int size = 1 + this.random.nextInt((this.random.nextInt(10) == 0) ? 60 : 12);
		while (patterns.size() < size) {
			StringBuilder pattern = new StringBuilder();
			int segments = this.random.nextInt(4);
			for (int i = 0; i < segments; i++) {
				pattern.append('/').append(pick(SEGMENTS, (this.random.nextInt(3) != 0) ? 8 : SEGMENTS.length));
			}
			pattern.append(pick(new String[] { "", "", "/", "/**", "/**" }, 5));
			String text = pattern.isEmpty() ? "/" : pattern.toString();
			if (PathCases.isPattern(text)) {
				patterns.add(text);
			}
		}
		return List.copyOf(patterns);
	}

	private String path(List<String> patterns) {
		String path = patterns.get(this.random.nextInt(patterns.size()))
			.replaceAll("/(\\*\\*|\\{\\*x})$", pick(new String[] { "", "/", "/a", "/a/b", "/t17/users", "//", "x" }, 7))
			.replaceAll("\\{[^/]*}|\\*", pick(new String[] { "a", "b", "17", "", "users" }, 5))
			.replace('?', 'b');
		int at = this.random.nextInt(path.length() + 1);
		return switch (this.random.nextInt(6)) {
			case 0 -> path.substring(0, at) + pick(INSERTIONS, INSERTIONS.length) + path.substring(at);
			case 1 -> path.substring(0, at);
			case 2 -> path.substring(0, at) + path.substring(Math.min(path.length(), at + 1));
			case 3 -> path + pick(new String[] { "/", "/a", "/a/b", "x", "/" + "deep/".repeat(40) }, 5);
			default -> path;
		};
	}

	private String pick(String[] values, int bound) {
		return values[this.random.nextInt(bound)];
	}

	/** What a client sends must not throw, and must not be a way around a policy. */
	@Test
	void expressionThatOverflowsTheStackIsUndecided() {
		PathPattern deep = PathPatternParser.defaultInstance.parse("/api/{x:(?:[a-z]|-)+}");
		PathPattern wide = PathPatternParser.defaultInstance.parse("/api/**");
		PathIndex<String> index = new PathIndex<>(Map.of(deep, "deep", wide, "wide"));
		for (String path : List.of("/api/" + "a-".repeat(50_000), "/api/%61" + "a-".repeat(50_000))) {
			PathMatch<String> match = index.find(path);
			assertThat(match.value()).isNull();
			assertThat(match.written().value()).isEqualTo("deep");
			assertThat(match.written().decided()).isFalse();
			assertThat(match.plain().decided()).isFalse();
		}
		assertThat(index.find("/api/a-b").value()).isEqualTo("deep");
		assertThat(index.find("/api/7").value()).isEqualTo("wide");
	}

	@Test
	void undecidedPatternThatIsLessSpecificDoesNotMatter() {
		PathPattern deep = PathPatternParser.defaultInstance.parse("/{x:(?:a+)+b}/**");
		String path = "/" + "a".repeat(5_000);
		PathPattern literal = PathPatternParser.defaultInstance.parse(path);
		assertThat(new PathIndex<>(Map.of(deep, "deep", literal, "literal")).find(path).value()).isEqualTo("literal");
	}

	@Test
	void unknownPathIsNoPath() {
		PathPattern all = PathPatternParser.defaultInstance.parse("/**");
		PathMatch<String> match = new PathIndex<>(Map.of(all, "all")).find(CorsRequest.UNKNOWN_PATH);
		assertThat(match.written()).isNull();
		assertThat(match.others()).isEmpty();
	}

	@Test
	void nothingIsFoundWithoutPatterns() {
		assertThat(new PathIndex<>(Map.of()).find("/")).isNull();
	}

}
