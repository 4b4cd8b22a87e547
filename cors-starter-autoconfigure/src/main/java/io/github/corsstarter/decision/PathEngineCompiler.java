package io.github.corsstarter.decision;

import java.util.ArrayList;
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

	/** All engines with several policies that a policy belongs to. */
	private final Map<CorsPolicy, List<AudienceEngine>> memberships = new HashMap<>();

	PathEngineCompiler(boolean debug) {
		this.debug = debug;
	}

	<P> Map<P, PathEngine> compile(Map<P, ? extends List<CorsPolicy>> policies) {
		Map<P, PathEngine> compiled = new LinkedHashMap<>();
		policies.forEach((pattern, some) -> compiled.put(pattern, engine(some)));
		return compiled;
	}

	private PathEngine engine(List<CorsPolicy> policies) {
		if (policies.size() == 1) {
			return this.engines.computeIfAbsent(policies.get(0), (policy) -> new PolicyEngine(policy, this.debug));
		}
		return this.audiences.computeIfAbsent(
				policies.stream().sorted(Comparator.comparing(CorsPolicy::name)).toList(), this::audienceEngine);
	}

	private AudienceEngine audienceEngine(List<CorsPolicy> policies) {
		AudienceEngine engine = new AudienceEngine(policies, this.debug, this.memberships);
		policies.forEach(
				(policy) -> this.memberships.computeIfAbsent(policy, (unused) -> new ArrayList<>()).add(engine));
		return engine;
	}

}
