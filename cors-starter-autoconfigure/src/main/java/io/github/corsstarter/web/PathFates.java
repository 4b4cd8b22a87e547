package io.github.corsstarter.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Which policies take the paths of a pattern that is not theirs. Exact for a path without
 * pattern syntax. For a pattern it is sound: a policy is only said to take all of its
 * paths when it does, and no policy is left out that takes some.
 */
final class PathFates {

	private final PathIndex<Cover> index;

	private final List<Entry> entries = new ArrayList<>();

	PathFates(List<CorsPolicy> policies) {
		Map<PathPattern, Cover> patterns = new LinkedHashMap<>();
		for (CorsPolicy policy : policies) {
			for (int i = 0; i < policy.paths().size(); i++) {
				patterns.put(PathPatternParser.defaultInstance.parse(policy.paths().get(i)), new Cover(policy, i));
			}
		}
		this.index = new PathIndex<>(patterns);
		patterns.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey(PathIndex.ORDER))
			.forEach((entry) -> this.entries
				.add(new Entry(entry.getKey().getPatternString(), new PathCover(entry.getKey()), entry.getValue())));
	}

	/**
	 * The fate of a pattern.
	 * @param path a path pattern; what is none of Spring's stands for any path
	 * @param first whether a rule for it is applied before policies are
	 */
	Fate of(String path, boolean first) {
		if (path.startsWith(":")) {
			return elsewhere(path);
		}
		PathPattern pattern = parse(path);
		if (pattern == null) {
			return of(PathPatternParser.defaultInstance.parse("/**"), first);
		}
		return pattern.hasPatternSyntax() ? of(pattern, first) : ofLiteral(path, first);
	}

	/**
	 * The fate of a pattern on a server where no policy is enforced: policies that are
	 * for nothing else have no effect. They may be written without the base path of that
	 * server, or with it.
	 */
	private Fate elsewhere(String path) {
		Map<String, Cover> covers = new LinkedHashMap<>();
		for (int slash = path.indexOf('/'); slash != -1; slash = path.indexOf('/', slash + 1)) {
			PathPattern pattern = parse(path.substring(slash));
			if (pattern != null && !pattern.getPatternString().equals("/**")) {
				PathCover those = new PathCover(pattern);
				this.entries.stream()
					.filter((entry) -> those.covers(entry.path()))
					.forEach((entry) -> covers.putIfAbsent(entry.cover().policy().name(), entry.cover()));
			}
		}
		return new Fate(List.copyOf(covers.values()), false, false, true);
	}

	private static @Nullable PathPattern parse(String path) {
		if (!path.isEmpty() && !path.startsWith("/")) {
			return null;
		}
		try {
			return PathPatternParser.defaultInstance.parse(path);
		}
		catch (PatternParseException | PatternSyntaxException ex) {
			return null;
		}
	}

	/** A pattern is compared with decoded segments. */
	private Fate ofLiteral(String path, boolean first) {
		String sent = Arrays.stream(path.split("/", -1))
			.map((segment) -> UriUtils.encode(segment, StandardCharsets.UTF_8))
			.collect(Collectors.joining("/"));
		Map.Entry<PathPattern, Cover> match = this.index.find(sent);
		return (match != null) ? new Fate(List.of(match.getValue()), true, first, false)
				: new Fate(List.of(), false, false, false);
	}

	private Fate of(PathPattern pattern, boolean first) {
		PathCover other = new PathCover(pattern);
		Map<String, Cover> covers = new LinkedHashMap<>();
		for (Entry entry : this.entries) {
			boolean whole = entry.text().equals(pattern.getPatternString()) || entry.path().covers(other);
			if (whole || entry.path().mayMeet(other)) {
				covers.putIfAbsent(entry.cover().policy().name(), entry.cover());
			}
			if (whole) {
				return new Fate(List.copyOf(covers.values()), covers.size() == 1, first, false);
			}
		}
		return new Fate(List.copyOf(covers.values()), false, first && !covers.isEmpty(), false);
	}

	/**
	 * The policies that take paths of a pattern.
	 *
	 * @param covers the policies, each with the most specific of its paths
	 * @param whole whether the only one of them takes all of its paths
	 * @param isBeaten whether they do not, because a rule is applied before them
	 * @param isElsewhere whether they do not, because they are not enforced there
	 */
	record Fate(List<Cover> covers, boolean whole, boolean isBeaten, boolean isElsewhere) {

		boolean isFree() {
			return this.covers.isEmpty();
		}

		/** The name of the policy that decides instead of the rule. */
		@Nullable String decider() {
			return (this.whole && !this.isBeaten) ? this.covers.get(0).policy().name() : null;
		}

	}

	/**
	 * One path of a policy.
	 */
	record Cover(CorsPolicy policy, int index) {
	}

	private record Entry(String text, PathCover path, Cover cover) {
	}

}
