package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.github.corsstarter.decision.BrowserCheck;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.PathMatch.Candidate;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The policies that were loaded together and are in force together. Keep one instance to
 * ask several questions about the same policies. Immutable and safe for use by many
 * threads.
 */
public final class CorsGeneration {

	private final long number;

	private final List<CorsPolicy> policies;

	private final PathIndex<PolicyEngine> index;

	private final Map<CorsPolicy, PolicyEngine> candidates;

	private final List<CorsProblem> warnings;

	/** Created on first use, because only reports need it. */
	private volatile @Nullable CoverageFinder coverage;

	private CorsGeneration(long number, List<CorsPolicy> policies, PathIndex<PolicyEngine> index,
			Map<CorsPolicy, PolicyEngine> candidates, List<CorsProblem> warnings) {
		this.number = number;
		this.policies = List.copyOf(policies);
		this.index = index;
		this.candidates = Map.copyOf(candidates);
		this.warnings = List.copyOf(warnings);
	}

	/**
	 * Validate and compile policies.
	 * @param number the number of the generation
	 * @param specifications all policies
	 * @param debug whether rejected preflights tell the browser which check failed
	 * @param known problems that loading the policies has found
	 * @return the generation
	 * @throws InvalidCorsPolicyException if the policies have errors; it lists every
	 * problem, warnings included
	 */
	static CorsGeneration compile(long number, Collection<CorsPolicySpecification> specifications, boolean debug,
			Collection<CorsProblem> known) {
		Set<CorsProblem> problems = new LinkedHashSet<>(known);
		List<CorsPolicy> policies = new ArrayList<>();
		Map<PathPattern, PolicyEngine> engines = new LinkedHashMap<>();
		validate(specifications, problems).forEach((policy, patterns) -> {
			PolicyEngine engine = new PolicyEngine(policy, debug);
			policies.add(policy);
			patterns.forEach((pattern) -> engines.put(pattern, engine));
		});
		if (problems.stream().anyMatch(CorsProblem::isError)) {
			throw new InvalidCorsPolicyException(distinct(problems));
		}
		Map<CorsPolicy, PolicyEngine> candidates = new HashMap<>();
		for (CorsPolicy policy : policies) {
			if (policy.shadow() != null) {
				candidates.put(policy, new PolicyEngine(policy.shadow(), false));
			}
		}
		return new CorsGeneration(number, policies, new PathIndex<>(engines), candidates, distinct(problems));
	}

	/**
	 * Validate policies as if they were in force together.
	 * @param specifications the policies
	 * @return errors and warnings
	 */
	static List<CorsProblem> validate(Collection<CorsPolicySpecification> specifications) {
		Set<CorsProblem> problems = new LinkedHashSet<>();
		validate(specifications, problems);
		return distinct(problems);
	}

	/**
	 * Validate policies.
	 * @param specifications all policies
	 * @param problems receives errors and warnings
	 * @return the policies that have no errors in their own settings, with their path
	 * patterns
	 */
	private static Map<CorsPolicy, List<PathPattern>> validate(Collection<CorsPolicySpecification> specifications,
			Collection<CorsProblem> problems) {
		Map<CorsPolicy, List<PathPattern>> policies = new LinkedHashMap<>();
		PathChecks paths = new PathChecks();
		Set<String> names = new HashSet<>();
		List<CorsProblem> all = new ArrayList<>();
		for (CorsPolicySpecification specification : specifications) {
			List<CorsProblem> found = new ArrayList<>();
			if (!names.add(specification.name())) {
				found.add(specification.policyProblem(Reason.DUPLICATE_POLICY_NAME, "Another policy has this name.",
						null));
			}
			List<PathPattern> patterns = paths.parse(specification, found);
			CorsPolicy policy = CorsPolicy.of(specification, found);
			if (policy != null) {
				policies.put(policy, patterns);
			}
			all.addAll(found);
		}
		all.addAll(paths.unreachable());
		for (CorsProblem problem : all) {
			boolean taken = problem.reason() == Reason.INVALID_POLICY_NAME && names.contains(problem.suggestion());
			problems.add(taken ? PathChecks.withoutSuggestion(problem) : paths.withoutTakenSuggestion(problem));
		}
		return policies;
	}

	/** A mistake in the defaults is reported once, not once for each policy. */
	private static List<CorsProblem> distinct(Collection<CorsProblem> problems) {
		Set<CorsProblem> seen = new HashSet<>();
		return ProblemOrder.sort(problems.stream()
			.filter((problem) -> seen.add(new CorsProblem(problem.reason(), null, problem.property(), problem.value(),
					problem.message(), problem.suggestion(), problem.place(), problem.action())))
			.toList());
	}

	/**
	 * The number of this generation.
	 * @return 1 at start-up, increased by one with each successful reload
	 */
	public long number() {
		return this.number;
	}

	/**
	 * The policies of this generation.
	 * @return the policies in the order of their sources
	 */
	public List<CorsPolicy> policies() {
		return this.policies;
	}

	/**
	 * The warnings about these policies: settings that are redundant, or that have less
	 * effect than they seem to have.
	 * @return the warnings
	 */
	public List<CorsProblem> warnings() {
		return this.warnings;
	}

	/**
	 * Decide on a request. Never throws.
	 * @param request the request
	 * @return the decision
	 */
	public CorsDecision decide(CorsRequest request) {
		PathMatch<PolicyEngine> match = this.index.find(request.path());
		if (match == null) {
			return CorsDecision.noPolicy();
		}
		String resolved = match.isPlain() ? null : request.resolvedPath();
		if (resolved != null) {
			match = match.with(this.index.findDecoded(resolved));
		}
		PolicyEngine engine = match.value();
		return (engine != null) ? engine.decide(request) : UncertainPath.decide(match, request);
	}

	/**
	 * Decide on a request as if the candidate of a policy (property {@code shadow}) were
	 * in force. Never throws.
	 * @param policy a policy
	 * @param request a request to a path that the policy covers
	 * @return the decision of the candidate, or {@code null} if the policy has no
	 * candidate or is not a policy of this generation
	 */
	public @Nullable CorsDecision decideByCandidate(CorsPolicy policy, CorsRequest request) {
		PolicyEngine candidate = this.candidates.get(policy);
		return (candidate != null) ? candidate.decide(request) : null;
	}

	/**
	 * Predict what a browser does with a request that a page wants to make. Never throws.
	 * @param request the request of the page
	 * @return whether the page may read the response, and the reason
	 */
	public BrowserVerdict check(BrowserRequest request) {
		BrowserCheck check = new BrowserCheck(this::decide);
		BrowserVerdict verdict = check.check(request);
		PathMatch<PolicyEngine> match = !verdict.allowed() ? this.index.find(request.pathWithoutQuery()) : null;
		return (match != null) ? UncertainPath.explain(verdict, match, request, check) : verdict;
	}

	/**
	 * Predict what a browser would do with a request if the candidate of its policy were
	 * in force. Never throws.
	 * @param request the request of the page
	 * @return the prediction, or {@code null} if no policy covers the path, or if its
	 * policy has no candidate
	 */
	public @Nullable BrowserVerdict checkCandidate(BrowserRequest request) {
		CorsPolicy policy = check(request).policy();
		PolicyEngine candidate = (policy != null) ? this.candidates.get(policy) : null;
		return (candidate != null) ? new BrowserCheck(candidate::decide).check(request) : null;
	}

	/**
	 * The path pattern that selects the policy for a path as it is written.
	 * @param path the path relative to the context path, as sent, without a query
	 * @return the most specific matching pattern of all policies, or {@code null} if no
	 * policy covers the path as it is written
	 */
	public @Nullable String pathPattern(String path) {
		PathMatch<PolicyEngine> match = this.index.find(path);
		return (match != null) ? pattern(match.written()) : null;
	}

	/**
	 * The path pattern by which a policy decides on a path.
	 * @param path the path relative to the context path, as sent, without a query
	 * @param policy the policy that decides, or {@code null}
	 * @return the pattern of the policy that matches the path as it is written, or else
	 * in another spelling, or {@code null} if no pattern of the policy matches
	 */
	public @Nullable String pathPattern(String path, @Nullable CorsPolicy policy) {
		PathMatch<PolicyEngine> match = this.index.find(path);
		if (match == null || policy == null) {
			return null;
		}
		return Stream.concat(Stream.ofNullable(match.written()), match.others().stream().filter(Objects::nonNull))
			.filter((candidate) -> candidate.value().policy() == policy)
			.map(CorsGeneration::pattern)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String pattern(@Nullable Candidate<PolicyEngine> candidate) {
		return (candidate != null) ? candidate.pattern().getPatternString() : null;
	}

	/**
	 * Find the policies that cover the paths of another component's pattern.
	 * @param pattern a path pattern. A text that is not a path pattern means every path.
	 * @return the policies, and how much of the pattern they cover
	 */
	public PolicyCoverage coverage(String pattern) {
		CoverageFinder finder = this.coverage;
		if (finder == null) {
			finder = new CoverageFinder(this.policies);
			this.coverage = finder;
		}
		return finder.find(pattern);
	}

}
