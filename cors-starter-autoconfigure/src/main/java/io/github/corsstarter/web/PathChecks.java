package io.github.corsstarter.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Checks the path patterns of all policies. Create an instance for each validation.
 */
final class PathChecks {

	private static final String KEY = "paths";

	private static final Pattern ESCAPED_BRACE = Pattern.compile("\\\\[{}]");

	private final Map<String, CorsPolicySpecification> owners = new HashMap<>();

	private final List<ParsedPath> parsed = new ArrayList<>();

	/**
	 * Check and parse the paths of one policy.
	 * @param specification the policy
	 * @param problems receives errors
	 * @return the valid patterns
	 */
	List<PathPattern> parse(CorsPolicySpecification specification, List<CorsProblem> problems) {
		List<PathPattern> patterns = new ArrayList<>();
		List<String> paths = specification.paths();
		for (int i = 0; i < paths.size(); i++) {
			WrittenPath path = new WrittenPath(specification, i, paths.get(i), problems);
			PathPattern pattern = parse(path);
			if (pattern != null && !isDuplicate(pattern, path)) {
				patterns.add(pattern);
				this.parsed.add(new ParsedPath(specification, i, pattern));
			}
		}
		return patterns;
	}

	private static @Nullable PathPattern parse(WrittenPath path) {
		String text = path.text();
		if (text.contains("://")) {
			int slash = text.indexOf('/', text.indexOf("://") + "://".length());
			path.report(Reason.INVALID_PATH, "A path must not contain a scheme or a host.",
					(slash != -1) ? text.substring(slash) : null);
			return null;
		}
		if (!text.startsWith("/")) {
			String stripped = text.strip();
			path.report(Reason.INVALID_PATH, text.isEmpty() ? "The path is empty." : "A path must start with a slash.",
					stripped.isEmpty() ? null : stripped.startsWith("/") ? stripped : "/" + stripped);
			return null;
		}
		try {
			PathPattern pattern = PathPatternParser.defaultInstance.parse(text);
			return (isMatchable(path) && isBounded(path)) ? pattern : null;
		}
		catch (PatternParseException ex) {
			path.report(Reason.INVALID_PATH, "This is not a valid path pattern: " + ex.getMessage() + " (at character "
					+ (ex.getPosition() + 1) + ").", null);
			return null;
		}
		catch (PatternSyntaxException ex) {
			// Spring wraps this exception only if the variable is the whole segment.
			path.report(Reason.INVALID_PATH, "This is not a valid path pattern: " + ex.getDescription() + ".", null);
			return null;
		}
	}

	/**
	 * Whether some path can match a pattern. Spring compares patterns with path segments
	 * that are decoded and have no path parameters, so some characters never match.
	 */
	private static boolean isMatchable(WrittenPath written) {
		String path = written.text();
		String literal = path.replaceAll("\\{[^/]*}", "");
		if (literal.indexOf(';') != -1) {
			written.report(Reason.UNMATCHABLE_PATH,
					"Path parameters are removed before paths are compared, so ';' never matches.",
					path.replaceAll(";[^/]*", ""));
			return false;
		}
		if (literal.matches(".*%[0-9a-fA-F]{2}.*")) {
			written.report(Reason.UNMATCHABLE_PATH,
					"Paths are decoded before they are compared, so an escape sequence never matches.", decoded(path));
			return false;
		}
		if (!path.equals(path.strip())) {
			written.report(Reason.UNMATCHABLE_PATH, "The path ends with white space.", path.strip());
			return false;
		}
		return true;
	}

	/**
	 * Whether Spring and this starter can match a pattern. Spring turns a segment into a
	 * regular expression if it holds more than a single wildcard or variable. It throws
	 * an exception if the expression of a variable has capturing groups. It takes a
	 * variable without a name literally if there is other text beside it.
	 */
	private static boolean isBounded(WrittenPath written) {
		String path = written.text();
		for (String segment : PathSegments.of(path)) {
			if (!PathSegments.isVariable(segment) && ESCAPED_BRACE.matcher(segment).find()) {
				written.report(Reason.INVALID_PATH,
						"A segment with text around a variable cannot have an escaped brace. Write [{] or [}].",
						path.replace("\\{", "[{]").replace("\\}", "[}]"));
				return false;
			}
			if (PathSegments.hasVariableWithoutName(segment)) {
				written.report(Reason.INVALID_PATH,
						"A variable has no name. Write a name between the braces, or * for any text.", null);
				return false;
			}
			for (String expression : PathSegments.expressions(segment)) {
				if (Pattern.compile(expression).matcher("").groupCount() != 0) {
					written.report(Reason.INVALID_PATH,
							"Spring does not match regular expressions with capturing groups. Write (?: instead of (.",
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

	private boolean isDuplicate(PathPattern pattern, WrittenPath path) {
		CorsPolicySpecification owner = this.owners.putIfAbsent(withoutVariableNames(pattern.getPatternString()),
				path.specification());
		if (owner == null) {
			return false;
		}
		path.report(Reason.DUPLICATE_PATH, (owner == path.specification()) ? "The policy lists this path twice."
				: "The policy '" + owner.name() + "' already has this path.", null);
		return true;
	}

	/**
	 * Remove the names of variables ({@code {x}}), which do not affect what a pattern
	 * matches. Braces inside a variable belong to its regular expression.
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
	 * Find every pattern that never applies, because a more specific pattern matches all
	 * its paths. Also find every policy that has only such patterns.
	 */
	List<CorsProblem> unreachable() {
		List<CorsProblem> problems = new ArrayList<>();
		Map<CorsPolicySpecification, Boolean> reachable = new HashMap<>();
		List<ParsedPath> sorted = this.parsed.stream()
			.sorted((left, right) -> left.pattern().compareTo(right.pattern()))
			.toList();
		List<PathPatternSubsumption> subsumptions = sorted.stream()
			.map((path) -> new PathPatternSubsumption(path.pattern()))
			.toList();
		for (int i = 0; i < sorted.size(); i++) {
			ParsedPath path = sorted.get(i);
			PathPattern cover = cover(sorted, subsumptions, i);
			reachable.merge(path.specification(), cover == null, Boolean::logicalOr);
			if (cover != null) {
				problems.add(path.specification()
					.elementProblem(Reason.UNREACHABLE_PATH, KEY, path.index(), path.pattern().getPatternString(),
							"The more specific pattern " + cover + " matches every path of this one.", null));
			}
		}
		reachable.forEach((specification, any) -> {
			if (!any) {
				problems.add(specification.policyProblem(Reason.UNREACHABLE_POLICY,
						"This policy is never used: more specific paths of other policies match all its paths.", null));
			}
		});
		return problems;
	}

	private static @Nullable PathPattern cover(List<ParsedPath> sorted, List<PathPatternSubsumption> subsumptions,
			int index) {
		for (int i = 0; i < index; i++) {
			if (subsumptions.get(i).covers(subsumptions.get(index))) {
				return sorted.get(i).pattern();
			}
		}
		return null;
	}

	/**
	 * A path as written in the configuration.
	 *
	 * @param specification the policy
	 * @param index the position in the policy's list of paths
	 * @param text the path
	 * @param problems receives the problems of the path
	 */
	private record WrittenPath(CorsPolicySpecification specification, int index, String text,
			List<CorsProblem> problems) {

		void report(Reason reason, String message, @Nullable String suggestion) {
			this.problems
				.add(this.specification.elementProblem(reason, KEY, this.index, this.text, message, suggestion));
		}

	}

	private record ParsedPath(CorsPolicySpecification specification, int index, PathPattern pattern) {

	}

}
