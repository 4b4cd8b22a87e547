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

	private final PathIndex<CoveringPath> index;

	/** The paths of all policies, the most specific first. */
	private final List<PolicyPath> paths = new ArrayList<>();

	CoverageFinder(List<CorsPolicy> policies) {
		Map<PathPattern, CoveringPath> patterns = new LinkedHashMap<>();
		for (CorsPolicy policy : policies) {
			for (int i = 0; i < policy.paths().size(); i++) {
				patterns.put(PathPatternParser.defaultInstance.parse(policy.paths().get(i)),
						new CoveringPath(policy, i));
			}
		}
		this.index = new PathIndex<>(patterns);
		patterns.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey(PathIndex.ORDER))
			.forEach((entry) -> this.paths.add(new PolicyPath(entry.getKey().getPatternString(),
					new PathPatternSubsumption(entry.getKey()), entry.getValue())));
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
		String sent = Arrays.stream(path.split("/", -1))
			.map((segment) -> UriUtils.encode(segment, StandardCharsets.UTF_8))
			.collect(Collectors.joining("/"));
		PathMatch<CoveringPath> match = this.index.find(sent);
		Candidate<CoveringPath> written = (match != null) ? match.written() : null;
		return (written != null) ? new PolicyCoverage(Extent.ALL, List.of(written.value()))
				: new PolicyCoverage(Extent.NONE, List.of());
	}

	private PolicyCoverage findForPattern(PathPattern pattern) {
		PathPatternSubsumption other = new PathPatternSubsumption(pattern);
		Map<String, CoveringPath> found = new LinkedHashMap<>();
		for (PolicyPath path : this.paths) {
			boolean all = path.text().equals(pattern.getPatternString()) || path.pattern().covers(other);
			if (all) {
				path.addLastTo(found);
				return new PolicyCoverage((found.size() == 1) ? Extent.ALL : Extent.TOGETHER,
						List.copyOf(found.values()));
			}
			if (path.pattern().mayMeet(other)) {
				path.addTo(found);
			}
		}
		return new PolicyCoverage(found.isEmpty() ? Extent.NONE : Extent.SOME, List.copyOf(found.values()));
	}

	private record PolicyPath(String text, PathPatternSubsumption pattern, CoveringPath path) {

		/** Keeps only the most specific path of each policy. */
		void addTo(Map<String, CoveringPath> found) {
			found.putIfAbsent(this.path.policy().name(), this.path);
		}

		void addLastTo(Map<String, CoveringPath> found) {
			found.remove(this.path.policy().name());
			found.put(this.path.policy().name(), this.path);
		}

	}

}
