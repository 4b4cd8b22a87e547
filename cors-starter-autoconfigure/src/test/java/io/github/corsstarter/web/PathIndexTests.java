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

	@Test
	void literalIsFoundBeforeAPatternThatIsEquallySpecific() {
		PathIndex<String> index = index("/a/?", "/a/b", "/a/*", "/a/**", "/**");
		assertThat(index.find("/a/b").value()).isEqualTo("/a/b");
		assertThat(index.find("/a/c").value()).isEqualTo("/a/?");
		assertThat(index.find("/a/cc").value()).isEqualTo("/a/*");
		assertThat(index.find("/a/b/c").value()).isEqualTo("/a/**");
		assertThat(index.find("/a").value()).isEqualTo("/a/**");
		assertThat(index.find("/ab").value()).isEqualTo("/**");
		assertThat(index.find("/").value()).isEqualTo("/**");
	}

	@Test
	void pathWithoutPatternIsNotFound() {
		PathIndex<String> index = index("/a", "/b/**", "/c/{x}", "/d/*.json");
		for (String path : List.of("/", "/x", "/a/x", "/ab", "/c", "/c/x/y", "/d/x.jso", "/bb")) {
			assertThat(index.find(path)).as(path).isNull();
		}
	}

	/** Lengths above 63 share a bit. */
	@Test
	void longLiteralsAreFound() {
		String longer = "/" + "x".repeat(100);
		PathIndex<String> index = index(longer, longer + "/**", "/" + "y".repeat(62), "/" + "y".repeat(61) + "/**");
		assertThat(index.find(longer).value()).isEqualTo(longer);
		assertThat(index.find(longer + "/a/b").value()).isEqualTo(longer + "/**");
		assertThat(index.find(longer + "y")).isNull();
		assertThat(index.find("/" + "y".repeat(62)).value()).isEqualTo("/" + "y".repeat(62));
		assertThat(index.find("/" + "y".repeat(61) + "/a").value()).isEqualTo("/" + "y".repeat(61) + "/**");
		assertThat(index.find("/" + "y".repeat(63))).isNull();
	}

	@Test
	void pathThatIsNotPlainIsFoundAsWrittenAndInItsPlainSpelling() {
		PathIndex<String> index = index("/secret.json", "/**");
		PathMatch<String> match = index.find("/secret.json/");
		assertThat(match.isPlain()).isFalse();
		assertThat(match.written().value()).isEqualTo("/**");
		assertThat(match.plain().value()).isEqualTo("/secret.json");
		assertThat(match.value()).isNull();
		assertThat(index.find("/secret.json").isPlain()).isTrue();
		for (String path : List.of("/./x", "/../x", "/x/.", "/x/..", "//x", "/x//y", "/x/", "/x;y", "/%78", "/\u00e9",
				"x", "", "/x\\y", "/x*", "/x\u0080")) {
			assertThat(index.find(path).isPlain()).as(path).isFalse();
		}
		for (String path : List.of("/", "/.x", "/..x", "/x./y", "/...", "/x.", "/-._~!$&'()+,=:@")) {
			assertThat(index.find(path).isPlain()).as(path).isTrue();
		}
	}

	@Test
	void decodedPathIsFoundInEachOfItsSpellings() {
		PathIndex<String> index = index("/a/b", "/**");
		assertThat(index.findDecoded("/a/x/../b")).extracting((candidate) -> candidate.value())
			.containsExactly("/a/b", "/**");
		assertThat(index.findDecoded("/a/b")).extracting((candidate) -> candidate.value()).containsExactly("/a/b");
		assertThat(index("/a").findDecoded("/%61")).containsOnlyNulls();
	}

	@Test
	void undecidedPatternIsFoundIfNothingElseMatches() {
		String pattern = "/{x:(?:a+)+b}";
		PathMatch<String> match = index(pattern).find("/" + "a".repeat(5_000));
		assertThat(match.isPlain()).isTrue();
		assertThat(match.written().value()).isEqualTo(pattern);
		assertThat(match.written().decided()).isFalse();
		assertThat(match.value()).isNull();
	}

	private static PathIndex<String> index(String... patterns) {
		Map<PathPattern, String> map = new LinkedHashMap<>();
		for (String pattern : patterns) {
			map.put(PathPatternParser.defaultInstance.parse(pattern), pattern);
		}
		return new PathIndex<>(map);
	}

}
