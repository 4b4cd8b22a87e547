package io.github.corsstarter.observe;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

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
 * Has candidate policies decide on every CORS request of their policy, and keeps the most
 * recent differences. Costs nothing where a policy has no candidate, holds no lock, and
 * keeps at most {@value #MAX_ENTRIES} entries of bounded size. Safe for use by many
 * threads.
 */
public final class CorsShadows implements CorsDecisionListener {

	/** How many differences are kept. */
	public static final int MAX_ENTRIES = 100;

	private final RecentEntries<DifferenceGroup, Boolean> recent = new RecentEntries<>(MAX_ENTRIES);

	private final CorsPolicies policies;

	private final CorsShadowListener listener;

	private final Clock clock;

	/**
	 * Create an empty record.
	 * @param policies the rules in force, with their candidates
	 * @param listener is told of each difference
	 * @param clock tells when a difference was seen
	 */
	public CorsShadows(CorsPolicies policies, CorsShadowListener listener, Clock clock) {
		this.policies = policies;
		this.listener = listener;
		this.clock = clock;
	}

	@Override
	public void onDecision(CorsDecision decision, CorsRequest request) {
		CorsPolicy policy = decision.policy();
		if (policy == null || policy.shadow() == null) {
			return;
		}
		CorsDecision candidate = this.policies.current().decideByCandidate(policy, request);
		if (candidate == null) {
			// The rules were replaced since the decision.
			return;
		}
		CorsReason present = outcome(decision, policy, request);
		CorsReason shadow = outcome(candidate, policy.shadow(), request);
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
	 * What comes of it in the browser: a script that sends cookies reads nothing without
	 * {@code Access-Control-Allow-Credentials} (Fetch, "CORS check"). Preflights carry no
	 * cookies, and navigations are not read.
	 */
	private static CorsReason outcome(CorsDecision decision, @Nullable CorsPolicy policy, CorsRequest request) {
		boolean refused = decision.reason() == CorsReason.ALLOWED && policy != null && !policy.allowCredentials()
				&& decision.kind() == RequestKind.ACTUAL && request.header(CorsHeaders.COOKIE) != null
				&& !"navigate".equals(request.header(CorsHeaders.SEC_FETCH_MODE));
		return refused ? CorsReason.CREDENTIALS_NOT_ALLOWED : decision.reason();
	}

	/**
	 * The differences that are kept.
	 * @return the differences, the latest first
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
