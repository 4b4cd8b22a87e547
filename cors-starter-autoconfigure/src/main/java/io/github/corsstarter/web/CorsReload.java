package io.github.corsstarter.web;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import org.jspecify.annotations.Nullable;

/**
 * What a reload has changed. A configuration file that is cut off in the middle can be
 * valid, so policies that have disappeared deserve attention. Immutable.
 *
 * @param previous the policies that were in force before
 * @param current the policies that the reload has put in force
 */
public record CorsReload(CorsGeneration previous, CorsGeneration current) {

	/** The maximum number of removed paths that are named. */
	public static final int MAX_REMOVED_PATHS = 100;

	/**
	 * The policies that are gone.
	 * @return the names, in the order of the previous policies
	 */
	public List<String> removedPolicies() {
		Set<String> names = this.current.policies().stream().map(CorsPolicy::name).collect(Collectors.toSet());
		return this.previous.policies().stream().map(CorsPolicy::name).filter((name) -> !names.contains(name)).toList();
	}

	/**
	 * The paths that no policy names any more. If several policies had a path and one of
	 * them has lost it, this path is included as well, unless another policy has gained
	 * it.
	 * @return the first {@value #MAX_REMOVED_PATHS} of them, in the order of the previous
	 * policies
	 */
	public List<RemovedPath> removedPaths() {
		Map<String, Set<String>> before = policiesByPath(this.previous);
		Map<String, Set<String>> now = policiesByPath(this.current);
		return this.previous.policies()
			.stream()
			.flatMap((policy) -> policy.paths()
				.stream()
				.filter((path) -> isRemoved(policy.name(), before.getOrDefault(PathGroups.key(path), Set.of()),
						now.getOrDefault(PathGroups.key(path), Set.of())))
				.map((path) -> new Removal(path, policy.name())))
			.limit(MAX_REMOVED_PATHS)
			.map((removal) -> new RemovedPath(removal.path(), removal.policy(), nameOfCoveringPolicy(removal.path())))
			.toList();
	}

	private static Map<String, Set<String>> policiesByPath(CorsGeneration generation) {
		Map<String, Set<String>> policies = new HashMap<>();
		generation.policies()
			.forEach((policy) -> policy.paths()
				.forEach((path) -> policies.computeIfAbsent(PathGroups.key(path), (key) -> new HashSet<>())
					.add(policy.name())));
		return policies;
	}

	/**
	 * A new policy for the path has probably taken over, for example after a renaming.
	 */
	private static boolean isRemoved(String policy, Set<String> before, Set<String> now) {
		return !now.contains(policy) && before.containsAll(now);
	}

	private @Nullable String nameOfCoveringPolicy(String path) {
		CorsPolicy policy = this.current.coverage(path).policy();
		return (policy != null) ? policy.name() : null;
	}

	/**
	 * The warnings that the previous policies did not have.
	 * @return the warnings
	 */
	public List<CorsProblem> newWarnings() {
		Set<CorsProblem> known = this.previous.warnings()
			.stream()
			.map(CorsReload::withoutPlace)
			.collect(Collectors.toSet());
		return this.current.warnings().stream().filter((warning) -> !known.contains(withoutPlace(warning))).toList();
	}

	private static CorsProblem withoutPlace(CorsProblem problem) {
		return new CorsProblem(problem.reason(), problem.policy(), problem.property(), problem.value(),
				problem.message(), problem.suggestion(), null, problem.action());
	}

	/**
	 * A path that no policy names any more, or that one of several policies has lost.
	 *
	 * @param path the path pattern
	 * @param policy the name of the policy that had it
	 * @param now the name of the policy that covers all of it now, or {@code null} if no
	 * single policy does
	 */
	public record RemovedPath(String path, String policy, @Nullable String now) {

	}

	private record Removal(String path, String policy) {

	}

}
