package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The result of the checks that concern one policy alone. Immutable.
 *
 * @param given the specification as its source has returned it
 * @param specification the specification with the locations that validation uses
 * @param paths the valid path patterns, each of them once
 * @param problems the errors and warnings, without those that concern other policies
 * @param policy the policy, or {@code null} if it has errors
 */
record CheckedPolicy(CorsPolicySpecification given, CorsPolicySpecification specification, List<ParsedPath> paths,
		List<CorsProblem> problems, @Nullable CorsPolicy policy) {

	/**
	 * Check a policy.
	 * @param given the specification as its source has returned it
	 * @param locations the locations to use
	 * @param repeated whether an earlier policy has the same name, which is an error
	 */
	static CheckedPolicy check(CorsPolicySpecification given, GenerationLocations locations, boolean repeated) {
		CorsPolicySpecification specification = given.withLocations(locations);
		List<CorsProblem> problems = new ArrayList<>();
		if (repeated) {
			problems
				.add(specification.policyProblem(Reason.DUPLICATE_POLICY_NAME, "Another policy has this name.", null));
		}
		List<ParsedPath> paths = parse(specification, problems);
		CorsPolicy policy = CorsPolicy.of(specification, problems);
		return new CheckedPolicy(given, specification, paths, List.copyOf(problems), policy);
	}

	/**
	 * Whether the result is also the result for another specification, if no earlier
	 * policy has its name.
	 */
	boolean isFor(CorsPolicySpecification other) {
		return this.given.isSame(other);
	}

	List<PathPattern> patterns() {
		return this.paths.stream().map(ParsedPath::pattern).toList();
	}

	private static List<ParsedPath> parse(CorsPolicySpecification specification, List<CorsProblem> problems) {
		List<ParsedPath> parsed = new ArrayList<>();
		Set<String> keys = new HashSet<>();
		List<String> paths = specification.paths();
		for (int i = 0; i < paths.size(); i++) {
			String path = paths.get(i);
			PathPattern simple = SimplePath.parse(path);
			PathPattern pattern = (simple != null) ? simple : new WrittenPath(specification, i, path).parse(problems);
			if (pattern == null) {
				continue;
			}
			if (keys.add(PathGroups.key(pattern.getPatternString()))) {
				parsed.add(new ParsedPath(specification, i, pattern));
			}
			else {
				problems.add(new WrittenPath(specification, i, path).problem(Reason.DUPLICATE_PATH,
						"The policy lists this path twice.", null));
			}
		}
		return List.copyOf(parsed);
	}

	/**
	 * A valid path of a policy.
	 *
	 * @param specification the policy
	 * @param index the position in the policy's list of paths
	 * @param pattern the pattern
	 */
	record ParsedPath(CorsPolicySpecification specification, int index, PathPattern pattern) {

	}

	/**
	 * A path as written in the configuration.
	 *
	 * @param specification the policy
	 * @param index the position in the policy's list of paths
	 * @param text the path
	 */
	private record WrittenPath(CorsPolicySpecification specification, int index, String text) {

		@Nullable PathPattern parse(List<CorsProblem> problems) {
			try {
				return PathSyntax.parse(this.text);
			}
			catch (PathSyntax.InvalidPath ex) {
				problems.add((ex.reason() == Reason.LIST_IN_ELEMENT) ? listProblem(ex)
						: problem(ex.reason(), ex.message(), ex.suggestion()));
				return null;
			}
		}

		/** The advice has the values only if they are valid paths. */
		private CorsProblem listProblem(PathSyntax.InvalidPath refusal) {
			CorsProblem problem = this.specification.listProblem(PathChecks.KEY, this.index, this.text,
					refusal.values(), refusal.suggestion());
			boolean valid = refusal.values().size() == 1
					|| refusal.values().stream().distinct().allMatch(PathSyntax::isValid);
			return valid ? problem
					: new CorsProblem(problem.reason(), problem.policy(), problem.property(), problem.value(),
							problem.message(), null, problem.place(), "Write each value as a separate element.");
		}

		CorsProblem problem(Reason reason, String message, @Nullable String suggestion) {
			return this.specification.elementProblem(reason, PathChecks.KEY, this.index, this.text, message,
					suggestion);
		}

	}

}
