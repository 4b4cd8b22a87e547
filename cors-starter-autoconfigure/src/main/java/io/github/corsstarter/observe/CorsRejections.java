package io.github.corsstarter.observe;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

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
 * Keeps the most recent rejections, logs each rejection and publishes an event for it.
 * Keeps at most {@value #MAX_ENTRIES} entries of bounded size. Costs nothing unless a
 * request is rejected. Safe for use by many threads, without locks.
 */
public final class CorsRejections implements CorsDecisionListener {

	/** The maximum number of rejections that are kept. */
	public static final int MAX_ENTRIES = 100;

	private final RecentEntries<RejectionGroup, KeptRejection> recent = new RecentEntries<>(MAX_ENTRIES);

	private final RejectionLog log;

	private final Clock clock;

	private final EventSink events;

	/**
	 * Create an empty record.
	 * @param clock supplies the time of each rejection
	 * @param events receives an event for each rejection
	 */
	public CorsRejections(Clock clock, EventSink events) {
		this.clock = clock;
		this.events = events;
		this.log = new RejectionLog(clock);
	}

	@Override
	public void onDecision(CorsDecision decision, CorsRequest request) {
		CorsPolicy policy = decision.policy();
		if (policy == null || !decision.isRejected()) {
			return;
		}
		String method = method(decision, request);
		RejectionGroup group = new RejectionGroup(policy.name(), decision.reason(), origin(request),
				(decision.reason() == CorsReason.METHOD_NOT_ALLOWED) ? method : "", header(decision, request),
				postedPath(decision, request), decision.host());
		String path = BoundedCorsRequest.cut(request.path(), SafeText.MAX_CLIENT_LENGTH + 1);
		Entry<RejectionGroup, KeptRejection> entry = this.recent.count(group, this.clock.millis(),
				(newGroup) -> new KeptRejection(newGroup, method, path, BoundedCorsRequest.of(request)));
		KeptRejection kept = entry.value();
		if (this.log.isLogged(kept)) {
			this.log.rejected(entry.key(), kept, method, decision, request);
		}
		publish(kept.event(decision, method, path));
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
	 * Let every kind of rejection cause one more warning in the log, for example after a
	 * reload. The limit for all warnings does not change.
	 */
	public void warnAgain() {
		this.log.forgetGroups();
	}

	/**
	 * A value that is not longer than {@link CorsRequest#MAX_ORIGIN_LENGTH} is kept as it
	 * is. A longer one is cut to the length that messages show.
	 */
	private static @Nullable String origin(CorsRequest request) {
		String origin = request.header(CorsHeaders.ORIGIN);
		return (origin != null && origin.length() > CorsRequest.MAX_ORIGIN_LENGTH)
				? BoundedCorsRequest.cut(origin, SafeText.MAX_CLIENT_LENGTH + 1) : origin;
	}

	private static String method(CorsDecision decision, CorsRequest request) {
		String asked = (decision.kind() == RequestKind.PREFLIGHT) ? request.header(CorsHeaders.REQUEST_METHOD) : null;
		return BoundedCorsRequest.cut((asked != null) ? asked : request.method(), SafeText.MAX_CLIENT_LENGTH + 1);
	}

	/**
	 * The path of a navigation, whose fix is a policy for this path.
	 */
	private static String postedPath(CorsDecision decision, CorsRequest request) {
		return CorsExplanation.isNavigation(decision, request)
				? BoundedCorsRequest.cut(SafeText.withoutParameters(request.path()), SafeText.MAX_CLIENT_LENGTH + 1)
				: "";
	}

	/**
	 * The names of the headers that made the policy reject a preflight. The number of
	 * names and their total length are limited, because clients choose them.
	 */
	private static String header(CorsDecision decision, CorsRequest request) {
		List<String> names = CorsExplanation.rejectedHeaders(decision, request);
		return names.isEmpty() ? "" : BoundedCorsRequest.cut(String.join(", ", names), SafeText.MAX_CLIENT_LENGTH + 1)
			.toLowerCase(Locale.ROOT);
	}

	/**
	 * The rejections that are kept.
	 * @param rules the policies in force, which the fixes would change
	 * @return the rejections, the most recent first
	 */
	public List<CorsRejection> recent(CorsGeneration rules) {
		return this.recent.recent().stream().map((entry) -> rejection(entry, rules)).toList();
	}

	private static CorsRejection rejection(Entry<RejectionGroup, KeptRejection> entry, CorsGeneration rules) {
		RejectionGroup group = entry.key();
		BoundedCorsRequest request = entry.value().request();
		String asked = request.header(CorsHeaders.REQUEST_METHOD);
		return new CorsRejection(group.policy(), group.reason(), safe(group.origin()),
				SafeText.ofClient((asked != null && request.method().equals("OPTIONS")) ? asked : request.method()),
				shownHeader(group.header()), safe(group.host()), SafeText.ofPath(request.path()), entry.count(),
				Instant.ofEpochMilli(entry.firstSeen()), Instant.ofEpochMilli(entry.lastSeen()),
				(group.reason() != CorsReason.HOST_NOT_ALLOWED) ? fix(request, rules) : null);
	}

	private static @Nullable String safe(@Nullable String text) {
		return (text != null) ? SafeText.ofClient(text) : null;
	}

	static @Nullable String shownHeader(String header) {
		return header.isEmpty() ? null : SafeText.ofClient(header);
	}

	private static @Nullable String fix(BoundedCorsRequest request, CorsGeneration rules) {
		if (!request.isComplete()) {
			return null;
		}
		CorsExplanation explanation = CorsExplanation.of(rules.decide(request), request);
		return (explanation != null) ? explanation.fix() : null;
	}

	/**
	 * Receives the events, for example Spring's {@code ApplicationEventPublisher}.
	 */
	@FunctionalInterface
	public interface EventSink {

		/**
		 * Publish an event. A {@link RuntimeException} is logged and does not affect the
		 * request.
		 * @param event the event
		 */
		void publish(CorsRejectedEvent event);

	}

	/**
	 * The values that rejections in one entry have in common.
	 *
	 * @param policy the name of the policy
	 * @param reason the check that failed
	 * @param origin the value of {@code Origin}, cut; {@code null} if there is none
	 * @param method the method if it is the reason, otherwise an empty string
	 * @param header the names of the headers if they are the reason, in lower case and
	 * cut, otherwise an empty string
	 * @param path the path of a navigation, without path parameters and cut; empty for
	 * other requests
	 * @param host the host if it is the reason, cut, otherwise {@code null}
	 */
	record RejectionGroup(String policy, CorsReason reason, @Nullable String origin, String method, String header,
			String path, @Nullable String host) {

		/**
		 * Written by hand, because the method that the compiler generates costs more than
		 * the rest of a lookup. Origins differ most.
		 */
		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof RejectionGroup group && Objects.equals(this.origin, group.origin)
					&& this.reason == group.reason && this.policy.equals(group.policy)
					&& this.method.equals(group.method) && this.header.equals(group.header)
					&& this.path.equals(group.path) && Objects.equals(this.host, group.host);
		}

		@Override
		public int hashCode() {
			int hash = Objects.hashCode(this.origin);
			hash = 31 * hash + this.reason.hashCode();
			hash = 31 * hash + this.policy.hashCode();
			hash = 31 * hash + this.method.hashCode();
			hash = 31 * hash + this.header.hashCode();
			hash = 31 * hash + this.path.hashCode();
			return 31 * hash + Objects.hashCode(this.host);
		}

	}

}
