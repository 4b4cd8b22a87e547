package io.github.corsstarter.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.web.PathMatch.Candidate;
import io.github.corsstarter.web.PolicyCoverage.CoveringPath;
import io.github.corsstarter.web.PolicyCoverage.Extent;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Finds the policies that cover the paths of another component's path pattern. Immutable.
 */
final class CoverageFinder {

	private static final PathPattern EVERY_PATH = PathPatternParser.defaultInstance.parse("/**");

	private final PathIndex<List<CoveringPath>> index;

	/** The paths of all policies, the most specific first. */
	private final List<PolicyPath> paths;

	CoverageFinder(List<CorsPolicy> policies) {
		PathGroups<CoveringPath> groups = new PathGroups<>();
		for (CorsPolicy policy : policies) {
			for (int i = 0; i < policy.paths().size(); i++) {
				groups.add(PathPatternParser.defaultInstance.parse(policy.paths().get(i)), new CoveringPath(policy, i));
			}
		}
		for (PathGroups.Group<CoveringPath> group : groups.all()) {
			if (group.values().size() > 1) {
				group.values().sort(Comparator.comparing((path) -> path.policy().name()));
			}
		}
		Map<PathPattern, List<CoveringPath>> patterns = groups.asMap();
		this.index = new PathIndex<>(patterns);
		List<PathPattern> sorted = new ArrayList<>(patterns.keySet());
		sorted.sort(PathOrder.INSTANCE);
		this.paths = new ArrayList<>(sorted.size());
		for (PathPattern pattern : sorted) {
			this.paths.add(PolicyPath.of(pattern, groups.get(pattern)));
		}
	}

	/**
	 * Find the policies that cover a pattern.
	 * @param path a path pattern; a text that is not a path pattern means every path
	 */
	PolicyCoverage find(String path) {
		PathPattern pattern = parse(path);
		if (pattern == null) {
			return findForPattern(EVERY_PATH);
		}
		return pattern.hasPatternSyntax() ? findForPattern(pattern) : findForLiteral(path);
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

	/** Encodes the path first, because the index decodes every path that it compares. */
	private PolicyCoverage findForLiteral(String path) {
		PathMatch<List<CoveringPath>> match = this.index.find(PathIndex.isPlain(path) ? path : encode(path));
		Candidate<List<CoveringPath>> written = (match != null) ? match.written() : null;
		return (written != null) ? complete(written.value()) : new PolicyCoverage(Extent.NONE, List.of());
	}

	private static String encode(String path) {
		return Arrays.stream(path.split("/", -1))
			.map((segment) -> UriUtils.encode(segment, StandardCharsets.UTF_8))
			.collect(Collectors.joining("/"));
	}

	private PolicyCoverage findForPattern(PathPattern pattern) {
		PathPatternSubsumption other = new PathPatternSubsumption(pattern);
		Map<String, CoveringPath> found = new LinkedHashMap<>();
		for (PolicyPath path : this.paths) {
			boolean all = PathGroups.key(path.text()).equals(PathGroups.key(pattern.getPatternString()))
					|| path.pattern().covers(other);
			if (all) {
				path.addLastTo(found);
				return complete(found.values());
			}
			if (path.pattern().mayMeet(other)) {
				path.addTo(found);
			}
		}
		return new PolicyCoverage(found.isEmpty() ? Extent.NONE : Extent.SOME, List.copyOf(found.values()));
	}

	private static PolicyCoverage complete(Collection<CoveringPath> paths) {
		return new PolicyCoverage((paths.size() == 1) ? Extent.ALL : Extent.TOGETHER, List.copyOf(paths));
	}

	private record PolicyPath(String text, PathPatternSubsumption pattern, List<CoveringPath> paths) {

		static PolicyPath of(PathPattern pattern, List<CoveringPath> paths) {
			return new PolicyPath(pattern.getPatternString(), new PathPatternSubsumption(pattern), paths);
		}

		/** Keeps only the most specific path of each policy. */
		void addTo(Map<String, CoveringPath> found) {
			for (CoveringPath path : this.paths) {
				found.putIfAbsent(path.policy().name(), path);
			}
		}

		void addLastTo(Map<String, CoveringPath> found) {
			for (CoveringPath path : this.paths) {
				found.remove(path.policy().name());
				found.put(path.policy().name(), path);
			}
		}

	}

}
