package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.web.CheckedPolicy.ParsedPath;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Checks the path patterns of all policies together. Create an instance for each
 * validation.
 */
final class PathChecks {

	static final String KEY = "paths";

	private final PathGroups<ParsedPath> groups = new PathGroups<>();

	private final PathCovers covers;

	/**
	 * Group the paths of policies.
	 * @param policies all policies
	 * @param former the covers of former patterns, or {@code null}
	 */
	PathChecks(Collection<CheckedPolicy> policies, @Nullable PathCovers former) {
		for (CheckedPolicy policy : policies) {
			for (ParsedPath path : policy.paths()) {
				this.groups.add(path.pattern(), path);
			}
		}
		List<PathPattern> patterns = new ArrayList<>();
		for (PathGroups.Group<ParsedPath> group : this.groups.all()) {
			patterns.add(group.pattern());
		}
		this.covers = PathCovers.of(patterns, former);
	}

	/** Which patterns other patterns cover. */
	PathCovers covers() {
		return this.covers;
	}

	/**
	 * The policies of each pattern that several policies have.
	 */
	List<PathGroups.Group<CorsPolicySpecification>> shared() {
		List<PathGroups.Group<CorsPolicySpecification>> policies = new ArrayList<>();
		for (PathGroups.Group<ParsedPath> group : this.groups.all()) {
			if (group.values().size() == 1) {
				continue;
			}
			List<CorsPolicySpecification> same = new ArrayList<>();
			for (ParsedPath path : group.values()) {
				same.add(path.specification());
			}
			policies.add(new PathGroups.Group<>(group.pattern(), same));
		}
		return policies;
	}

	/**
	 * Remove the suggestion of a problem if another pattern is the same, so that it would
	 * be refused.
	 */
	CorsProblem withoutTakenSuggestion(CorsProblem problem) {
		String suggestion = problem.suggestion();
		if (suggestion == null || !problem.property().contains("." + KEY + "[")) {
			return problem;
		}
		return this.groups.contains(suggestion) ? withoutSuggestion(problem) : problem;
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
		Map<CorsPolicySpecification, Boolean> reachable = new LinkedHashMap<>();
		List<CorsProblem> problems = new ArrayList<>();
		if (!this.covers.isAnyCovered()) {
			return problems;
		}
		for (PathPattern pattern : this.covers.patterns()) {
			PathPattern cover = this.covers.of(pattern);
			for (ParsedPath path : this.groups.get(pattern)) {
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

}
