package io.github.corsstarter.decision;

import java.util.List;
import java.util.function.Predicate;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.FetchNames;
import org.jspecify.annotations.Nullable;

/**
 * A policy, compiled so that it can decide on requests. Immutable and safe for use by
 * multiple threads. No request makes it throw an exception.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
public final class PolicyEngine implements PathEngine {

	/** The maximum length of a method name. Names in use have at most 17 characters. */
	private static final int MAX_METHOD_LENGTH = 64;

	private final CorsPolicy policy;

	private final Predicate<String> origins;

	private final boolean anyMethod;

	/** In the order of the policy. Usually so few that a linear search is fast. */
	private final String[] methods;

	private final AllowedHeaders headers;

	private final boolean allowPrivateNetwork;

	private final PolicyDecisions decisions;

	/** The same decisions for responses that a cache must not serve to other origins. */
	private final PolicyDecisions decisionsForOneOrigin;

	private final @Nullable PolicyEngine candidate;

	/**
	 * Compile a policy.
	 * @param policy the policy
	 * @param debug whether the response to a rejected preflight lets the browser name the
	 * failed check
	 */
	public PolicyEngine(CorsPolicy policy, boolean debug) {
		this(policy, debug, OriginPattern.compile(policy.allowedOrigins()),
				(policy.shadow() != null) ? new PolicyEngine(policy.shadow(), false) : null);
	}

	/**
	 * Compile a policy, except for its origins.
	 * @param origins whether an origin is allowed
	 */
	PolicyEngine(CorsPolicy policy, boolean debug, Predicate<String> origins) {
		this(policy, debug, origins, null);
	}

	private PolicyEngine(CorsPolicy policy, boolean debug, Predicate<String> origins,
			@Nullable PolicyEngine candidate) {
		this.policy = policy;
		this.origins = origins;
		this.anyMethod = policy.allowedMethods().contains("*");
		this.methods = policy.allowedMethods().toArray(new String[0]);
		this.allowPrivateNetwork = policy.allowPrivateNetwork();
		this.decisions = PolicyDecisions.of(policy, debug);
		this.headers = this.decisions.allowedHeaders;
		this.decisionsForOneOrigin = this.decisions.forOneOrigin();
		this.candidate = candidate;
	}

	/**
	 * The policy that this engine enforces.
	 * @return the policy
	 */
	public CorsPolicy policy() {
		return this.policy;
	}

	/**
	 * Explain rejections because of the origin or the method in another way. Call this
	 * before the first request.
	 */
	PolicyEngine explainBy(RejectionExplainer explainer) {
		this.decisions.explainBy(explainer);
		if (!this.decisionsForOneOrigin.equals(this.decisions)) {
			this.decisionsForOneOrigin.explainBy(explainer);
		}
		return this;
	}

	@Override
	public List<CorsPolicy> policies() {
		return List.of(this.policy);
	}

	@Override
	public @Nullable PolicyEngine candidate() {
		return this.candidate;
	}

	@Override
	public BrowserVerdict explain(BrowserVerdict verdict, BrowserRequest request) {
		return verdict;
	}

	/**
	 * Decide on a request to a path that this policy covers.
	 * @param request the request
	 * @return the decision
	 */
	@Override
	public CorsDecision decide(CorsRequest request) {
		return decide(request, this.decisions);
	}

	/**
	 * Decide on a request to a path that another policy may also cover. The response
	 * always has {@code Vary: Origin}, so that a cache does not serve it to other
	 * origins.
	 * @param request the request
	 * @return the decision
	 */
	@Override
	public CorsDecision decideForOneOrigin(CorsRequest request) {
		return decide(request, this.decisionsForOneOrigin);
	}

	/**
	 * Reject a CORS request because it takes too long to find out whether this policy
	 * covers its path. A request that is not a CORS request, or that is never rejected,
	 * still reaches its handler.
	 * @param request the request
	 * @return the decision
	 */
	@Override
	public CorsDecision rejectUndecided(CorsRequest request) {
		if (!hasForeignOrigin(request) || FetchMetadata.isNeverRejected(request)) {
			return FetchMetadata.isEmbedded(request) ? this.decisionsForOneOrigin.embedded
					: this.decisionsForOneOrigin.notCors;
		}
		return (requestMethod(request) != null) ? this.decisionsForOneOrigin.undecidedPreflight
				: this.decisionsForOneOrigin.undecidedActual;
	}

	/**
	 * Whether a request has a foreign {@code Origin}, and no
	 * {@code Sec-Fetch-Site: same-origin}. An origin is foreign if it differs from the
	 * address of the request. {@code Sec-Fetch-Site: none} makes no difference here,
	 * although it does in {@link #decide(CorsRequest)}.
	 * @param request the request
	 * @return {@code true} if the origin is foreign
	 */
	public static boolean hasForeignOrigin(CorsRequest request) {
		String origin = request.header(CorsHeaders.ORIGIN);
		return origin != null && !FetchMetadata.isSameOrigin(request)
				&& (isMalformed(origin, request) || !isOwnOrigin(origin, request));
	}

	private CorsDecision decide(CorsRequest request, PolicyDecisions made) {
		String origin = request.header(CorsHeaders.ORIGIN);
		if (origin == null) {
			return notCors(request, made);
		}
		boolean malformed = isMalformed(origin, request);
		CorsReason originReason = malformed ? CorsReason.ORIGIN_MALFORMED
				: this.origins.test(origin) ? CorsReason.ALLOWED : CorsReason.ORIGIN_NOT_ALLOWED;
		CorsDecision decision = check(originReason, request, made);
		if (!decision.isRejected()) {
			return decision;
		}
		if (isFromNoOtherSite(origin, malformed, request)) {
			return notCors(request, made);
		}
		return FetchMetadata.isEmbedded(request) ? made.embedded : decision;
	}

	/**
	 * Whether a request with an {@code Origin} is not a CORS request: it has the origin
	 * of the server, or the browser says that no page of another site has made it. Only
	 * requests that would be rejected pay for this check.
	 */
	static boolean isFromNoOtherSite(String origin, boolean malformed, CorsRequest request) {
		return (!malformed && isOwnOrigin(origin, request)) || FetchMetadata.isFromNoOtherSite(request);
	}

	private static boolean isOwnOrigin(String origin, CorsRequest request) {
		return OwnOrigin.isSame(origin, request.scheme(), request.host(), request.port());
	}

	private CorsDecision check(CorsReason originReason, CorsRequest request, PolicyDecisions made) {
		String requestMethod = requestMethod(request);
		return (requestMethod != null) ? preflight(originReason, requestMethod, request, made)
				: actual(originReason, request.method(), made);
	}

	/**
	 * Fetch, "CORS-preflight request".
	 * @return the method that a preflight asks for, or {@code null} for another request
	 */
	static @Nullable String requestMethod(CorsRequest request) {
		return "OPTIONS".equals(request.method()) ? request.header(CorsHeaders.REQUEST_METHOD) : null;
	}

	/**
	 * Decide on a CORS request of one of several audiences. The exceptions from rejection
	 * are not considered.
	 * @param originReason the result of the check of the origin
	 * @param request the request
	 */
	CorsDecision check(CorsReason originReason, CorsRequest request) {
		return check(originReason, request, this.decisionsForOneOrigin);
	}

	/** An embedded request that would be rejected. It has several audiences. */
	CorsDecision embedded() {
		return this.decisionsForOneOrigin.embedded;
	}

	/** A request that is not a CORS request, to a path with several audiences. */
	CorsDecision notCors() {
		return this.decisionsForOneOrigin.notCors;
	}

	/**
	 * A request that is not a CORS request, to a path with several audiences, one of
	 * which consists of all origins that no other policy allows.
	 */
	CorsDecision notCorsForEveryOtherOrigin(CorsRequest request) {
		return isAllowed(request.method()) ? this.decisions.notCorsForEveryOtherOrigin
				: this.decisionsForOneOrigin.notCors;
	}

	static boolean isMalformed(String origin, CorsRequest request) {
		return origin.isEmpty() || origin.length() > CorsRequest.MAX_ORIGIN_LENGTH
				|| request.isRepeated(CorsHeaders.ORIGIN);
	}

	private CorsDecision notCors(CorsRequest request, PolicyDecisions made) {
		return (made.isShared() && isAllowed(request.method())) ? made.notCorsForEveryOrigin : made.notCors;
	}

	/**
	 * Fetch, "CORS check", performed on the server. The policy also checks the method.
	 * Browsers check it only if they send a preflight.
	 */
	private CorsDecision actual(CorsReason originReason, String method, PolicyDecisions made) {
		if (originReason != CorsReason.ALLOWED) {
			return made.actual(originReason);
		}
		return made.actual(isAllowed(method) ? CorsReason.ALLOWED : CorsReason.METHOD_NOT_ALLOWED);
	}

	/**
	 * Fetch, "CORS-preflight fetch", step 7: the same checks in the same order.
	 */
	private CorsDecision preflight(CorsReason originReason, String requestMethod, CorsRequest request,
			PolicyDecisions made) {
		if (originReason != CorsReason.ALLOWED) {
			return made.rejectedPreflight(originReason);
		}
		PolicyDecisions.Preflights preflights = isPrivateNetworkAllowed(request) ? made.privateNetworkPreflights
				: made.preflights;
		if (!isAllowed(requestMethod)) {
			return isRefusedByBrowsers(requestMethod) ? preflights.methodRejected
					: made.rejectedPreflight(CorsReason.METHOD_NOT_ALLOWED);
		}
		return switch (this.headers.check(request.headers(CorsHeaders.REQUEST_HEADERS))) {
			case NONE_ASKED -> preflights.allowed;
			case ALLOWED -> preflights.allowedWithHeaders;
			case NOT_ALLOWED -> preflights.headersRejected;
			case UNREADABLE -> made.rejectedPreflight(CorsReason.HEADERS_NOT_ALLOWED);
		};
	}

	private boolean isPrivateNetworkAllowed(CorsRequest request) {
		return this.allowPrivateNetwork && "true".equals(request.header(CorsHeaders.REQUEST_PRIVATE_NETWORK));
	}

	/**
	 * Whether browsers refuse a method because of {@code Access-Control-Allow-Methods}.
	 * They ignore the header for safelisted methods, and {@code *} matches every other
	 * method.
	 */
	private boolean isRefusedByBrowsers(String method) {
		return !this.anyMethod && !FetchNames.isSafelistedMethod(method) && FetchNames.isToken(method);
	}

	/**
	 * Methods are compared byte for byte (Fetch, "method"). With {@code *}, only a token
	 * of limited length is allowed, because the response may repeat it.
	 */
	private boolean isAllowed(@Nullable String method) {
		return method != null && (this.anyMethod ? isMethod(method) : isListed(method));
	}

	private boolean isListed(String method) {
		for (String listed : this.methods) {
			if (listed.equals(method)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isMethod(String method) {
		return method.length() <= MAX_METHOD_LENGTH && FetchNames.isToken(method);
	}

}
