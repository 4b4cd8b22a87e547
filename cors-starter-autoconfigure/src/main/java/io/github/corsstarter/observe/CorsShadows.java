package io.github.corsstarter.observe;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the candidates of the policies for the path of every CORS request, and keeps
 * the most recent differences. Keeps at most {@value #MAX_ENTRIES} entries of bounded
 * size. Costs next to nothing if no policy has a candidate. Safe for use by many threads,
 * without locks.
 */
public final class CorsShadows implements CorsDecisionListener {

	/** The maximum number of differences that are kept. */
	public static final int MAX_ENTRIES = 100;

	/** The modes of requests whose responses no script reads (Fetch, "mode"). */
	private static final Set<String> UNREAD_MODES = Set.of("navigate", "no-cors");

	private final RecentEntries<DifferenceGroup, Boolean> recent = new RecentEntries<>(MAX_ENTRIES);

	private final CorsPolicies policies;

	private final CorsShadowListener listener;

	private final Clock clock;

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
		if ((present == CorsReason.ALLOWED) == (shadow == CorsReason.ALLOWED)) {
			return;
		}
		boolean rejected = present == CorsReason.ALLOWED;
		ShadowChange change = rejected ? ShadowChange.NEWLY_REJECTED : ShadowChange.NEWLY_ALLOWED;
		String origin = request.header(CorsHeaders.ORIGIN);
		DifferenceGroup group = new DifferenceGroup(policy.name(), change, rejected ? shadow : present,
				BoundedCorsRequest.cut((origin != null) ? origin : "", SafeText.MAX_CLIENT_LENGTH + 1));
		this.recent.count(group, this.clock.millis(), (newGroup) -> Boolean.TRUE);
		this.listener.onDifference(policy, change);
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
		return this.recent.recent()
			.stream()
			.map((entry) -> new CorsShadowDifference(entry.key().policy(), entry.key().change(), entry.key().reason(),
					SafeText.ofClient(entry.key().origin()), entry.count(), Instant.ofEpochMilli(entry.lastSeen())))
			.toList();
	}

	private record DifferenceGroup(String policy, ShadowChange change, CorsReason reason, String origin) {
	}

}
