package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.corsstarter.decision.BrowserCheck;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.HostCheck;
import io.github.corsstarter.decision.PathEngine;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.AllowedHosts;
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

	/** The paths of the policies that are enforced. */
	private final PathIndex<PathEngine> index;

	/** The paths of all policies; {@code null} if all policies are enforced. */
	private final @Nullable PathIndex<PathEngine> watchingIndex;

	/** The policies on whose paths a candidate may decide differently. */
	private final Set<CorsPolicy> withCandidates;

	private final List<CorsProblem> warnings;

	private final AllowedHosts hosts;

	/** {@code null} if every host is allowed. */
	private final @Nullable AllowedHosts checkedHosts;

	/** Created on first use, because only reports need it. */
	private volatile @Nullable CoverageFinder coverage;

	/** What the next generation has in common with this one is taken from here. */
	private final CheckedPolicies checked;

	private final CompiledPaths compiled;

	private CorsGeneration(long number, CheckedPolicies checked, CompiledPaths compiled, List<CorsProblem> warnings,
			AllowedHosts hosts) {
		this.number = number;
		this.checked = checked;
		this.compiled = compiled;
		this.policies = checked.policies();
		// All policies of a pattern are enforced, or none of them.
		Map<PathPattern, PathEngine> engines = compiled.engines();
		Map<PathPattern, PathEngine> enforced = new LinkedHashMap<>();
		this.withCandidates = new HashSet<>();
		for (Map.Entry<PathPattern, PathEngine> path : engines.entrySet()) {
			PathEngine engine = path.getValue();
			if (!engine.policies().get(0).enforced()) {
				continue;
			}
			enforced.put(path.getKey(), engine);
			if (engine.candidate() != null) {
				this.withCandidates.addAll(engine.policies());
			}
		}
		this.index = new PathIndex<>(enforced);
		this.watchingIndex = (enforced.size() < engines.size()) ? new PathIndex<>(engines) : null;
		this.warnings = List.copyOf(warnings);
		this.hosts = hosts;
		this.checkedHosts = hosts.isAny() ? null : hosts;
	}

	/**
	 * Validate and compile policies.
	 * @param number the number of the generation
	 * @param rules all policies and the allowed hosts
	 * @param debug whether rejected preflights tell the browser which check failed
	 * @param neighbors the policies in force
	 * @param former a former generation with the same neighbors, or {@code null}. What
	 * has not changed since then is neither validated nor compiled again, and the result
	 * is the same as without it
	 * @return the generation
	 * @throws InvalidCorsPolicyException if the policies have errors; it lists every
	 * problem, warnings included
	 */
	static CorsGeneration compile(long number, LoadedRules rules, boolean debug, PolicyNeighbors neighbors,
			@Nullable CorsGeneration former) {
		AllowedHosts hosts = rules.hosts();
		List<CorsProblem> known = new ArrayList<>(rules.problems());
		known.addAll(hosts.warnings());
		CheckedPolicies checked = CheckedPolicies.check(rules.policies(), known, neighbors, rules.configurable(),
				(former != null) ? former.checked : null);
		if (checked.hasErrors()) {
			throw new InvalidCorsPolicyException(checked.problems());
		}
		boolean allChecked = hosts.isAny() || checked.policies().stream().anyMatch(CorsGeneration::protectsEveryPath);
		List<CorsProblem> warnings = checked
			.problemsWith(allChecked ? List.of() : List.of(notCheckedEverywhere(hosts, checked.policies())));
		return new CorsGeneration(number, checked,
				new CompiledPaths(checked.byPath().all(), debug, (former != null) ? former.compiled : null), warnings,
				hosts);
	}

	private static CorsProblem notCheckedEverywhere(AllowedHosts hosts, Collection<CorsPolicy> policies) {
		boolean watched = policies.stream().anyMatch(CorsGeneration::coversEveryPath);
		return new CorsProblem(Reason.HOSTS_NOT_CHECKED_EVERYWHERE, null, AllowedHosts.PROPERTY, null,
				"The host is checked only on paths that a policy covers, and no policy has the path /**. Pages that use"
						+ " DNS rebinding can send requests to the other paths."
						+ (watched ? " A policy that is not enforced does not count." : ""),
				null, hosts.place());
	}

	/** A policy that is not enforced rejects nothing. */
	private static boolean protectsEveryPath(CorsPolicy policy) {
		return policy.enforced() && coversEveryPath(policy);
	}

	private static boolean coversEveryPath(CorsPolicy policy) {
		return policy.paths().stream().anyMatch((path) -> path.equals("/**") || path.matches("/\\{\\*[^}]*}"));
	}

	/**
	 * Validate policies as if they were in force together.
	 * @param specifications the policies
	 * @param known problems that loading the policies has found
	 * @return these problems, and the errors and warnings that validation has found
	 */
	static List<CorsProblem> validate(Collection<CorsPolicySpecification> specifications,
			Collection<CorsProblem> known) {
		return CheckedPolicies.check(specifications, known, new PolicyNeighbors(), true, null).problems();
	}

	/**
	 * The number of this generation.
	 * @return 1 at start-up, increased by one with each successful reload
	 */
	public long number() {
		return this.number;
	}

	/**
	 * The policies of this generation, including those that are not enforced.
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
	 * The names under which browsers reach the application.
	 * @return the allowed hosts
	 */
	public AllowedHosts allowedHosts() {
		return this.hosts;
	}

	/**
	 * Decide on a request by the policies that are enforced. Never throws.
	 * @param request the request
	 * @return the decision
	 */
	public CorsDecision decide(CorsRequest request) {
		return decide(request, this.checkedHosts, this.index);
	}

	/**
	 * Decide on a request as if all policies were enforced. Never throws.
	 * @param request the request
	 * @return the decision
	 */
	public CorsDecision decideAsIfEnforced(CorsRequest request) {
		return decide(request, this.checkedHosts, wholeIndex());
	}

	private CorsDecision decideForAnyHost(CorsRequest request) {
		return decide(request, null, wholeIndex());
	}

	/**
	 * Find out what a policy that is not enforced would decide on a request. It is the
	 * policy that would decide if all policies were enforced. Never throws.
	 * @param request the request
	 * @return the decision, which must have no effect on the request or its response.
	 * {@code null} if an enforced policy or no policy would decide, or if the request is
	 * not a CORS request and its host is allowed, so that there is nothing to compare
	 */
	public @Nullable CorsDecision watch(CorsRequest request) {
		PathIndex<PathEngine> whole = this.watchingIndex;
		if (whole == null) {
			return null;
		}
		CorsDecision decision = decide(request, this.checkedHosts, whole);
		CorsPolicy policy = decision.policy();
		if (policy == null || policy.enforced() || decision.kind() == RequestKind.NOT_CORS) {
			return null;
		}
		// A policy may allow a request that comes from the same site. Browsers do not
		// check its response.
		return (decision.isRejected() || PolicyEngine.hasForeignOrigin(request)) ? decision : null;
	}

	private PathIndex<PathEngine> wholeIndex() {
		PathIndex<PathEngine> whole = this.watchingIndex;
		return (whole != null) ? whole : this.index;
	}

	private static CorsDecision decide(CorsRequest request, @Nullable AllowedHosts allowed,
			PathIndex<PathEngine> index) {
		PathMatch<PathEngine> match = index.find(request.path());
		if (match == null) {
			return CorsDecision.noPolicy();
		}
		String resolved = match.isPlain() ? null : request.resolvedPath();
		if (resolved != null) {
			match = match.with(index.findDecoded(resolved));
		}
		if (allowed != null && !HostCheck.isAllowed(allowed, request)) {
			CorsPolicy policy = firstPolicy(match);
			return (policy != null) ? HostCheck.reject(allowed, request, policy) : CorsDecision.noPolicy();
		}
		PathEngine engine = match.value();
		CorsDecision decision = (engine != null) ? engine.decide(request) : UncertainPath.decide(match, request);
		return (allowed != null && decision.isRejected()) ? decision.withHosts(allowed) : decision;
	}

	/**
	 * The policy in whose name a request is rejected, whatever its origin. The policies
	 * for the path as it is written come before the policies for another spelling.
	 * @return the policy, or {@code null} if no policy covers any spelling
	 */
	private static @Nullable CorsPolicy firstPolicy(PathMatch<PathEngine> match) {
		return candidates(match).map((candidate) -> candidate.value().policies().get(0)).findFirst().orElse(null);
	}

	/**
	 * Decide on a request as if the candidates of the policies for its path (property
	 * {@code shadow}) were in force. Never throws.
	 * @param policy the policy that has decided on the request
	 * @param request the request
	 * @return the decision with the candidates, or {@code null} if no policy for the path
	 * has a candidate, or if the policy is not a policy of this generation
	 */
	public @Nullable CorsDecision decideByCandidate(CorsPolicy policy, CorsRequest request) {
		PathEngine candidate = this.withCandidates.contains(policy) ? candidate(request.path(), policy, this.index)
				: null;
		return (candidate != null) ? candidate.decide(request) : null;
	}

	private static @Nullable PathEngine candidate(String path, CorsPolicy policy, PathIndex<PathEngine> index) {
		Candidate<PathEngine> match = matches(path, index).filter((some) -> some.value().policies().contains(policy))
			.findFirst()
			.orElse(null);
		return (match != null) ? match.value().candidate() : null;
	}

	/**
	 * The patterns that match a path as it is written and in its other spellings.
	 */
	private static Stream<Candidate<PathEngine>> matches(String path, PathIndex<PathEngine> index) {
		PathMatch<PathEngine> match = index.find(path);
		return (match != null) ? candidates(match) : Stream.empty();
	}

	private static Stream<Candidate<PathEngine>> candidates(PathMatch<PathEngine> match) {
		return Stream.concat(Stream.ofNullable(match.written()), match.others().stream().filter(Objects::nonNull));
	}

	/**
	 * Predict what a browser does with a request that a page wants to make, as if all
	 * policies were enforced. Never throws.
	 * @param request the request of the page
	 * @return whether the page may read the response, and the reason
	 */
	public BrowserVerdict check(BrowserRequest request) {
		Function<CorsRequest, CorsDecision> engines = (request.host() != null) ? this::decideAsIfEnforced
				: this::decideForAnyHost;
		BrowserCheck check = this.policies.isEmpty() ? new BrowserCheck(engines)
				: new BrowserCheck(engines, this.policies.get(0).locations());
		BrowserVerdict verdict = check.check(request);
		if (this.checkedHosts != null && request.host() != null && verdict.reason() == CorsReason.NO_POLICY) {
			verdict = HostCheck.explainWithoutPolicy(this.checkedHosts, verdict, request);
		}
		PathMatch<PathEngine> match = !verdict.allowed() ? wholeIndex().find(request.pathWithoutQuery()) : null;
		if (match == null) {
			return verdict;
		}
		PathEngine engine = match.value();
		return (engine != null) ? engine.explain(verdict, request)
				: UncertainPath.explain(verdict, match, request, check);
	}

	/**
	 * Predict what a browser would do with a request if the candidates of the policies
	 * for its path were in force. Never throws.
	 * @param request the request of the page
	 * @return the prediction, or {@code null} if no policy covers the path, or if none of
	 * its policies has a candidate
	 */
	public @Nullable BrowserVerdict checkCandidate(BrowserRequest request) {
		CorsPolicy policy = check(request).policy();
		PathEngine candidate = (policy != null) ? candidate(request.pathWithoutQuery(), policy, wholeIndex()) : null;
		return (candidate != null) ? candidate.explain(new BrowserCheck(candidate::decide).check(request), request)
				: null;
	}

	/**
	 * The path pattern that selects the policy for a path as it is written, as if all
	 * policies were enforced.
	 * @param path the path relative to the context path, as sent, without a query
	 * @return the most specific matching pattern of all policies, or {@code null} if no
	 * policy covers the path as it is written
	 */
	public @Nullable String pathPattern(String path) {
		PathMatch<PathEngine> match = wholeIndex().find(path);
		Candidate<PathEngine> written = (match != null) ? match.written() : null;
		return (written != null) ? written.pattern().getPatternString() : null;
	}

	/**
	 * The path pattern by which a policy decides on a path.
	 * @param path the path relative to the context path, as sent, without a query
	 * @param policy the policy that decides, or {@code null}
	 * @return the pattern of the policy that matches the path as it is written, or else
	 * in another spelling, or {@code null} if no pattern of the policy matches
	 */
	public @Nullable String pathPattern(String path, @Nullable CorsPolicy policy) {
		if (policy == null) {
			return null;
		}
		return matches(path, wholeIndex()).filter((match) -> match.value().policies().contains(policy))
			.map((match) -> asWritten(match.pattern().getPatternString(), policy))
			.findFirst()
			.orElse(null);
	}

	/** Another policy may have the same pattern with other variable names. */
	private static String asWritten(String pattern, CorsPolicy policy) {
		return policy.paths()
			.stream()
			.filter((path) -> PathGroups.key(path).equals(PathGroups.key(pattern)))
			.findFirst()
			.orElse(pattern);
	}

	/**
	 * Find the enforced policies that cover the paths of another component's pattern.
	 * @param pattern a path pattern. A text that is not a path pattern means every path.
	 * @return the policies, and how much of the pattern they cover
	 */
	public PolicyCoverage coverage(String pattern) {
		CoverageFinder finder = this.coverage;
		if (finder == null) {
			List<CorsPolicy> enforced = new ArrayList<>(this.policies.size());
			for (CorsPolicy policy : this.policies) {
				if (policy.enforced()) {
					enforced.add(policy);
				}
			}
			finder = new CoverageFinder(enforced);
			this.coverage = finder;
		}
		return finder.find(pattern);
	}

	/**
	 * The number of the generation, and how many policies it has.
	 */
	@Override
	public String toString() {
		return "generation " + number() + " (policies: " + policies().size() + ")";
	}

}
