package io.github.corsstarter.web;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.decision.PathEngine;
import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The engines of all path patterns. Policies that have a path in common, directly or
 * through other policies, are compiled together, because their explanations name each
 * other. Immutable.
 */
final class CompiledPaths {

	private final Map<PathPattern, PathEngine> engines = new LinkedHashMap<>();

	/** What was compiled together, by the first of its policies. */
	private final Map<CorsPolicy, Part> parts = new HashMap<>();

	/**
	 * Compile policies.
	 * @param policies the policies of each pattern
	 * @param debug whether rejected preflights tell the browser which check failed
	 * @param former the engines of former policies, or {@code null}. Policies that have
	 * the same paths with the same others as before are not compiled again
	 */
	CompiledPaths(Collection<PathGroups.Group<CorsPolicy>> policies, boolean debug, @Nullable CompiledPaths former) {
		for (Map.Entry<CorsPolicy, Map<PathPattern, List<CorsPolicy>>> connected : connected(policies).entrySet()) {
			CorsPolicy first = connected.getKey();
			Map<PathPattern, List<CorsPolicy>> paths = connected.getValue();
			Part present = (former != null) ? former.parts.get(first) : null;
			Part part = (present != null && present.policies().equals(paths)) ? present
					: new Part(paths, PathEngine.compile(paths, debug));
			this.parts.put(first, part);
			this.engines.putAll(part.engines());
		}
	}

	/** The engine of each pattern. */
	Map<PathPattern, PathEngine> engines() {
		return this.engines;
	}

	/** The patterns of connected policies, by the first of these policies. */
	private static Map<CorsPolicy, Map<PathPattern, List<CorsPolicy>>> connected(
			Collection<PathGroups.Group<CorsPolicy>> groups) {
		Connections connections = new Connections();
		for (PathGroups.Group<CorsPolicy> group : groups) {
			connections.connect(group.values());
		}
		Map<CorsPolicy, Map<PathPattern, List<CorsPolicy>>> parts = new LinkedHashMap<>();
		for (PathGroups.Group<CorsPolicy> group : groups) {
			CorsPolicy first = connections.first(group.values().get(0));
			Map<PathPattern, List<CorsPolicy>> paths = parts.get(first);
			if (paths == null) {
				paths = new LinkedHashMap<>(2);
				parts.put(first, paths);
			}
			paths.put(group.pattern(), group.values());
		}
		return parts;
	}

	/**
	 * Policies that were compiled together.
	 *
	 * @param policies the policies of each pattern
	 * @param engines the engine of each pattern
	 */
	private record Part(Map<PathPattern, List<CorsPolicy>> policies, Map<PathPattern, PathEngine> engines) {

		/** Most parts have one pattern, and these copies are small then. */
		private Part {
			policies = Map.copyOf(policies);
			engines = Map.copyOf(engines);
		}

	}

	/**
	 * Finds out which policies are connected: each policy refers to an earlier one that
	 * it is connected with, or to itself.
	 */
	private static final class Connections {

		private final Map<CorsPolicy, CorsPolicy> earlier = new HashMap<>();

		void connect(List<CorsPolicy> policies) {
			CorsPolicy root = first(policies.get(0));
			for (CorsPolicy policy : policies) {
				this.earlier.put(first(policy), root);
			}
		}

		CorsPolicy first(CorsPolicy policy) {
			CorsPolicy present = policy;
			CorsPolicy known = this.earlier.putIfAbsent(policy, policy);
			CorsPolicy next = (known != null) ? known : policy;
			while (next != present) {
				CorsPolicy after = this.earlier.getOrDefault(next, next);
				this.earlier.put(present, after);
				present = next;
				next = after;
			}
			return present;
		}

	}

}
