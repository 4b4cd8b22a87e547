package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.testing.FuzzCorpus;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fuzz target: the parser of origin patterns, and the comparison of an origin with
 * them. All lines are patterns, and the last one is the origin of a request as well.
 */
public final class OriginFuzzTarget {

	private OriginFuzzTarget() {
	}

	public static void fuzzerTestOneInput(byte[] input) {
		List<String> lines = FuzzCorpus.lines(input);
		String origin = lines.get(lines.size() - 1);
		List<OriginPattern> patterns = new ArrayList<>();
		for (String line : lines) {
			OriginPattern pattern = parse(line);
			if (pattern != null) {
				checkParts(pattern, line);
				patterns.add(pattern);
			}
		}
		if (!origin.isEmpty() && origin.length() <= 512) {
			checkMatches(patterns, origin);
		}
	}

	/** A text is a pattern, or is refused, perhaps with a pattern to write instead. */
	private static @Nullable OriginPattern parse(String text) {
		try {
			return OriginPattern.parse(text);
		}
		catch (InvalidOriginPatternException ex) {
			assertThat(ex.problem()).isNotNull();
			String suggestion = ex.suggestion();
			if (suggestion != null) {
				assertThat(OriginPattern.parse(suggestion).toString()).as("suggestion for %s", text)
					.isEqualTo(suggestion);
			}
			return null;
		}
	}

	private static void checkParts(OriginPattern pattern, String text) {
		assertThat(pattern.toString()).isEqualTo(text);
		if (pattern.kind() == Kind.EXACT || pattern.kind() == Kind.WILDCARD) {
			String port = pattern.port();
			assertThat(pattern.scheme() + "://" + pattern.host() + ((port != null) ? port : "")).isEqualTo(text);
			String member = member(pattern);
			assertThat(OriginPattern.compile(List.of(pattern)).test(member)).as("%s takes %s", text, member).isTrue();
		}
		assertThat(pattern.covers(pattern)).as(text).isTrue();
	}

	/** An origin that a pattern must match. */
	private static String member(OriginPattern pattern) {
		String port = pattern.port();
		String number = (port == null || port.contains("*")) ? ""
				: port.replaceAll("[\\[\\]]", "").replaceFirst(",.*", "");
		boolean omitted = (pattern.scheme() + number).matches("https:443|http:80|ftp:21");
		return pattern.scheme() + "://" + pattern.host().replace("*", "x-1") + (omitted ? "" : number);
	}

	private static void checkMatches(List<OriginPattern> patterns, String origin) {
		Predicate<String> set = OriginPattern.compile(patterns);
		boolean any = false;
		for (OriginPattern pattern : patterns) {
			boolean expected = matches(pattern, origin);
			assertThat(pattern.matches(origin)).as("%s matches %s", pattern, origin).isEqualTo(expected);
			any |= expected;
			for (OriginPattern other : patterns) {
				if (other.covers(pattern) && expected) {
					assertThat(other.matches(origin)).as("%s covers %s, so matches %s", other, pattern, origin)
						.isTrue();
				}
			}
		}
		assertThat(set.test(origin)).as("%s match %s", patterns, origin).isEqualTo(any);
	}

	private static boolean matches(OriginPattern pattern, String origin) {
		return switch (pattern.kind()) {
			case ANY -> true;
			case NONE -> false;
			case OPAQUE -> origin.equals(pattern.toString());
			case EXACT, WILDCARD -> {
				Pattern expression = ReferenceDecider.originExpression(pattern.toString());
				yield expression.matcher(origin).matches();
			}
		};
	}

}
