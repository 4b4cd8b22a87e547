package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
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

import org.springframework.web.util.pattern.PathPattern;

/**
 * One generation of rules: all policies that are in force together. Immutable.
 */
final class CorsRules {

	private final List<CorsPolicy> policies;

	private final PathLookup<PolicyEngine> index;

	private CorsRules(List<CorsPolicy> policies, PathLookup<PolicyEngine> index) {
		this.policies = policies;
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
			}
			problems.addAll(found);
		}
		problems.addAll(paths.unreachable());
		return new CorsRules(List.copyOf(policies), new PathIndex<>(engines));
	}

	List<CorsPolicy> policies() {
		return this.policies;
	}

	CorsDecision decide(CorsRequest request) {
		Map.Entry<PathPattern, PolicyEngine> match = this.index.find(request.path());
		return (match != null) ? match.getValue().decide(request) : CorsDecision.noPolicy();
	}

}
