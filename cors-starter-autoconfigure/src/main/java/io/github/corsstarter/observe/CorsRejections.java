package io.github.corsstarter.observe;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.observe.RecentEntries.Entry;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsGeneration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the most recent rejections, has each logged, and tells whoever wants to know.
 * Costs nothing unless a request is rejected, holds no lock, and keeps at most
 * {@value #MAX_ENTRIES} entries of bounded size. Safe for use by many threads.
 */
public final class CorsRejections implements CorsDecisionListener {

	/** How many rejections are kept. */
	public static final int MAX_ENTRIES = 100;

	private final RecentEntries<RejectionGroup, BoundedCorsRequest> recent = new RecentEntries<>(MAX_ENTRIES);

	private final RejectionLog log = new RejectionLog();

	private final Clock clock;

	private final EventSink events;

	/**
	 * Create an empty record.
	 * @param clock tells when a rejection was seen
	 * @param events receives an event for each rejection
	 */
	public CorsRejections(Clock clock, EventSink events) {
		this.clock = clock;
		this.events = events;
	}

	@Override
	public void onDecision(CorsDecision decision, CorsRequest request) {
		CorsPolicy policy = decision.policy();
		if (policy == null || !decision.isRejected()) {
			return;
		}
		String method = method(decision, request);
		RejectionGroup group = new RejectionGroup(policy.name(), decision.reason(), origin(request),
				(decision.reason() == CorsReason.METHOD_NOT_ALLOWED) ? method : "");
		Entry<RejectionGroup, BoundedCorsRequest> entry = this.recent.count(group, this.clock.millis(),
				(newGroup) -> BoundedCorsRequest.of(request));
		this.log.rejected(group, method, decision, request);
		publish(new CorsRejectedEvent(decision, group.origin(), method,
				BoundedCorsRequest.cut(request.path(), SafeText.MAX_CLIENT_LENGTH + 1), entry.value()));
	}

	private void publish(CorsRejectedEvent event) {
		try {
			this.events.publish(event);
		}
		catch (RuntimeException ex) {
			this.log.listenerFailed(ex);
		}
	}

	/**
	 * Copies nothing of what may be an origin, and of what is too long to be one no more
	 * than is ever shown.
	 */
	private static String origin(CorsRequest request) {
		String origin = request.header(CorsHeaders.ORIGIN);
		if (origin == null) {
			return "";
		}
		return (origin.length() > CorsRequest.MAX_ORIGIN_LENGTH)
				? BoundedCorsRequest.cut(origin, SafeText.MAX_CLIENT_LENGTH + 1) : origin;
	}

	private static String method(CorsDecision decision, CorsRequest request) {
		String asked = (decision.kind() == RequestKind.PREFLIGHT) ? request.header(CorsHeaders.REQUEST_METHOD) : null;
		return BoundedCorsRequest.cut((asked != null) ? asked : request.method(), SafeText.MAX_CLIENT_LENGTH + 1);
	}

	/**
	 * The rejections that are kept.
	 * @param rules the rules to which the changes apply that would allow them
	 * @return the rejections, the latest first
	 */
	public List<CorsRejection> recent(CorsGeneration rules) {
		return this.recent.recent().stream().map((entry) -> rejection(entry, rules)).toList();
	}

	private static CorsRejection rejection(Entry<RejectionGroup, BoundedCorsRequest> entry, CorsGeneration rules) {
		RejectionGroup group = entry.key();
		BoundedCorsRequest request = entry.value();
		String asked = request.header(CorsHeaders.REQUEST_METHOD);
		return new CorsRejection(group.policy(), group.reason(), SafeText.ofClient(group.origin()),
				SafeText.ofClient((asked != null && request.method().equals("OPTIONS")) ? asked : request.method()),
				SafeText.ofClient(request.path()), entry.count(), Instant.ofEpochMilli(entry.firstSeen()),
				Instant.ofEpochMilli(entry.lastSeen()), fix(request, rules));
	}

	private static @Nullable String fix(BoundedCorsRequest request, CorsGeneration rules) {
		if (!request.isComplete()) {
			return null;
		}
		CorsExplanation explanation = CorsExplanation.of(rules.decide(request), request);
		return (explanation != null) ? explanation.fix() : null;
	}

	/**
	 * Receives events, such as Spring's {@code ApplicationEventPublisher}.
	 */
	@FunctionalInterface
	public interface EventSink {

		/**
		 * Publish an event. What it throws is the application's own affair: it is caught
		 * before it reaches the request.
		 * @param event the event
		 */
		void publish(CorsRejectedEvent event);

	}

	/**
	 * What rejections have in common that are counted together.
	 *
	 * @param policy the name of the policy
	 * @param reason the check that failed
	 * @param origin the value of {@code Origin}, cut
	 * @param method the method where it is the reason, otherwise empty
	 */
	record RejectionGroup(String policy, CorsReason reason, String origin, String method) {
	}

}
