package io.github.corsstarter.web;

import java.util.List;

import io.github.corsstarter.decision.BrowserCheck;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import org.jspecify.annotations.Nullable;

/**
 * The rules that were loaded together and are in force together. Immutable and safe for
 * use by many threads: whoever needs more than one answer by the same rules keeps one of
 * these.
 */
public final class CorsGeneration {

	private final long number;

	private final CorsRules rules;

	private final List<CorsProblem> warnings;

	private final BrowserCheck check;

	CorsGeneration(long number, CorsRules rules, List<CorsProblem> warnings) {
		this.number = number;
		this.rules = rules;
		this.warnings = List.copyOf(warnings);
		this.check = new BrowserCheck(rules::decide);
	}

	/**
	 * How often the rules have been loaded.
	 * @return 1 from the start, one more for each successful reload
	 */
	public long number() {
		return this.number;
	}

	/**
	 * The policies of this generation.
	 * @return the policies in the order of their sources
	 */
	public List<CorsPolicy> policies() {
		return this.rules.policies();
	}

	/**
	 * What is redundant in the policies, or of less effect than it looks.
	 * @return the warnings
	 */
	public List<CorsProblem> warnings() {
		return this.warnings;
	}

	/**
	 * Decide on a request. Never throws.
	 * @param request the request
	 * @return what is to be done with it
	 */
	public CorsDecision decide(CorsRequest request) {
		return this.rules.decide(request);
	}

	/**
	 * Find out what comes of a request that a page wants a browser to make. Never throws.
	 * @param request what the page wants
	 * @return whether it gets it, and why or why not
	 */
	public BrowserVerdict check(BrowserRequest request) {
		return this.check.check(request);
	}

	/**
	 * Find out what would come of a request if the candidate of its policy were in force.
	 * @param request what the page wants
	 * @return whether it would get it, or {@code null} if the policy that covers the path
	 * has no candidate
	 */
	public @Nullable BrowserVerdict checkCandidate(BrowserRequest request) {
		CorsPolicy policy = check(request).policy();
		PolicyEngine candidate = (policy != null) ? candidate(policy) : null;
		return (candidate != null) ? new BrowserCheck(candidate::decide).check(request) : null;
	}

	@Nullable PolicyEngine candidate(CorsPolicy policy) {
		return this.rules.candidate(policy);
	}

	/**
	 * The path pattern that decides which policy answers for a path.
	 * @param path the path below the context path, as sent, without a query
	 * @return the most specific pattern of a policy that matches, or {@code null} if no
	 * policy covers the path
	 */
	public @Nullable String pathPattern(String path) {
		return this.rules.pathPattern(path);
	}

}
