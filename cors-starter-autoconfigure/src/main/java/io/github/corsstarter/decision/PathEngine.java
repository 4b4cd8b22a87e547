package io.github.corsstarter.decision;

import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Decides on the requests to the paths of one pattern: by one policy, or by several
 * policies for different origins. Immutable and safe for use by many threads. No request
 * makes it throw an exception.
 */
public sealed interface PathEngine permits PolicyEngine, AudienceEngine {

	/**
	 * Compile the policies of path patterns. Patterns with the same policies share one
	 * engine.
	 * @param <P> the type of the patterns
	 * @param policies the policies of each pattern, at least one. No origin may match two
	 * policies of a pattern. {@code *} means all origins that no other policy matches
	 * @param debug whether the response to a rejected preflight lets the browser name the
	 * failed check
	 * @return the engine of each pattern
	 */
	static <P> Map<P, PathEngine> compile(Map<P, ? extends List<CorsPolicy>> policies, boolean debug) {
		return new PathEngineCompiler(debug).compile(policies);
	}

	/**
	 * Decide on a request.
	 * @param request the request
	 * @return the decision
	 */
	CorsDecision decide(CorsRequest request);

	/**
	 * Decide on a request to a path that other policies may also cover. The response
	 * always has {@code Vary: Origin}, so that a cache does not serve it to other
	 * origins.
	 * @param request the request
	 * @return the decision
	 */
	CorsDecision decideForOneOrigin(CorsRequest request);

	/**
	 * Reject a CORS request because it takes too long to find out whether this pattern
	 * matches its path. A request that is not a CORS request, or that is never rejected,
	 * still reaches its handler.
	 * @param request the request
	 * @return the decision
	 */
	CorsDecision rejectUndecided(CorsRequest request);

	/**
	 * The policies that decide, each for its own origins.
	 * @return at least one policy. If there are several, and no policy allows the origin
	 * of a request, the first one is reported as the policy that rejects it. The others
	 * are in the order of their names
	 */
	List<CorsPolicy> policies();

	/**
	 * The engine that would decide if the candidates of the policies (property
	 * {@code shadow}) were in force.
	 * @return the engine, or {@code null} if no policy has a candidate
	 */
	@Nullable PathEngine candidate();

	/**
	 * Explain a refusal with the knowledge of all policies of the pattern.
	 * @param verdict the outcome of a refused request to a path of this pattern
	 * @param request the request
	 * @return the outcome, with another explanation or fix if necessary
	 */
	BrowserVerdict explain(BrowserVerdict verdict, BrowserRequest request);

}
