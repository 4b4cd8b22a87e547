package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.web.CheckedPolicy.ParsedPath;
import org.jspecify.annotations.Nullable;

/**
 * The result of the checks of all policies: of each policy alone, and of the policies
 * together. Immutable.
 */
final class CheckedPolicies {

	private final List<CheckedPolicy> policies;

	private final Map<String, CheckedPolicy> byName;

	private final PathCovers covers;

	private final AudienceChecks audiences;

	private final Set<CorsProblem> problems;

	private CheckedPolicies(List<CheckedPolicy> policies, Map<String, CheckedPolicy> byName, PathCovers covers,
			AudienceChecks audiences, Set<CorsProblem> problems) {
		this.policies = policies;
		this.byName = byName;
		this.covers = covers;
		this.audiences = audiences;
		this.problems = problems;
	}

	/**
	 * Check policies.
	 * @param specifications all policies
	 * @param known problems that are already known
	 * @param neighbors the policies in force
	 * @param configurable whether properties can change policies that were built in code
	 * @param former the result of a former check, or {@code null}. It must have been
	 * without errors and with the same neighbors. What has not changed since then is not
	 * checked again, and the result is the same as without it
	 */
	static CheckedPolicies check(Collection<CorsPolicySpecification> specifications, Collection<CorsProblem> known,
			PolicyNeighbors neighbors, boolean configurable, @Nullable CheckedPolicies former) {
		List<CheckedPolicy> policies = new ArrayList<>(specifications.size());
		Map<String, CheckedPolicy> byName = new HashMap<>();
		List<CorsProblem> found = new ArrayList<>();
		for (CorsPolicySpecification given : specifications) {
			boolean repeated = byName.containsKey(given.name());
			CheckedPolicy present = (former != null && !repeated) ? former.byName.get(given.name()) : null;
			CheckedPolicy checked = (present != null && present.isFor(given)) ? present : CheckedPolicy.check(given,
					new GenerationLocations(given.locations(), neighbors, configurable), repeated);
			policies.add(checked);
			byName.putIfAbsent(given.name(), checked);
			found.addAll(checked.problems());
		}
		PathChecks paths = new PathChecks(policies, (former != null) ? former.covers : null);
		AudienceChecks audiences = new AudienceChecks(paths.shared(), (former != null) ? former.audiences : null);
		found.addAll(audiences.problems());
		found.addAll(paths.unreachable());
		Set<CorsProblem> problems = new LinkedHashSet<>();
		for (CorsProblem problem : known) {
			problems.add(audiences.withoutRefusedSuggestion(problem));
		}
		for (CorsProblem problem : found) {
			boolean taken = problem.reason() == Reason.INVALID_POLICY_NAME && byName.containsKey(problem.suggestion());
			problems.add(taken ? PathChecks.withoutSuggestion(problem)
					: audiences.withoutRefusedSuggestion(paths.withoutTakenSuggestion(problem)));
		}
		return new CheckedPolicies(policies, byName, paths.covers(), audiences, problems);
	}

	/** The errors and warnings. */
	List<CorsProblem> problems() {
		return distinct(this.problems);
	}

	/** The errors and warnings, and others in the order of the configuration. */
	List<CorsProblem> problemsWith(Collection<CorsProblem> others) {
		List<CorsProblem> all = new ArrayList<>(this.problems);
		all.addAll(others);
		return distinct(all);
	}

	boolean hasErrors() {
		for (CorsProblem problem : this.problems) {
			if (problem.isError()) {
				return true;
			}
		}
		return false;
	}

	/** The valid policies, in the order of their sources. */
	List<CorsPolicy> policies() {
		List<CorsPolicy> valid = new ArrayList<>(this.policies.size());
		for (CheckedPolicy checked : this.policies) {
			if (checked.policy() != null) {
				valid.add(checked.policy());
			}
		}
		return List.copyOf(valid);
	}

	/** The valid policies of each path pattern. */
	PathGroups<CorsPolicy> byPath() {
		PathGroups<CorsPolicy> groups = new PathGroups<>();
		for (CheckedPolicy checked : this.policies) {
			CorsPolicy policy = checked.policy();
			if (policy != null) {
				for (ParsedPath path : checked.paths()) {
					groups.add(path.pattern(), policy);
				}
			}
		}
		return groups;
	}

	/** A mistake in the defaults is reported once, not once for each policy. */
	private static List<CorsProblem> distinct(Collection<CorsProblem> problems) {
		Set<CorsProblem> seen = new HashSet<>();
		List<CorsProblem> distinct = new ArrayList<>();
		for (CorsProblem problem : problems) {
			if (seen.add(new CorsProblem(problem.reason(), null, problem.property(), problem.value(), problem.message(),
					problem.suggestion(), problem.place(), problem.action()))) {
				distinct.add(problem);
			}
		}
		return distinct.isEmpty() ? List.of() : ProblemOrder.sort(distinct);
	}

}
