package io.github.corsstarter.web;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.web.PathPatternMatcher.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PathPatternMatcher}.
 */
class PathPatternMatcherTests {

	private static final int PAIRS = Effort.rounds(120_000);

	private static final String[] PIECES = { "a", "b", "ab", ".", "-", "*", "*", "?", "{x}", "{y}", "{z:[ab]+}",
			"{w:a|b-}", "{v:a{1,2}}", "\u00e9", "\ud83d\ude00", "{u:.*}", "{t:\\w*}" };

	private static final String[] TEXT = { "a", "b", "ab", "aab", "-", ".", "", "", "%61", "%2F", ";v=1", "\u00e9",
			"\ud83d\ude00", "a-b.json", "\n" };

	@Test
	void agreesWithSpring() {
		long seed = Effort.SEED;
		Random random = Effort.random();
		int pairs = 0;
		int matches = 0;
		int composites = 0;
		Set<String> patterns = new LinkedHashSet<>();
		while (pairs < PAIRS) {
			String text = pattern(random);
			PathPattern pattern = parse(text);
			if (pattern == null) {
				continue;
			}
			patterns.add(text);
			PathPatternMatcher matcher = new PathPatternMatcher(text);
			for (int i = 0; i < 60; i++) {
				String path = path(random, text);
				PathElements elements = PathElements.ofSent(path);
				if (elements == null) {
					continue;
				}
				boolean expected = pattern.matches(PathContainer.parsePath(path));
				assertThat(matcher.match(elements)).as("seed %s: '%s' and '%s'", seed, text, path)
					.isEqualTo(expected ? Result.MATCH : Result.NO_MATCH);
				pairs++;
				matches += expected ? 1 : 0;
				composites += (expected && text.matches("(?s).*[^/]\\*.*\\*[^/].*")) ? 1 : 0;
			}
		}
		System.out.printf("PathPatternMatcherTests: test.seed=%s, %s pairs, %s matches, %s by several wildcards, "
				+ "%s patterns%n", seed, pairs, matches, composites, patterns.size());
		assertThat(matches).isGreaterThan(pairs / 10);
		assertThat(composites).isGreaterThan(PAIRS / 200);
	}

	private static PathPattern parse(String pattern) {
		try {
			return PathPatternParser.defaultInstance.parse(pattern);
		}
		catch (PatternParseException ex) {
			return null;
		}
	}

	private static String pattern(Random random) {
		StringBuilder pattern = new StringBuilder();
		if (random.nextInt(20) == 0) {
			pattern.append(random.nextBoolean() ? "/**" : "/{*front}");
		}
		for (int i = random.nextInt(3); i >= 0; i--) {
			pattern.append('/');
			for (int j = random.nextInt(4) - 1; j >= 0; j--) {
				pattern.append(PIECES[random.nextInt(PIECES.length)]);
			}
		}
		return pattern.append(new String[] { "/**", "/{*rest}", "", "", "", "", "" }[random.nextInt(7)]).toString();
	}

	private static String path(Random random, String pattern) {
		if (random.nextInt(4) == 0) {
			StringBuilder path = new StringBuilder();
			for (int i = random.nextInt(4); i >= 0; i--) {
				path.append('/').append(TEXT[random.nextInt(TEXT.length)]).append(TEXT[random.nextInt(TEXT.length)]);
			}
			return path.toString();
		}
		StringBuilder path = new StringBuilder();
		for (String segment : pattern.split("/", -1)) {
			String filled = segment.replaceAll("\\{[^/]*?}}?|\\*", "<").replace('?', random.nextBoolean() ? 'a' : 'b');
			while (filled.contains("<")) {
				filled = filled.replaceFirst("<", TEXT[random.nextInt(TEXT.length)]);
			}
			path.append((path.isEmpty() && segment.isEmpty()) ? "" : "/").append(filled);
		}
		int at = random.nextInt(path.length() + 1);
		return switch (random.nextInt(5)) {
			case 0 -> path.insert(at, TEXT[random.nextInt(TEXT.length)]).toString();
			case 1 -> path.insert(at, '/').toString();
			case 2 -> path.substring(0, at);
			default -> path.toString();
		};
	}

	@ParameterizedTest
	@CsvSource({ "/{a}-{b}.json", "/*-*-x", "/*a*b*c*d*e*f", "/{a}{b}{c}{d}{e}{f}x", "/*?*?*?*?*x", "/**/*-*-x" })
	void severalWildcardsTakeLinearTime(String pattern) {
		PathPatternMatcher matcher = new PathPatternMatcher(pattern);
		for (String text : new String[] { "-", "a", "ab-", "x-", "abcdef", "a/", "-/" }) {
			long small = time(matcher, text, 2_000);
			long large = time(matcher, text, 200_000);
			assertThat(large).as("%s: %s, 100 times as long", pattern, text)
				.isLessThan(100 * 20 * Math.max(small, 20_000));
		}
	}

	/** CPU time, so that other threads do not count. */
	private static long time(PathPatternMatcher matcher, String text, int length) {
		PathElements path = PathElements.ofDecoded("/" + text.repeat(length / text.length()));
		long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		matcher.match(path);
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/{x:(?:a+)+b}", "/{x:(?:[a-z]|-)+}", "/{x:(?:a|aa)+}!", "/a{x:(?:a*)*b}{y}",
			"/**/{x:(?:a+)+b}" })
	void expressionWithoutEndIsUndecided(String pattern) {
		PathPatternMatcher matcher = new PathPatternMatcher(pattern);
		assertThat(matcher.match(PathElements.ofDecoded("/" + "a".repeat(7_800) + "1"))).isEqualTo(Result.UNDECIDED);
	}

	@Test
	void undecidedPartDoesNotHideThatAnotherDoesNotMatch() {
		PathPatternMatcher matcher = new PathPatternMatcher("/{x:(?:a+)+b}/end");
		assertThat(matcher.match(PathElements.ofDecoded("/" + "a".repeat(7_800) + "/other")))
			.isEqualTo(Result.NO_MATCH);
		assertThat(matcher.match(PathElements.ofDecoded("/" + "a".repeat(7_800) + "/end"))).isEqualTo(Result.UNDECIDED);
	}

	@Test
	void longTokenIsNoReasonToGiveUp() {
		PathPatternMatcher matcher = new PathPatternMatcher("/{token:.+}/{id:[0-9]+}");
		assertThat(matcher.match(PathElements.ofDecoded("/" + "a".repeat(7_800) + "/7"))).isEqualTo(Result.MATCH);
	}

	/** Some segments match where a path has none. */
	@ParameterizedTest
	@ValueSource(strings = { "/***", "/***/a", "/a/***", "/{x}{y}", "/{x}{y}/a", "/a/{x}{y}", "/*", "/*/a", "/{x}",
			"/{x}/a", "/?", "/?/a", "/a*", "/*a", "/a?/", "/{x:.*}", "/{x:.*}/a", "/{x:.*}{y}", "/{x:.*}{y}/a", "/a/**",
			"/**/a", "/**/***", "/{*x}" })
	void agreesWithSpringWhereThereIsNoSegment(String pattern) {
		for (String path : List.of("", "/", "//", "///", "/a", "//a", "/a/", "/a//", "/ab", "/ab/", "/a/a", "a", "a/a",
				"//a/", "/;v=1", "/;v=1/a")) {
			PathElements elements = PathElements.ofSent(path);
			boolean expected = PathPatternParser.defaultInstance.parse(pattern).matches(PathContainer.parsePath(path));
			assertThat(new PathPatternMatcher(pattern).match(elements)).as(path)
				.isEqualTo(expected ? Result.MATCH : Result.NO_MATCH);
		}
	}

}
