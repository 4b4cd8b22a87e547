package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.FuzzCorpus;
import io.github.corsstarter.testing.SlowSpelling;
import io.github.corsstarter.web.PathMatch.Candidate;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fuzz target: the path index, compared with Spring's patterns one by one, for the path
 * as written and for each of its other spellings. The last line is the path, all others
 * are patterns.
 */
public final class PathFuzzTarget {

	private static final int MAX_PATTERNS = 8;

	private static final int MAX_LENGTH = 200;

	private PathFuzzTarget() {
	}

	public static void fuzzerTestOneInput(byte[] input) {
		List<String> lines = FuzzCorpus.lines(input);
		String path = lines.get(lines.size() - 1);
		checkSpellings(path);
		Map<PathPattern, String> patterns = new LinkedHashMap<>();
		for (String line : lines.subList(0, Math.min(MAX_PATTERNS, lines.size() - 1))) {
			if (isCheapForSpring(line, path)) {
				parse(line).forEach((pattern) -> patterns.putIfAbsent(pattern, line));
			}
		}
		PathMatch<String> match = new PathIndex<>(patterns).find(path);
		if (path.length() <= MAX_LENGTH && !path.equals(CorsRequest.UNKNOWN_PATH) && isDecided(match)) {
			checkMatch(patterns, path, match);
			if (path.startsWith("/")) {
				checkSubsumption(List.copyOf(patterns.keySet()), path);
			}
		}
	}

	private static void checkSpellings(String path) {
		Set<String> all = PathSpelling.all(path);
		assertThat(all).startsWith(PathSpelling.plain(path));
		if (path.length() <= MAX_LENGTH) {
			assertThat(PathSpelling.plain(path)).isEqualTo(SlowSpelling.plain(path));
			assertThat(all).containsExactlyInAnyOrderElementsOf(SlowSpelling.all(path));
		}
	}

	/** The parsed pattern, or an empty list if a policy does not accept it. */
	private static List<PathPattern> parse(String pattern) {
		CorsPolicySpecification specification = CorsPolicySpecification.builder("p").paths(pattern).build();
		return CheckedPolicy
			.check(specification, new GenerationLocations(specification.locations(), new PolicyNeighbors(), true),
					false)
			.patterns();
	}

	/** Spring tries each wildcard at each place. */
	private static boolean isCheapForSpring(String pattern, String path) {
		long wildcards = pattern.chars().filter((c) -> c == '*' || c == '{').count();
		return wildcards <= ((path.length() <= 24) ? 6 : (path.length() <= 80) ? 4 : 3);
	}

	private static boolean isDecided(@Nullable PathMatch<String> match) {
		if (match == null) {
			return true;
		}
		List<@Nullable Candidate<String>> all = new ArrayList<>(match.others());
		all.add(match.written());
		return all.stream().allMatch((candidate) -> candidate == null || candidate.decided());
	}

	private static void checkMatch(Map<PathPattern, String> patterns, String path, @Nullable PathMatch<String> match) {
		LinearPathIndex<String> slow = new LinearPathIndex<>(patterns);
		String written = value(slow.find(path));
		Set<@Nullable String> others = new HashSet<>();
		SlowSpelling.all(path).forEach((spelling) -> others.add(value(slow.find(SlowSpelling.encode(spelling)))));
		if (match == null) {
			assertThat(written).as("%s in %s", path, patterns.values()).isNull();
			assertThat(others).as("%s in %s", path, patterns.values()).containsOnlyNulls();
			return;
		}
		assertThat(value(match.written())).as("%s in %s", path, patterns.values()).isEqualTo(written);
		Set<@Nullable String> found = new HashSet<>();
		match.others().forEach((candidate) -> found.add(value(candidate)));
		if (patterns.isEmpty()) {
			return;
		}
		assertThat(found).as("spellings of %s in %s", path, patterns.values()).isEqualTo(others);
		assertThat(value(match.plain())).as("plain spelling of %s in %s", path, patterns.values())
			.isEqualTo(value(slow.find(SlowSpelling.encode(SlowSpelling.plain(path)))));
	}

	private static @Nullable String value(Map.@Nullable Entry<PathPattern, String> entry) {
		return (entry != null) ? entry.getValue() : null;
	}

	private static @Nullable String value(@Nullable Candidate<String> candidate) {
		return (candidate != null) ? candidate.value() : null;
	}

	/**
	 * Checks that no path contradicts two answers: that one pattern covers another, and
	 * that two patterns have no path in common.
	 */
	private static void checkSubsumption(List<PathPattern> patterns, String path) {
		PathContainer container;
		try {
			container = PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			return;
		}
		List<PathPattern> matching = patterns.stream()
			.filter((pattern) -> isDecided(pattern, path) && pattern.matches(container))
			.toList();
		for (PathPattern one : matching) {
			for (PathPattern other : patterns) {
				PathPatternSubsumption subsumption = new PathPatternSubsumption(other);
				boolean both = matching.contains(other);
				if (!both && isDecided(other, path)) {
					assertThat(subsumption.covers(new PathPatternSubsumption(one)))
						.as("%s covers %s, but not %s", other, one, path)
						.isFalse();
				}
				if (both) {
					assertThat(subsumption.mayMeet(new PathPatternSubsumption(one)))
						.as("%s and %s match %s", other, one, path)
						.isTrue();
				}
			}
		}
	}

	private static boolean isDecided(PathPattern pattern, String path) {
		PathElements elements = PathElements.ofSent(path);
		return elements != null && new PathPatternMatcher(pattern.getPatternString())
			.match(elements) != PathPatternMatcher.Result.UNDECIDED;
	}

}
