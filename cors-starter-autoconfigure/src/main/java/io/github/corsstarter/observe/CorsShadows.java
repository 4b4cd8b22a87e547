package io.github.corsstarter.observe;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.decision.SentResponse;
import io.github.corsstarter.decision.WatchedDifference;
import io.github.corsstarter.observe.RecentEntries.Entry;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the most recent differences that other policies would make. Evaluates the
 * candidates of the policies for the path of every CORS request, and compares policies
 * that are not enforced with the responses that were sent. Keeps at most
 * {@value #MAX_ENTRIES} entries of bounded size. Costs next to nothing if no policy has a
 * candidate and all policies are enforced. Safe for use by many threads, without locks.
 */
public final class CorsShadows implements CorsDecisionListener {

	/** The maximum number of differences that are kept. */
	public static final int MAX_ENTRIES = 100;

	/** The modes of requests whose responses no script reads (Fetch, "mode"). */
	private static final Set<String> UNREAD_MODES = Set.of("navigate", "no-cors");

	private final RecentEntries<DifferenceGroup, Optional<First>> recent = new RecentEntries<>(MAX_ENTRIES);

	private final CorsPolicies policies;

	private final CorsShadowListener listener;

	private final Clock clock;

	private final WatchedLog log;

	/**
	 * Create an empty record.
	 * @param policies the policies in force, with their candidates
	 * @param listener called for each difference
	 * @param clock supplies the time of each difference
	 */
	public CorsShadows(CorsPolicies policies, CorsShadowListener listener, Clock clock) {
		this.policies = policies;
		this.listener = listener;
		this.clock = clock;
		this.log = new WatchedLog(clock);
	}

	@Override
	public void onDecision(CorsDecision decision, CorsRequest request) {
		CorsPolicy policy = decision.policy();
		// A candidate has the paths of its policy, so it would reject the path as well.
		// The same applies to the host, which is not a setting of a policy.
		if (policy == null || decision.isForPath() || decision.host() != null) {
			return;
		}
		CorsDecision candidate = this.policies.current().decideByCandidate(policy, request);
		if (candidate == null) {
			// No policy for the path has a candidate, or the policies have been replaced
			// since the decision.
			return;
		}
		CorsReason present = outcome(decision, policy, request);
		CorsReason shadow = outcome(candidate, candidate.policy(), request);
		if ((present == CorsReason.ALLOWED) == (shadow == CorsReason.ALLOWED)
				|| !PolicyEngine.hasForeignOrigin(request)) {
			return;
		}
		boolean rejected = present == CorsReason.ALLOWED;
		ShadowChange change = rejected ? ShadowChange.NEWLY_REJECTED : ShadowChange.NEWLY_ALLOWED;
		String origin = request.header(CorsHeaders.ORIGIN);
		DifferenceGroup group = new DifferenceGroup(policy.name(), change, rejected ? shadow : present,
				cut((origin != null) ? origin : ""), "");
		this.recent.count(group, this.clock.millis(), (newGroup) -> Optional.empty());
		this.listener.onDifference(policy, change);
	}

	@Override
	public void onWatchedResponse(CorsDecision decision, CorsRequest request, SentResponse response) {
		CorsPolicy policy = decision.policy();
		WatchedDifference difference = WatchedDifference.find(decision, request, response);
		if (policy == null || difference == null) {
			return;
		}
		ShadowChange change = difference.newlyRejected() ? ShadowChange.NEWLY_REJECTED : ShadowChange.NEWLY_ALLOWED;
		String method = method(decision, request);
		DifferenceGroup group = group(policy, change, difference, method, decision, request);
		this.recent.count(group, this.clock.millis(),
				(newGroup) -> Optional.of(new First(BoundedCorsRequest.of(request), method, difference)));
		this.log.differs(group, method, difference, decision, request, this.policies.current().policies());
		this.listener.onDifference(policy, change);
	}

	private static DifferenceGroup group(CorsPolicy policy, ShadowChange change, WatchedDifference difference,
			String method, CorsDecision decision, CorsRequest request) {
		// If the application allows credentials, or has no rule where the policy allows
		// every origin, this usually applies to every origin.
		boolean forEveryOrigin = difference.newlyRejected() ? difference.reason() == CorsReason.CREDENTIALS_NOT_ALLOWED
				: difference.reason() == CorsReason.ORIGIN_NOT_ALLOWED
						&& policy.allowedOrigins().get(0).kind() == Kind.ANY;
		String origin = forEveryOrigin ? null : request.header(CorsHeaders.ORIGIN);
		String detail = switch (difference.reason()) {
			case METHOD_NOT_ALLOWED -> method;
			case HEADERS_NOT_ALLOWED -> String.join(", ", difference.newlyRejected()
					? CorsExplanation.rejectedHeaders(decision, request) : difference.refusedHeaders());
			case HOST_NOT_ALLOWED -> Objects.requireNonNullElse(decision.host(), "");
			default -> "";
		};
		return new DifferenceGroup(policy.name(), change, difference.reason(), cut((origin != null) ? origin : ""),
				cut(detail));
	}

	private static String method(CorsDecision decision, CorsRequest request) {
		String asked = (decision.kind() == RequestKind.PREFLIGHT) ? request.header(CorsHeaders.REQUEST_METHOD) : null;
		return cut((asked != null) ? asked : request.method());
	}

	private static String cut(String text) {
		return BoundedCorsRequest.cut(text, SafeText.MAX_CLIENT_LENGTH + 1);
	}

	/**
	 * Let every kind of difference from a policy that is not enforced cause one more
	 * warning in the log, for example after a reload. The limit for all warnings does not
	 * change.
	 */
	public void warnAgain() {
		this.log.forgetGroups();
	}

	/**
	 * The result in the browser. A script that sends cookies cannot read a response
	 * without {@code Access-Control-Allow-Credentials} (Fetch, "CORS check"). Preflights
	 * carry no cookies, and no script reads the response to a navigation or to a request
	 * with the mode {@code no-cors}.
	 */
	private static CorsReason outcome(CorsDecision decision, @Nullable CorsPolicy policy, CorsRequest request) {
		boolean refused = decision.reason() == CorsReason.ALLOWED && policy != null && !policy.allowCredentials()
				&& decision.kind() == RequestKind.ACTUAL && request.header(CorsHeaders.COOKIE) != null
				&& !UNREAD_MODES.contains(Objects.requireNonNullElse(request.header(CorsHeaders.SEC_FETCH_MODE), ""));
		return refused ? CorsReason.CREDENTIALS_NOT_ALLOWED : decision.reason();
	}

	/**
	 * The differences that are kept.
	 * @return the differences, the most recent first
	 */
	public List<CorsShadowDifference> recent() {
		CorsGeneration rules = this.policies.current();
		return this.recent.recent().stream().map((entry) -> difference(entry, rules)).toList();
	}

	private static CorsShadowDifference difference(Entry<DifferenceGroup, Optional<First>> entry,
			CorsGeneration rules) {
		DifferenceGroup group = entry.key();
		First first = entry.value().orElse(null);
		String origin = (first != null) ? first.request().header(CorsHeaders.ORIGIN) : group.origin();
		return new CorsShadowDifference(group.policy(), group.change(), group.reason(),
				(origin != null) ? SafeText.ofClient(origin) : null, entry.count(),
				Instant.ofEpochMilli(entry.lastSeen()), (first != null) ? watched(first, group, rules) : null);
	}

	private static CorsShadowDifference.WatchedRequest watched(First first, DifferenceGroup group,
			CorsGeneration rules) {
		boolean host = group.reason() == CorsReason.HOST_NOT_ALLOWED;
		CorsExplanation explanation = host ? null : explain(first, rules);
		return new CorsShadowDifference.WatchedRequest(SafeText.ofClient(first.method()),
				SafeText.ofPath(first.request().path()), first.difference().status(),
				host ? SafeText.ofClient(group.detail()) : null, (explanation != null) ? explanation.message() : null,
				(explanation != null) ? explanation.fix() : null);
	}

	private static @Nullable CorsExplanation explain(First first, CorsGeneration rules) {
		return first.request().isComplete() ? first.difference()
			.explain(rules.decideAsIfEnforced(first.request()), first.request(), rules.policies()) : null;
	}

	/**
	 * The values that differences in one entry have in common.
	 *
	 * @param policy the name of the policy
	 * @param change what would change
	 * @param reason the check that fails
	 * @param origin the value of {@code Origin}, cut; empty if there is none, or if the
	 * difference exists for every origin
	 * @param detail the method, the names of the headers or the host, cut, if one of them
	 * is the reason of a difference from a policy that is not enforced; otherwise empty
	 */
	record DifferenceGroup(String policy, ShadowChange change, CorsReason reason, String origin, String detail) {
	}

	/**
	 * The first request on which a policy that is not enforced differs.
	 */
	private record First(BoundedCorsRequest request, String method, WatchedDifference difference) {
	}

}
