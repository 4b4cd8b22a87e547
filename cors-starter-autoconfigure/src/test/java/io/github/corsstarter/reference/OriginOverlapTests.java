package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginMap;
import io.github.corsstarter.origin.OriginOverlaps;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.testing.Effort;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Compares {@link OriginPattern#commonOrigin} and {@link OriginOverlaps} on random pairs
 * of patterns with a complete search for a common origin, with random origins that one of
 * the patterns matches, and with the table of origin patterns of the design.
 */
@Tag("slow")
class OriginOverlapTests {

	private static final int PAIRS = Math.min(Effort.rounds(1_000_000), 3_000_000);

	private static final int SETS = PAIRS / 50;

	private static final int SET_SIZE = 12;

	private static final int OWNERS = 4;

	private static final int OFTEN = PAIRS / 5_000;

	private static final Pattern PARTS = Pattern
		.compile("([a-z][a-z0-9+.-]*)://(\\[[^\\]]*]|[^:]+)(?::(\\*|\\[\\*]|\\[[0-9,]+]|[0-9]+))?");

	private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443, "ftp", 21);

	private static final List<String> SCHEMES = List.of("https", "https", "https", "http", "app", "app", "ftp");

	private static final List<String> PARENTS = List.of("b", "a.b", "c.a.b", "a.b.", "x-m.b", "m.b", "x.m.b", "C.b",
			"a..b", "pr-1.b", "p.b", "[::1]", "127.0.0.1", ".", "-");

	private static final List<String> FRONTS = List.of("", "", "", "*.", "*.", "*.", "p*.", "pr-*.", "*m.", "*-m.",
			"p*m.", "a*b.", "ab*.", "*ab.", "*b.", "aB*.", "*Bc.", "abB*.", "a*Bc.", "a.", "pr-1.", "pr-1-m.", "pm.",
			"pr-m.", "x.y.", "aab.", "abab.", "abBc.", "pr-x.y.", "*C.", "pr-*-m.", "pr*1.");

	private static final List<String> PORTS = List.of("", "", "", "", ":*", ":[*]", ":8080", ":8443", ":[8080,8443]",
			":[443,8443]", ":[80,8080]", ":[443]", ":[80]", ":[21,8080]", ":443", ":80");

	private static final List<String> WHOLE = List.of("*", "none", "null", "file://", "app://*", "app://*:*",
			"app://*:8080", "ftp://*", "ftp://*:[21,8443]", "other://*", "app://[::1]", "app://.");

	private static final List<String> FILLINGS = List.of("a", "m", "b", "r-1", "-", "_", "1-m", "x.y", "a.b", "B", "ab",
			"c.a", "pr-1", "pr-1.x", "bab", "");

	private final Random random = Effort.random();

	private final Map<String, OriginPattern> parsed = new HashMap<>();

	private final Map<String, Pattern> expressions = new HashMap<>();

	private final Map<String, Integer> counters = new TreeMap<>();

	@Test
	void commonOriginExistsExactlyIfPatternsOverlap() {
		for (int i = 0; i < PAIRS; i++) {
			OriginPattern first = pattern();
			OriginPattern second = related(first);
			String common = first.commonOrigin(second);
			try {
				check(first, second, common);
				checkOverlaps(first, second, common, i);
			}
			catch (Throwable ex) {
				throw new AssertionError("Seed %s, pair %s: %s and %s have in common %s. %s".formatted(Effort.SEED, i,
						first, second, common, ex.getMessage()), ex);
			}
			String forms = Stream.of(form(first), form(second)).sorted().collect(Collectors.joining(", "));
			this.counters.merge(forms + ((common != null) ? ": overlap" : ": disjoint"), 1, Integer::sum);
		}
		System.out.println("compared = " + PAIRS);
		this.counters.forEach((key, count) -> System.out.println(key + " = " + count));
		List<String> forms = List.of("any host", "any port", "exact", "in label", "labels");
		for (String one : forms) {
			for (String other : forms) {
				if (one.compareTo(other) <= 0) {
					assertThat(this.counters.getOrDefault(one + ", " + other + ": overlap", 0)).as(one + ", " + other)
						.isGreaterThan(OFTEN);
					assertThat(this.counters.getOrDefault(one + ", " + other + ": disjoint", 0)).as(one + ", " + other)
						.isGreaterThan(OFTEN);
				}
			}
		}
	}

	/** At least one element of each pair that overlaps is found. */
	@Test
	void findsAnElementOfEachPairThatOverlaps() {
		int found = 0;
		for (int i = 0; i < SETS; i++) {
			OriginOverlaps<Integer> overlaps = new OriginOverlaps<>();
			List<OriginPattern> patterns = new ArrayList<>();
			OriginPattern pattern = pattern();
			for (int number = 0; number < SET_SIZE; number++) {
				patterns.add(pattern);
				overlaps.add(number % OWNERS, number, pattern);
				pattern = related(pattern);
			}
			Set<Integer> actual = new TreeSet<>();
			overlaps.find().forEach((overlap) -> {
				actual.add(overlap.first().index());
				actual.add(overlap.second().index());
				assertThat(overlap.first().owner()).isNotEqualTo(overlap.second().owner());
				assertThat(overlap.first().pattern().commonOrigin(overlap.second().pattern())).isNotNull();
			});
			boolean some = false;
			for (int number = 0; number < SET_SIZE; number++) {
				for (int other = 0; other < number; other++) {
					OriginPattern one = patterns.get(number);
					OriginPattern two = patterns.get(other);
					if (number % OWNERS != other % OWNERS && one.commonOrigin(two) != null
							&& (one.kind() == Kind.ANY) == (two.kind() == Kind.ANY)) {
						some = true;
						assertThat(actual.contains(number) || actual.contains(other))
							.as("Seed %s, set %s: %s, elements %s and %s", Effort.SEED, i, patterns, other, number)
							.isTrue();
					}
				}
			}
			assertThat(actual.isEmpty()).isEqualTo(!some);
			found += some ? 1 : 0;
		}
		assertThat(found).isGreaterThan(OFTEN);
	}

	private void check(OriginPattern first, OriginPattern second, String common) {
		assertThat(common != null).as("search").isEqualTo(haveCommonOrigin(first.toString(), second.toString()));
		assertThat(second.commonOrigin(first) != null).as("the other way round").isEqualTo(common != null);
		if (common != null) {
			for (OriginPattern pattern : List.of(first, second)) {
				assertThat(pattern.matches(common)).as("%s matches", pattern).isTrue();
				assertThat(matches(pattern, common)).as("%s matches by the table", pattern).isTrue();
			}
			return;
		}
		for (OriginPattern pattern : List.of(first, second)) {
			String origin = filled(pattern.toString());
			if (first.matches(origin) && second.matches(origin)) {
				fail("Both match %s", origin);
			}
		}
	}

	/** The pattern {@code *} means all other origins. */
	private void checkOverlaps(OriginPattern first, OriginPattern second, String common, int number) {
		if (number % 10 != 0) {
			return;
		}
		OriginOverlaps<String> overlaps = new OriginOverlaps<>();
		overlaps.add("first", 3, first);
		overlaps.add("second", 5, second);
		boolean expected = common != null && (first.kind() == Kind.ANY) == (second.kind() == Kind.ANY);
		assertThat(OriginOverlaps.isAny(List.of(first), List.of(second))).isEqualTo(expected);
		if (!expected) {
			assertThat(overlaps.find()).isEmpty();
			checkMap(first, second);
			return;
		}
		assertThat(overlaps.find()).singleElement().satisfies((overlap) -> {
			assertThat(overlap.first().owner()).isEqualTo("first");
			assertThat(overlap.first().index()).isEqualTo(3);
			assertThat(overlap.first().pattern()).isEqualTo(first);
			assertThat(overlap.second().owner()).isEqualTo("second");
			assertThat(overlap.second().index()).isEqualTo(5);
			assertThat(overlap.second().pattern()).isEqualTo(second);
			assertThat(first.matches(overlap.origin()) && second.matches(overlap.origin())).isTrue();
		});
	}

	private void checkMap(OriginPattern first, OriginPattern second) {
		OriginMap<OriginPattern> map = OriginMap.of(first.equals(second) ? Map.of(first, Set.of(first))
				: Map.of(first, Set.of(first), second, Set.of(second)));
		for (OriginPattern pattern : List.of(first, second)) {
			String origin = filled(pattern.toString());
			OriginPattern expected = null;
			for (OriginPattern candidate : List.of(first, second)) {
				boolean other = expected != null && candidate.kind() == Kind.ANY;
				expected = (candidate.matches(origin) && !other) ? candidate : expected;
			}
			assertThat(map.get(origin)).as("value for %s", origin).isEqualTo(expected);
		}
	}

	private static boolean haveCommonOrigin(String first, String second) {
		if (first.equals("none") || second.equals("none")) {
			return false;
		}
		if (first.equals("*") || second.equals("*")) {
			return true;
		}
		Matcher one = PARTS.matcher(first);
		Matcher other = PARTS.matcher(second);
		if (!one.matches() || !other.matches()) {
			return first.equals(second);
		}
		return one.group(1).equals(other.group(1)) && haveCommonPort(one.group(1), one.group(3), other.group(3))
				&& CommonHostSearch.exists(one.group(2), other.group(2));
	}

	/** The port 0 stands for an origin without a port. */
	private static boolean haveCommonPort(String scheme, String first, String second) {
		Set<Integer> ports = ports(scheme, first);
		Set<Integer> others = ports(scheme, second);
		return ports.isEmpty() || others.isEmpty() || ports.stream().anyMatch(others::contains);
	}

	private static Set<Integer> ports(String scheme, String text) {
		Set<Integer> ports = new HashSet<>();
		if (text == null) {
			ports.add(0);
		}
		else if (!text.contains("*")) {
			for (String port : text.replaceAll("[\\[\\]]", "").split(",")) {
				int number = Integer.parseInt(port);
				ports.add((number == DEFAULT_PORTS.getOrDefault(scheme, -1)) ? 0 : number);
			}
		}
		return ports;
	}

	private boolean matches(OriginPattern pattern, String origin) {
		return switch (pattern.toString()) {
			case "*" -> true;
			case "none" -> false;
			case "null", "file://" -> origin.equals(pattern.toString());
			default -> this.expressions.computeIfAbsent(pattern.toString(), ReferenceDecider::originExpression)
				.matcher(origin)
				.matches();
		};
	}

	private String filled(String pattern) {
		String origin = pattern.replaceAll(":(\\*|\\[\\*])$", pick(List.of("", ":8080", ":8443", ":1")));
		int ports = origin.lastIndexOf(":[");
		if (ports > 8 && origin.endsWith("]") && !origin.contains("[::")) {
			String port = pick(List.of(origin.substring(ports + 2, origin.length() - 1).split(",")));
			String scheme = origin.substring(0, origin.indexOf(':'));
			boolean standard = Integer.toString(DEFAULT_PORTS.getOrDefault(scheme, -1)).equals(port);
			origin = origin.substring(0, ports) + (standard ? "" : ":" + port);
		}
		return origin.replace("*", pick(FILLINGS));
	}

	/** In most cases, a pattern with the scheme and the parent domain of another one. */
	private OriginPattern related(OriginPattern pattern) {
		int dot = pattern.host().indexOf('.');
		if (pattern.scheme().isEmpty() || this.random.nextInt(4) == 0) {
			return pattern();
		}
		String parent = (dot != -1 && this.random.nextBoolean()) ? pattern.host().substring(dot + 1) : pattern.host();
		OriginPattern related = this.parsed
			.computeIfAbsent(pattern.scheme() + "://" + pick(FRONTS) + parent + pick(PORTS), OriginOverlapTests::parse);
		return (related != null) ? related : pattern();
	}

	private OriginPattern pattern() {
		while (true) {
			String text = (this.random.nextInt(12) == 0) ? pick(WHOLE)
					: pick(SCHEMES) + "://" + pick(FRONTS) + pick(PARENTS) + pick(PORTS);
			OriginPattern pattern = this.parsed.computeIfAbsent(text, OriginOverlapTests::parse);
			if (pattern != null) {
				return pattern;
			}
		}
	}

	private static OriginPattern parse(String text) {
		try {
			return OriginPattern.parse(text);
		}
		catch (InvalidOriginPatternException ex) {
			return null;
		}
	}

	private static String form(OriginPattern pattern) {
		String host = pattern.host();
		return switch (pattern.kind()) {
			case WILDCARD -> host.equals("*") ? "any host"
					: host.startsWith("*.") ? "labels" : host.contains("*") ? "in label" : "any port";
			case EXACT -> "exact";
			default -> pattern.toString();
		};
	}

	private <T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	/**
	 * Many patterns of several owners at once: an overlap is found exactly if one of all
	 * pairs overlaps, and each reported pair does.
	 */
	@Test
	void overlapsOfManyPatternsAreFound() {
		int overlapping = 0;
		int sets = Effort.rounds(3_000);
		for (int i = 0; i < sets; i++) {
			OriginOverlaps<Integer> overlaps = new OriginOverlaps<>();
			List<OriginPattern> patterns = new ArrayList<>();
			int count = 2 + this.random.nextInt(8);
			for (int j = 0; j < count; j++) {
				patterns.add(pattern());
				overlaps.add(j / 2, j, patterns.get(j));
			}
			Set<Integer> expected = new HashSet<>();
			for (int j = 0; j < count; j++) {
				for (int k = 0; k < count; k++) {
					boolean any = patterns.get(j).kind() == Kind.ANY;
					if (j / 2 != k / 2 && any == (patterns.get(k).kind() == Kind.ANY)
							&& patterns.get(j).commonOrigin(patterns.get(k)) != null) {
						expected.add(j);
					}
				}
			}
			assertThat(OriginOverlaps.isAny(patterns.subList(0, 2), patterns.subList(2, count)))
				.as("Seed %s, set %s: %s", Effort.SEED, i, patterns)
				.isEqualTo(expected.contains(0) || expected.contains(1));
			Set<Integer> found = new HashSet<>();
			overlaps.find().forEach((overlap) -> {
				found.add(overlap.first().index());
				found.add(overlap.second().index());
				assertThat(overlap.first().owner()).isLessThan(overlap.second().owner());
				assertThat(overlap.first().pattern().matches(overlap.origin())).isTrue();
				assertThat(overlap.second().pattern().matches(overlap.origin())).isTrue();
			});
			assertThat(expected).as("Seed %s, set %s: %s", Effort.SEED, i, patterns).containsAll(found);
			assertThat(found.isEmpty()).as("Seed %s, set %s: %s", Effort.SEED, i, patterns)
				.isEqualTo(expected.isEmpty());
			overlapping += expected.isEmpty() ? 0 : 1;
		}
		assertThat(overlapping).isBetween(sets / 10, sets - sets / 10);
	}

}
