package io.github.corsstarter.decision;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.corsstarter.origin.OriginMap;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Several policies that cover the same paths for different origins. The origin of a
 * request selects the policy, by one lookup, however many policies there are. Every
 * response has {@code Vary: Origin}. Immutable and safe for use by many threads.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
final class AudienceEngine implements PathEngine, RejectionExplainer {

	/** Not the name of a policy. */
	private static final String SEVERAL = "";

	/** The policy in whose name unknown origins are rejected, then the others by name. */
	private final List<CorsPolicy> policies;

	private final OriginMap<PolicyEngine> engines;

	/**
	 * The engine of the policy that allows every other origin, if there is one. No other
	 * path uses this engine, because its explanations name other policies of this path.
	 */
	private final @Nullable PolicyEngine everyone;

	/** Rejects origins that no policy allows. No other path uses this engine. */
	private final PolicyEngine unmatched;

	/** The first policy with credentials to which an origin can be added. */
	private final @Nullable CorsPolicy withCredentials;

	/** The first policy without credentials to which an origin can be added. */
	private final @Nullable CorsPolicy withoutCredentials;

	/** The name of the policy with patterns of a scheme, or {@link #SEVERAL}. */
	private final Map<String, String> schemes = new HashMap<>();

	private final @Nullable AudienceEngine candidate;

	/** Only explanations read it. */
	private final SharedPaths sharedPaths;

	/**
	 * Compile policies.
	 * @param policies the policies, at least two, ordered by name
	 * @param engines returns the engine of each policy, without its origins
	 * @param unmatched creates an engine without origins
	 * @param sharedPaths all engines of this class
	 * @param candidate the engine for the candidates of the policies, if there are any
	 */
	AudienceEngine(List<CorsPolicy> policies, Function<CorsPolicy, PolicyEngine> engines,
			Function<CorsPolicy, PolicyEngine> unmatched, SharedPaths sharedPaths, @Nullable AudienceEngine candidate) {
		Map<PolicyEngine, List<OriginPattern>> origins = new LinkedHashMap<>();
		PolicyEngine any = null;
		CorsPolicy rejecting = policies.get(0);
		for (CorsPolicy policy : policies) {
			boolean forEveryone = policy.allowedOrigins().get(0).kind() == Kind.ANY;
			PolicyEngine engine = (forEveryone ? unmatched : engines).apply(policy);
			origins.put(engine, policy.allowedOrigins());
			any = forEveryone ? engine.explainBy(explainerForEveryone(policy)) : any;
			rejecting = (rejecting.allowCredentials() && !policy.allowCredentials()) ? policy : rejecting;
		}
		this.engines = OriginMap.of(origins);
		this.everyone = any;
		CorsPolicy first = rejecting;
		this.unmatched = unmatched.apply(first).explainBy(this);
		this.policies = Stream.concat(Stream.of(first), policies.stream().filter((policy) -> policy != first)).toList();
		this.withCredentials = first(this.policies, true);
		this.withoutCredentials = first(this.policies, false);
		for (CorsPolicy policy : policies) {
			for (OriginPattern pattern : policy.allowedOrigins()) {
				this.schemes.merge(pattern.scheme(), policy.name(), (one, other) -> one.equals(other) ? one : SEVERAL);
			}
		}
		this.candidate = candidate;
		this.sharedPaths = sharedPaths;
	}

	@Override
	public CorsDecision decide(CorsRequest request) {
		return decide(request, true);
	}

	@Override
	public CorsDecision decideForOneOrigin(CorsRequest request) {
		return decide(request, false);
	}

	/**
	 * Decide on a request, in the same steps as for a single policy.
	 * @param readable whether the response to a request that is not a CORS request may
	 * have the headers of the policy that allows every other origin
	 */
	private CorsDecision decide(CorsRequest request, boolean readable) {
		String origin = request.header(CorsHeaders.ORIGIN);
		if (origin == null) {
			return notCors(request, readable);
		}
		boolean malformed = PolicyEngine.isMalformed(origin, request);
		PolicyEngine engine = malformed ? null : this.engines.get(origin);
		CorsDecision decision = (engine != null) ? engine.check(CorsReason.ALLOWED, request) : this.unmatched
			.check(malformed ? CorsReason.ORIGIN_MALFORMED : CorsReason.ORIGIN_NOT_ALLOWED, request);
		if (!decision.isRejected()) {
			return decision;
		}
		if (PolicyEngine.isFromNoOtherSite(origin, malformed, request)) {
			return notCors(request, readable);
		}
		return FetchMetadata.isEmbedded(request) ? ((engine != null) ? engine : this.unmatched).embedded() : decision;
	}

	private CorsDecision notCors(CorsRequest request, boolean readable) {
		if (this.everyone == null) {
			return this.unmatched.notCors();
		}
		return readable ? this.everyone.notCorsForEveryOtherOrigin(request) : this.everyone.notCors();
	}

	@Override
	public CorsDecision rejectUndecided(CorsRequest request) {
		String origin = request.header(CorsHeaders.ORIGIN);
		PolicyEngine engine = (origin != null && !PolicyEngine.isMalformed(origin, request)) ? this.engines.get(origin)
				: null;
		return ((engine != null) ? engine : this.unmatched).rejectUndecided(request);
	}

	@Override
	public List<CorsPolicy> policies() {
		return this.policies;
	}

	@Override
	public @Nullable PathEngine candidate() {
		return this.candidate;
	}

	/**
	 * Explain why no policy allows the origin of a request.
	 */
	@Override
	public CorsExplanation explain(CorsDecision decision, CorsRequest request) {
		CorsPolicy rejecting = this.unmatched.policy();
		CorsPolicy addressee = addressee(request.header(CorsHeaders.COOKIE) != null);
		if (addressee != null) {
			CorsExplanation explanation = this.sharedPaths.explain(addressee, decision, request);
			return new CorsExplanation(explanation.reason(), rejecting.name(), explanation.property(),
					explanation.place(), explanation.message(), explanation.fix());
		}
		CorsExplanation explanation = CorsExplanation.ofCheck(rejecting, decision, request);
		return !SharedPaths.isAddition(explanation, rejecting) ? explanation
				: explanation
					.explained(explanation.message() + " Every policy for this path allows credentials. Add the"
							+ " origin to one of them only if the page needs credentials.", null);
	}

	@Override
	public CorsPolicy changedPolicy(CorsRequest request) {
		CorsPolicy addressee = addressee(request.header(CorsHeaders.COOKIE) != null);
		return (addressee != null) ? addressee : this.unmatched.policy();
	}

	@Override
	public boolean isShared() {
		return true;
	}

	/**
	 * Explains rejections by the policy that allows every other origin.
	 */
	private RejectionExplainer explainerForEveryone(CorsPolicy everyone) {
		return new RejectionExplainer() {

			@Override
			public CorsExplanation explain(CorsDecision decision, CorsRequest request) {
				CorsExplanation explanation = AudienceEngine.this.sharedPaths.explain(everyone, decision, request);
				return (explanation.fix() == null || explanation.reason() != CorsReason.METHOD_NOT_ALLOWED
						|| Navigations.isNavigation(decision, request)) ? explanation
								: explainMethod(explanation, method(decision, request),
										request.header(CorsHeaders.COOKIE) != null, request);
			}

			@Override
			public CorsPolicy changedPolicy(CorsRequest request) {
				CorsDecision decision = decide(request);
				CorsPolicy addressee = (decision.reason() == CorsReason.METHOD_NOT_ALLOWED)
						? addresseeForMethod(method(decision, request), request.header(CorsHeaders.COOKIE) != null)
						: null;
				return (addressee != null) ? addressee : everyone;
			}

			@Override
			public boolean isShared() {
				return true;
			}

		};
	}

	/**
	 * Explain why the policy for every other origin does not allow a request.
	 * @return the explanation, or {@code null} if no policy can allow the method
	 */
	private @Nullable CorsExplanation explainAlone(PolicyEngine everyone, BrowserRequest request) {
		CorsRequest first = request.needsPreflight() ? request.preflight() : request.actual();
		CorsDecision rejection = everyone.check(CorsReason.ALLOWED, first);
		CorsExplanation explanation = this.sharedPaths.explain(everyone.policy(), rejection, first);
		return (explanation.fix() != null) ? explanation : null;
	}

	private static String method(CorsDecision decision, CorsRequest request) {
		String asked = (decision.kind() == RequestKind.PREFLIGHT) ? request.header(CorsHeaders.REQUEST_METHOD)
				: request.method();
		return (asked != null) ? asked : "";
	}

	/**
	 * Explain that the policy for every other origin does not allow a method. If another
	 * policy allows it, the fix does not allow the method for every site, but adds the
	 * origin to the other policy.
	 * @param explanation the explanation that the method is not allowed
	 */
	private CorsExplanation explainMethod(CorsExplanation explanation, String method, boolean credentials,
			CorsRequest request) {
		CorsPolicy addressee = addresseeForMethod(method, credentials);
		if (addressee != null) {
			CorsExplanation addition = this.sharedPaths.explain(addressee,
					this.unmatched.check(CorsReason.ORIGIN_NOT_ALLOWED, request), request);
			String message = explanation.message() + " The policy '" + addressee.name() + "' for this path allows "
					+ (!isMethodAllowed(addressee, method) ? "credentials. "
							: addressee.allowCredentials() ? "it, with credentials. " : "it. ")
					+ addition.message();
			return SharedPaths.isAddition(addition, addressee) ? new CorsExplanation(explanation.reason(),
					explanation.policy(), addition.property(), addition.place(), message, addition.fix())
					: explanation.explained(message, null);
		}
		CorsPolicy narrower = first(allowing(method), false);
		if (narrower != null) {
			return explanation.explained(explanation.message() + " The policy '" + narrower.name()
					+ "' for this path allows it, but not all that the policy '" + explanation.policy()
					+ "' allows. Add what is missing there, and then the origin.", null);
		}
		CorsPolicy other = first(allowing(method), true);
		return (other != null) ? explanation.explained(
				explanation.message() + " The policy '" + other.name()
						+ "' for this path allows it, with credentials. Add the origin to "
						+ other.locations().ownProperty("allowed-origins") + " only if the page needs credentials.",
				null) : explanation;
	}

	/**
	 * The policy to which an origin can be added for a method that the policy for every
	 * other origin does not allow.
	 * @return the policy, or {@code null} if no policy allows the method and all that
	 * every other origin gets, or only one that would allow credentials, which the
	 * request does not have
	 */
	private @Nullable CorsPolicy addresseeForMethod(String method, boolean credentials) {
		List<CorsPolicy> suitable = allowing(method).stream().filter(this::allowsWhatEveryoneGets).toList();
		if (!credentials || this.withCredentials == null) {
			return first(suitable, false);
		}
		CorsPolicy allowing = first(suitable, true);
		return (allowing != null || !allowsWhatEveryoneGets(this.withCredentials)) ? allowing : this.withCredentials;
	}

	/** An origin in a list no longer gets what every other origin gets. */
	private boolean allowsWhatEveryoneGets(CorsPolicy policy) {
		CorsPolicy all = (this.everyone != null) ? this.everyone.policy() : policy;
		return (policy.allowedMethods().contains("*") || policy.allowedMethods().containsAll(all.allowedMethods()))
				&& hasAllNames(policy.allowedHeaders(), all.allowedHeaders())
				&& hasAllNames(policy.exposedHeaders(), all.exposedHeaders());
	}

	private static boolean hasAllNames(List<String> values, List<String> others) {
		return values.contains("*")
				|| others.stream().allMatch((other) -> values.stream().anyMatch(other::equalsIgnoreCase));
	}

	private List<CorsPolicy> allowing(String method) {
		return this.policies.stream().filter((policy) -> isMethodAllowed(policy, method)).toList();
	}

	private static boolean isMethodAllowed(CorsPolicy policy, String method) {
		return policy.allowedMethods().contains(method) || policy.allowedMethods().contains("*");
	}

	/**
	 * The policy to which an origin can be added.
	 * @param credentials whether the request has credentials
	 * @return the first suitable policy, or {@code null} if every policy would allow more
	 * than the request needs
	 */
	private @Nullable CorsPolicy addressee(boolean credentials) {
		return (credentials && this.withCredentials != null) ? this.withCredentials : this.withoutCredentials;
	}

	private static @Nullable CorsPolicy first(List<CorsPolicy> policies, boolean credentials) {
		return policies.stream()
			.filter((policy) -> policy.allowCredentials() == credentials)
			.filter((policy) -> policy.allowedOrigins().get(0).kind() != Kind.NONE
					&& policy.allowedOrigins().get(0).kind() != Kind.ANY)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Whether a policy can list an origin without an overlap with the other policies.
	 */
	boolean isFree(String origin, String policy) {
		return isFreeHere(origin, policy) && (this.candidate == null || this.candidate.isFreeHere(origin, policy));
	}

	private boolean isFreeHere(String origin, String policy) {
		String addition = InstallationOrigins.patternFor(origin);
		if (addition.equals(origin)) {
			PolicyEngine present = this.engines.get(origin);
			return present == null || present.equals(this.everyone) || present.policy().name().equals(policy);
		}
		String scheme = origin.substring(0, origin.indexOf(':'));
		return this.schemes.getOrDefault(scheme, policy).equals(policy);
	}

	/**
	 * Find the policy that must name the origin of a request. With credentials, this is
	 * not the policy that rejects unknown origins, nor the policy for every other origin.
	 */
	@Override
	public BrowserVerdict explain(BrowserVerdict verdict, BrowserRequest request) {
		PolicyEngine engine = this.engines.get(request.origin());
		// There is no property to change if a proxy has replaced the host.
		boolean unknown = verdict.reason() == CorsReason.ORIGIN_NOT_ALLOWED && engine == null
				&& verdict.property() != null;
		boolean needsName = verdict.reason() == CorsReason.CREDENTIALS_NOT_ALLOWED && engine != null
				&& engine.equals(this.everyone);
		CorsExplanation missing = (verdict.reason() == CorsReason.METHOD_NOT_ALLOWED && verdict.property() != null
				&& engine != null && engine.equals(this.everyone)) ? explainAlone(engine, request) : null;
		CorsPolicy addressee = (missing != null) ? addresseeForMethod(request.method(), request.credentials())
				: addressee(request.credentials());
		if ((!unknown && !needsName && missing == null) || request.initiator() != BrowserRequest.Initiator.SCRIPT
				|| addressee == null) {
			return verdict;
		}
		CorsRequest actual = request.actual();
		CorsExplanation explanation = (missing != null)
				? explainMethod(missing, request.method(), request.credentials(), actual) : this.sharedPaths
					.explain(addressee, this.unmatched.check(CorsReason.ORIGIN_NOT_ALLOWED, actual), actual);
		if (!SharedPaths.isAddition(explanation, addressee)) {
			return (missing != null) ? verdict.explained(explanation.message(), null) : verdict;
		}
		String message = !needsName ? explanation.message() : verdict.explanation() + " The policy '" + addressee.name()
				+ "' for this path allows credentials. " + explanation.message();
		BrowserVerdict complete = FixFinder
			.complete(
					new BrowserVerdict(false, CorsReason.ORIGIN_NOT_ALLOWED, message, addressee, explanation.property(),
							explanation.place(), explanation.fix(), verdict.preflight(), null, null),
					addressee, request);
		return new BrowserVerdict(false, verdict.reason(), complete.explanation(), verdict.policy(),
				complete.property(), complete.place(), complete.fix(), verdict.preflight(), verdict.preflightResponse(),
				verdict.actualResponse());
	}

}
