package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.ProblemCollector;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * One generation of rules: all policies that are in force together. Immutable.
 */
final class CorsRules {

	private final List<CorsPolicy> policies;

	private final PathLookup<PolicyEngine> index;

	private final Map<CorsPolicy, PolicyEngine> candidates;

	private CorsRules(List<CorsPolicy> policies, Map<CorsPolicy, PolicyEngine> candidates,
			PathLookup<PolicyEngine> index) {
		this.policies = policies;
		this.candidates = candidates;
		this.index = index;
	}

	/**
	 * Validate and compile.
	 * @param specifications all policies
	 * @param debug whether rejected preflights tell the browser which check failed
	 * @param problems receives errors and warnings
	 * @return the rules; not to be used when there are errors
	 */
	static CorsRules compile(Collection<CorsPolicySpecification> specifications, boolean debug,
			Collection<CorsProblem> problems) {
		List<CorsPolicy> policies = new ArrayList<>();
		Map<CorsPolicy, PolicyEngine> candidates = new HashMap<>();
		Map<PathPattern, PolicyEngine> engines = new LinkedHashMap<>();
		PathChecks paths = new PathChecks();
		Set<String> names = new HashSet<>();
		for (CorsPolicySpecification specification : specifications) {
			List<CorsProblem> found = new ArrayList<>();
			ProblemCollector collector = new ProblemCollector(specification, found);
			if (!names.add(specification.name())) {
				collector.addToPolicy(Reason.DUPLICATE_POLICY_NAME, "Another policy has this name.", null);
			}
			List<PathPattern> patterns = paths.parse(specification, collector);
			CorsPolicy policy = CorsPolicy.of(specification, collector);
			if (policy != null) {
				PolicyEngine engine = new PolicyEngine(policy, debug);
				policies.add(policy);
				patterns.forEach((pattern) -> engines.put(pattern, engine));
				if (policy.shadow() != null) {
					candidates.put(policy, new PolicyEngine(policy.shadow(), false));
				}
			}
			problems.addAll(found);
		}
		problems.addAll(paths.unreachable());
		return new CorsRules(List.copyOf(policies), Map.copyOf(candidates), new PathIndex<>(engines));
	}

	List<CorsPolicy> policies() {
		return this.policies;
	}

	CorsDecision decide(CorsRequest request) {
		Map.Entry<PathPattern, PolicyEngine> match = this.index.find(request.path());
		return (match != null) ? match.getValue().decide(request) : CorsDecision.noPolicy();
	}

	/**
	 * The candidate version of a policy of these rules.
	 * @return the candidate, or {@code null} if the policy has none or is no policy of
	 * these rules
	 */
	@Nullable PolicyEngine candidate(CorsPolicy policy) {
		return this.candidates.get(policy);
	}

	@Nullable String pathPattern(String path) {
		Map.Entry<PathPattern, PolicyEngine> match = this.index.find(path);
		return (match != null) ? match.getKey().getPatternString() : null;
	}

}
