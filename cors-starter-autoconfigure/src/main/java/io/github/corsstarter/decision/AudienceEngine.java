package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
final class AudienceEngine implements PathEngine {

	private static final String ORIGINS = "allowed-origins";

	/** The policy in whose name unknown origins are rejected, then the others by name. */
	private final List<CorsPolicy> policies;

	private final OriginMap<PolicyEngine> engines;

	/** The engine of the policy that allows every other origin, if there is one. */
	private final @Nullable PolicyEngine everyone;

	private final PolicyEngine unmatched;

	private final CorsDecision unmatchedActual;

	private final CorsDecision unmatchedPreflight;

	private final @Nullable AudienceEngine candidate;

	/** Changes until all policies are compiled. Only explanations read it. */
	private final Map<CorsPolicy, List<AudienceEngine>> memberships;

	/**
	 * Compile policies.
	 * @param policies the policies, at least two, ordered by name
	 * @param debug whether the response to a rejected preflight lets the browser name the
	 * failed check
	 * @param memberships all engines of this class that a policy belongs to
	 */
	AudienceEngine(List<CorsPolicy> policies, boolean debug, Map<CorsPolicy, List<AudienceEngine>> memberships) {
		Map<PolicyEngine, List<OriginPattern>> origins = new LinkedHashMap<>();
		PolicyEngine any = null;
		PolicyEngine first = null;
		for (CorsPolicy policy : policies) {
			PolicyEngine engine = new PolicyEngine(policy, debug, (origin) -> true);
			origins.put(engine, policy.allowedOrigins());
			any = (policy.allowedOrigins().get(0).kind() == Kind.ANY) ? engine : any;
			first = (first == null || (first.policy().allowCredentials() && !policy.allowCredentials())) ? engine
					: first;
		}
		this.engines = OriginMap.of(origins);
		this.everyone = any;
		this.unmatched = Objects.requireNonNull(first);
		CorsPolicy rejecting = this.unmatched.policy();
		this.policies = Stream.concat(Stream.of(rejecting), policies.stream().filter((policy) -> policy != rejecting))
			.toList();
		this.unmatchedActual = this.unmatched.rejectOrigin(RequestKind.ACTUAL).among(this);
		this.unmatchedPreflight = this.unmatched.rejectOrigin(RequestKind.PREFLIGHT).among(this);
		this.candidate = candidate(policies);
		this.memberships = memberships;
	}

	private static @Nullable AudienceEngine candidate(List<CorsPolicy> policies) {
		if (policies.stream().allMatch((policy) -> policy.shadow() == null)) {
			return null;
		}
		List<CorsPolicy> candidates = new ArrayList<>();
		policies.forEach((policy) -> candidates.add((policy.shadow() != null) ? policy.shadow() : policy));
		return new AudienceEngine(candidates, false, Map.of());
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
		if (origin == null || FetchMetadata.isSameOrigin(request)) {
			return notCors(request, readable);
		}
		boolean malformed = PolicyEngine.isMalformed(origin, request);
		if (!malformed && OwnOrigin.isSame(origin, request.scheme(), request.host(), request.port())) {
			return notCors(request, readable);
		}
		PolicyEngine engine = malformed ? null : this.engines.get(origin);
		CorsDecision decision = (engine != null) ? engine.check(CorsReason.ALLOWED, request)
				: rejectOrigin(malformed, request);
		if (!decision.isRejected()) {
			return decision;
		}
		if (FetchMetadata.isFromNoPage(request)) {
			return notCors(request, readable);
		}
		return FetchMetadata.isEmbedded(request) ? ((engine != null) ? engine : this.unmatched).embedded() : decision;
	}

	private CorsDecision rejectOrigin(boolean malformed, CorsRequest request) {
		if (malformed) {
			return this.unmatched.check(CorsReason.ORIGIN_MALFORMED, request);
		}
		return (PolicyEngine.requestMethod(request) != null) ? this.unmatchedPreflight : this.unmatchedActual;
	}

	private CorsDecision notCors(CorsRequest request, boolean readable) {
		return (this.everyone != null && readable) ? this.everyone.notCorsForEveryOtherOrigin(request)
				: this.unmatched.notCors();
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
	 * @param request the request that was decided on
	 */
	CorsExplanation explain(CorsRequest request) {
		CorsPolicy addressee = addressee(request.header(CorsHeaders.COOKIE) != null);
		return explain((addressee != null) ? addressee : this.unmatched.policy(), addressee != null, request);
	}

	private CorsExplanation explain(CorsPolicy policy, boolean suitable, CorsRequest request) {
		CorsExplanation one = CorsExplanation.origin(policy, this.unmatchedActual, request);
		String message = one.message();
		String fix = one.fix();
		if (fix != null && policy.locations().property(ORIGINS).equals(one.property())) {
			if (!suitable) {
				message += " Every policy for this path allows credentials. Add the origin to one of them only if the page needs credentials.";
				fix = null;
			}
			else if (!isFree(request.header(CorsHeaders.ORIGIN), policy)) {
				message += " If it did, it would overlap with another policy for the same path.";
				fix = null;
			}
		}
		return new CorsExplanation(one.reason(), this.unmatched.policy().name(), one.property(), one.place(), message,
				fix);
	}

	/**
	 * The policy to which an origin can be added.
	 * @param credentials whether the request has credentials
	 * @return the first suitable policy, or {@code null} if every policy would allow more
	 * than the request needs
	 */
	private @Nullable CorsPolicy addressee(boolean credentials) {
		Optional<CorsPolicy> withCredentials = credentials ? first(true) : Optional.empty();
		return withCredentials.or(() -> first(false)).orElse(null);
	}

	private Optional<CorsPolicy> first(boolean credentials) {
		return this.policies.stream()
			.filter((policy) -> policy.allowCredentials() == credentials)
			.filter((policy) -> policy.allowedOrigins().get(0).kind() != Kind.NONE
					&& policy.allowedOrigins().get(0).kind() != Kind.ANY)
			.findFirst();
	}

	/**
	 * Whether a policy can list an origin without an overlap, on all paths that the
	 * policy has in common with others. Several policies can take their origins from
	 * {@code cors.defaults}.
	 */
	private boolean isFree(@Nullable String origin, CorsPolicy policy) {
		String property = policy.locations().property(ORIGINS);
		Stream<CorsPolicy> changed = property.startsWith("cors.policies.") ? Stream.of(policy)
				: this.memberships.keySet()
					.stream()
					.filter((other) -> other.locations().property(ORIGINS).equals(property));
		return origin != null && changed.allMatch((one) -> this.memberships.getOrDefault(one, List.of())
			.stream()
			.flatMap((engine) -> Stream.of(engine, engine.candidate))
			.filter(Objects::nonNull)
			.allMatch((engine) -> engine.isFreeHere(origin, one.name())));
	}

	private boolean isFreeHere(String origin, String policy) {
		String addition = InstallationOrigins.patternFor(origin);
		if (addition.equals(origin)) {
			PolicyEngine present = this.engines.get(origin);
			return present == null || present.equals(this.everyone) || present.policy().name().equals(policy);
		}
		String scheme = origin.substring(0, origin.indexOf(':'));
		return !schemesBeside(policy).contains(scheme);
	}

	private Set<String> schemesBeside(String policy) {
		Set<String> schemes = new HashSet<>();
		this.policies.stream()
			.filter((other) -> !other.name().equals(policy))
			.forEach((other) -> other.allowedOrigins().forEach((pattern) -> schemes.add(pattern.scheme())));
		return schemes;
	}

	/**
	 * Find the policy that must name the origin of a request. With credentials, this is
	 * not the policy that rejects unknown origins, nor the policy for every other origin.
	 */
	@Override
	public BrowserVerdict explain(BrowserVerdict verdict, BrowserRequest request) {
		PolicyEngine engine = this.engines.get(request.origin());
		boolean unknown = verdict.reason() == CorsReason.ORIGIN_NOT_ALLOWED && engine == null;
		boolean needsName = verdict.reason() == CorsReason.CREDENTIALS_NOT_ALLOWED && engine != null
				&& engine.equals(this.everyone);
		CorsPolicy addressee = addressee(request.credentials());
		if ((!unknown && !needsName) || request.initiator() != BrowserRequest.Initiator.SCRIPT || addressee == null) {
			return verdict;
		}
		CorsExplanation explanation = explain(addressee, true, request.actual());
		if (explanation.fix() == null
				|| !addressee.locations().property(ORIGINS).equals(explanation.property())) {
			return verdict;
		}
		String message = unknown ? explanation.message() : verdict.explanation();
		BrowserVerdict complete = FixFinder.complete(
				new BrowserVerdict(false, CorsReason.ORIGIN_NOT_ALLOWED, message, addressee, explanation.property(),
						explanation.place(), explanation.fix(), verdict.preflight(), null, null),
				addressee, request);
		return new BrowserVerdict(false, verdict.reason(), complete.explanation(), verdict.policy(),
				complete.property(), complete.place(), complete.fix(), verdict.preflight(), verdict.preflightResponse(),
				verdict.actualResponse());
	}

}
