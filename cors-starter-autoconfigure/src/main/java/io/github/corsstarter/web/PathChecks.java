package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Checks the path patterns of all policies. Create an instance for each validation.
 */
final class PathChecks {

	private static final String KEY = "paths";

	private final PathGroups<ParsedPath> parsed = new PathGroups<>();

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
			}
		}
		return patterns;
	}

	private static @Nullable PathPattern parse(WrittenPath path) {
		try {
			return PathSyntax.parse(path.text());
		}
		catch (PathSyntax.InvalidPath ex) {
			path.report(ex);
			return null;
		}
	}

	private boolean isDuplicate(PathPattern pattern, WrittenPath path) {
		List<ParsedPath> all = this.parsed.add(pattern, new ParsedPath(path.specification(), path.index(), pattern))
			.values();
		boolean duplicate = all.size() > 1 && all.get(all.size() - 2).specification() == path.specification();
		if (duplicate) {
			all.remove(all.size() - 1);
			path.report(Reason.DUPLICATE_PATH, "The policy lists this path twice.", null);
		}
		return duplicate;
	}

	/**
	 * The policies of each pattern. Call this after all policies are parsed.
	 */
	List<PathGroups.Group<CorsPolicySpecification>> groups() {
		return this.parsed.all()
			.stream()
			.map((group) -> new PathGroups.Group<>(group.pattern(),
					group.values().stream().map(ParsedPath::specification).toList()))
			.toList();
	}

	/**
	 * Remove the suggestion of a problem if another pattern is the same, so that it would
	 * be refused. Call this after all policies are parsed.
	 */
	CorsProblem withoutTakenSuggestion(CorsProblem problem) {
		String suggestion = problem.suggestion();
		if (suggestion == null || !problem.property().contains("." + KEY + "[")) {
			return problem;
		}
		return this.parsed.contains(suggestion) ? withoutSuggestion(problem) : problem;
	}

	static CorsProblem withoutSuggestion(CorsProblem problem) {
		return new CorsProblem(problem.reason(), problem.policy(), problem.property(), problem.value(),
				problem.message(), null, problem.place(), problem.action());
	}

	/**
	 * Find every pattern that never applies, because a more specific pattern matches all
	 * its paths. Also find every policy that has only such patterns.
	 */
	List<CorsProblem> unreachable() {
		List<CorsProblem> problems = new ArrayList<>();
		Map<CorsPolicySpecification, Boolean> reachable = new HashMap<>();
		List<PathGroups.Group<ParsedPath>> sorted = this.parsed.all()
			.stream()
			.sorted((left, right) -> left.pattern().compareTo(right.pattern()))
			.toList();
		List<PathPatternSubsumption> subsumptions = sorted.stream()
			.map((group) -> new PathPatternSubsumption(group.pattern()))
			.toList();
		for (int i = 0; i < sorted.size(); i++) {
			PathPattern cover = cover(sorted, subsumptions, i);
			for (ParsedPath path : sorted.get(i).values()) {
				reachable.merge(path.specification(), cover == null, Boolean::logicalOr);
				if (cover != null) {
					problems.add(path.specification()
						.elementProblem(Reason.UNREACHABLE_PATH, KEY, path.index(), path.pattern().getPatternString(),
								"The more specific pattern " + cover + " matches every path of this one.", null));
				}
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

	private static @Nullable PathPattern cover(List<PathGroups.Group<ParsedPath>> sorted,
			List<PathPatternSubsumption> subsumptions, int index) {
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

		void report(PathSyntax.InvalidPath refusal) {
			this.problems.add((refusal.reason() == Reason.LIST_IN_ELEMENT) ? listProblem(refusal) : this.specification
				.elementProblem(refusal.reason(), KEY, this.index, this.text, refusal.message(), refusal.suggestion()));
		}

		/** The advice has the values only if they are valid paths. */
		private CorsProblem listProblem(PathSyntax.InvalidPath refusal) {
			CorsProblem problem = this.specification.listProblem(KEY, this.index, this.text, refusal.values(),
					refusal.suggestion());
			boolean valid = refusal.values().size() == 1
					|| refusal.values().stream().distinct().allMatch(PathSyntax::isValid);
			return valid ? problem
					: new CorsProblem(problem.reason(), problem.policy(), problem.property(), problem.value(),
							problem.message(), null, problem.place(), "Write each value as a separate element.");
		}

		void report(Reason reason, String message, @Nullable String suggestion) {
			this.problems
				.add(this.specification.elementProblem(reason, KEY, this.index, this.text, message, suggestion));
		}

	}

	private record ParsedPath(CorsPolicySpecification specification, int index, PathPattern pattern) {

	}

}
