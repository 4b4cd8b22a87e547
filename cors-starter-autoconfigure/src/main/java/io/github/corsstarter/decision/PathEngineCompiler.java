package io.github.corsstarter.decision;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicy;

/**
 * Compiles the policies of path patterns. An instance is used by one thread.
 */
final class PathEngineCompiler {

	private final boolean debug;

	private final Map<CorsPolicy, PolicyEngine> engines = new HashMap<>();

	private final Map<List<CorsPolicy>, AudienceEngine> audiences = new HashMap<>();

	/** The engines of policies that have a path in common with others. */
	private final Map<CorsPolicy, PolicyEngine> members = new HashMap<>();

	private final Map<CorsPolicy, PolicyEngine> candidateMembers = new HashMap<>();

	private final SharedPaths sharedPaths = SharedPaths.ofPoliciesInForce();

	private final SharedPaths sharedPathsOfCandidates = SharedPaths.ofCandidates(this.sharedPaths);

	PathEngineCompiler(boolean debug) {
		this.debug = debug;
	}

	<P> Map<P, PathEngine> compile(Map<P, ? extends List<CorsPolicy>> policies) {
		Map<P, PathEngine> compiled = new LinkedHashMap<>();
		for (Map.Entry<P, ? extends List<CorsPolicy>> path : policies.entrySet()) {
			compiled.put(path.getKey(), engine(path.getValue()));
		}
		// A policy can have one path alone and another path together with other policies.
		for (PolicyEngine engine : this.engines.values()) {
			explain(engine, this.sharedPaths);
			PolicyEngine candidate = engine.candidate();
			if (candidate != null) {
				explain(candidate, this.sharedPathsOfCandidates);
			}
		}
		return compiled;
	}

	private PathEngine engine(List<CorsPolicy> policies) {
		if (policies.size() == 1) {
			return engine(policies.get(0));
		}
		return this.audiences.computeIfAbsent(policies.stream().sorted(Comparator.comparing(CorsPolicy::name)).toList(),
				this::audienceEngine);
	}

	private PolicyEngine engine(CorsPolicy policy) {
		PolicyEngine engine = this.engines.get(policy);
		if (engine == null) {
			engine = new PolicyEngine(policy, this.debug);
			this.engines.put(policy, engine);
		}
		return engine;
	}

	private AudienceEngine audienceEngine(List<CorsPolicy> policies) {
		AudienceEngine candidate = null;
		if (policies.stream().anyMatch((policy) -> policy.shadow() != null)) {
			candidate = new AudienceEngine(policies.stream().map(PathEngineCompiler::candidate).toList(),
					(policy) -> this.candidateMembers.computeIfAbsent(policy,
							(key) -> member(key, false, this.sharedPathsOfCandidates)),
					(policy) -> withoutOrigins(policy, false), this.sharedPathsOfCandidates, null);
			this.sharedPathsOfCandidates.add(candidate);
		}
		AudienceEngine engine = new AudienceEngine(policies,
				(policy) -> this.members.computeIfAbsent(policy, (key) -> member(key, this.debug, this.sharedPaths)),
				(policy) -> withoutOrigins(policy, this.debug), this.sharedPaths, candidate);
		this.sharedPaths.add(engine);
		return engine;
	}

	private static PolicyEngine member(CorsPolicy policy, boolean debug, SharedPaths paths) {
		return withoutOrigins(policy, debug).explainBy(paths.explainer(policy, true));
	}

	private static PolicyEngine withoutOrigins(CorsPolicy policy, boolean debug) {
		return new PolicyEngine(policy, debug, (origin) -> true);
	}

	private static CorsPolicy candidate(CorsPolicy policy) {
		CorsPolicy shadow = policy.shadow();
		return (shadow != null) ? shadow : policy;
	}

	private static void explain(PolicyEngine engine, SharedPaths paths) {
		if (paths.contains(engine.policy())) {
			engine.explainBy(paths.explainer(engine.policy(), false));
		}
	}

}
