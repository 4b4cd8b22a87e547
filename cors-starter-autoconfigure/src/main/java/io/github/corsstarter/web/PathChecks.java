package io.github.corsstarter.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.ProblemCollector;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * The checks of path patterns, of all policies together. For one validation.
 */
final class PathChecks {

	private static final String KEY = "paths";

	private static final int MAX_WILDCARDS = 2;

	private final Map<String, CorsPolicySpecification> owners = new HashMap<>();

	private final List<Entry> entries = new ArrayList<>();

	/**
	 * Check and parse the paths of one policy.
	 * @return the patterns that could be parsed
	 */
	List<PathPattern> parse(CorsPolicySpecification specification, ProblemCollector problems) {
		List<PathPattern> patterns = new ArrayList<>();
		List<String> paths = specification.paths();
		for (int i = 0; i < paths.size(); i++) {
			PathPattern pattern = parse(paths.get(i), i, problems);
			if (pattern != null && !isDuplicate(pattern, i, specification, problems)) {
				patterns.add(pattern);
				this.entries.add(new Entry(specification, i, pattern));
			}
		}
		return patterns;
	}

	private static @Nullable PathPattern parse(String path, int index, ProblemCollector problems) {
		if (path.contains("://")) {
			int slash = path.indexOf('/', path.indexOf("://") + "://".length());
			problems.add(Reason.INVALID_PATH, KEY, index, path, "A path begins behind the host.",
					(slash != -1) ? path.substring(slash) : null);
			return null;
		}
		if (!path.startsWith("/")) {
			problems.add(Reason.INVALID_PATH, KEY, index, path,
					path.isEmpty() ? "The path is empty." : "A path begins with a slash.",
					path.isBlank() ? null : path.strip().startsWith("/") ? path.strip() : "/" + path.strip());
			return null;
		}
		try {
			PathPattern pattern = PathPatternParser.defaultInstance.parse(path);
			return (isMatchable(path, index, problems) && isBounded(path, index, problems)) ? pattern : null;
		}
		catch (PatternParseException ex) {
			problems.add(Reason.INVALID_PATH, KEY, index, path,
					"This is no path pattern: " + ex.getMessage() + " (at character " + (ex.getPosition() + 1) + ").",
					null);
			return null;
		}
		catch (PatternSyntaxException ex) {
			// Spring does not convert it where a segment is more than one variable.
			problems.add(Reason.INVALID_PATH, KEY, index, path, "This is no path pattern: " + ex.getDescription() + ".",
					null);
			return null;
		}
	}

	/**
	 * Spring compares patterns with decoded segments without their path parameters, so
	 * some characters of a pattern can never match.
	 */
	private static boolean isMatchable(String path, int index, ProblemCollector problems) {
		String literal = path.replaceAll("\\{[^/]*}", "");
		if (literal.indexOf(';') != -1) {
			problems.add(Reason.UNMATCHABLE_PATH, KEY, index, path,
					"Path parameters (from ';' on) are cut off before paths are compared.",
					path.replaceAll(";[^/]*", ""));
			return false;
		}
		if (literal.matches(".*%[0-9a-fA-F]{2}.*")) {
			problems.add(Reason.UNMATCHABLE_PATH, KEY, index, path, "Paths are compared decoded, so '%' never matches.",
					decoded(path));
			return false;
		}
		if (!path.equals(path.strip())) {
			problems.add(Reason.UNMATCHABLE_PATH, KEY, index, path, "There is white space at the end.", path.strip());
			return false;
		}
		return true;
	}

	/**
	 * Spring makes a regular expression of a segment with more in it than one wildcard or
	 * variable, and throws for one that has groups. With each further wildcard, the time
	 * for a long segment grows by its length, and anybody may send one.
	 */
	private static boolean isBounded(String path, int index, ProblemCollector problems) {
		for (String segment : PathSegments.of(path)) {
			if (PathSegments.wildcards(segment) > MAX_WILDCARDS) {
				problems.add(Reason.INVALID_PATH, KEY, index, path,
						"A segment has at most " + MAX_WILDCARDS
								+ " wildcards or variables: one long request could keep a processor busy with more.",
						path.replace(segment, "*"));
				return false;
			}
			for (String expression : PathSegments.expressions(segment)) {
				if (Pattern.compile(expression).matcher("").groupCount() != 0) {
					problems.add(Reason.INVALID_PATH, KEY, index, path,
							"Spring matches no regular expression with groups that capture: write (?: for their (.",
							null);
					return false;
				}
			}
		}
		return true;
	}

	private static @Nullable String decoded(String path) {
		try {
			String decoded = StringUtils.uriDecode(path, StandardCharsets.UTF_8);
			PathPatternParser.defaultInstance.parse(decoded);
			return (decoded.chars().filter((c) -> c == '/').count() == path.chars().filter((c) -> c == '/').count())
					? decoded : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private boolean isDuplicate(PathPattern pattern, int index, CorsPolicySpecification specification,
			ProblemCollector problems) {
		String path = pattern.getPatternString();
		CorsPolicySpecification owner = this.owners.putIfAbsent(withoutVariableNames(path), specification);
		if (owner == null) {
			return false;
		}
		problems.add(Reason.DUPLICATE_PATH, KEY, index, path, (owner == specification)
				? "The policy has this path twice." : "The policy '" + owner.name() + "' has this path already.", null);
		return true;
	}

	/**
	 * A variable's name says nothing about the paths that match: {@code {x}}. Braces
	 * inside a variable belong to its regular expression.
	 */
	private static String withoutVariableNames(String path) {
		StringBuilder text = new StringBuilder();
		int depth = 0;
		boolean name = false;
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			name = name && c != ':' && c != '}';
			if (!name || c == '*') {
				text.append(c);
			}
			if (c == '{') {
				name = name || depth == 0;
				depth++;
			}
			else if (c == '}') {
				depth--;
			}
		}
		return text.toString();
	}

	/**
	 * The paths that more specific ones leave nothing of, and the policies that have no
	 * other.
	 */
	List<CorsProblem> unreachable() {
		List<CorsProblem> problems = new ArrayList<>();
		Map<CorsPolicySpecification, Integer> reachable = new HashMap<>();
		Map<CorsPolicySpecification, ProblemCollector> collectors = new HashMap<>();
		List<Entry> sorted = this.entries.stream()
			.sorted((left, right) -> left.pattern().compareTo(right.pattern()))
			.toList();
		List<PathCover> covers = sorted.stream().map((entry) -> new PathCover(entry.pattern())).toList();
		for (int i = 0; i < sorted.size(); i++) {
			Entry entry = sorted.get(i);
			ProblemCollector collector = collectors.computeIfAbsent(entry.specification(),
					(specification) -> new ProblemCollector(specification, problems));
			PathPattern cover = cover(sorted, covers, i);
			reachable.merge(entry.specification(), (cover != null) ? 0 : 1, Integer::sum);
			if (cover != null) {
				collector.add(Reason.UNREACHABLE_PATH, KEY, entry.index(), entry.pattern().getPatternString(),
						"The pattern " + cover + " is more specific and takes every path of this one.", null);
			}
		}
		reachable.forEach((specification, count) -> {
			if (count == 0) {
				Objects.requireNonNull(collectors.get(specification))
					.addToPolicy(Reason.UNREACHABLE_POLICY, "Other policies take every path of this one.", null);
			}
		});
		return problems;
	}

	private static @Nullable PathPattern cover(List<Entry> sorted, List<PathCover> covers, int index) {
		for (int i = 0; i < index; i++) {
			if (covers.get(i).covers(covers.get(index))) {
				return sorted.get(i).pattern();
			}
		}
		return null;
	}

	private record Entry(CorsPolicySpecification specification, int index, PathPattern pattern) {
	}

}
