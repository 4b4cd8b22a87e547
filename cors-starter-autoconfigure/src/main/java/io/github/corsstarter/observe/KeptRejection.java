package io.github.corsstarter.observe;

import java.lang.ref.WeakReference;

import io.github.corsstarter.decision.CorsDecision;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the first of several rejections that have the same group. Safe for use
 * by many threads.
 */
final class KeptRejection {

	private static final int NEVER = -1;

	private final CorsRejections.RejectionGroup group;

	private final String method;

	private final String path;

	private final BoundedCorsRequest request;

	/**
	 * Most rejections of a group are alike, so they share one event. It refers to its
	 * policy, so a strong reference would keep a policy that a reload has replaced.
	 */
	private volatile WeakReference<CorsRejectedEvent> event = new WeakReference<>(null);

	/** Avoids a search for the group in the set of those that have caused a warning. */
	private volatile int warned = NEVER;

	KeptRejection(CorsRejections.RejectionGroup group, String method, String path, BoundedCorsRequest request) {
		this.group = group;
		this.method = method;
		this.path = path;
		this.request = request;
	}

	/** The first request. */
	BoundedCorsRequest request() {
		return this.request;
	}

	/**
	 * The event for a rejection of this group.
	 */
	CorsRejectedEvent event(CorsDecision decision, String otherMethod, String otherPath) {
		if (!otherMethod.equals(this.method) || !otherPath.equals(this.path)) {
			return create(decision, otherMethod, otherPath);
		}
		@Nullable CorsRejectedEvent shared = this.event.get();
		if (shared != null && shared.decision() == decision) {
			return shared;
		}
		CorsRejectedEvent created = create(decision, otherMethod, otherPath);
		// Some decisions are made for one request only, so their events are not shared.
		if (shared == null || shared.decision().policy() != decision.policy()) {
			this.event = new WeakReference<>(created);
		}
		return created;
	}

	private CorsRejectedEvent create(CorsDecision decision, String otherMethod, String otherPath) {
		return new CorsRejectedEvent(decision, this.group.origin(), otherMethod, this.group.header(), otherPath,
				this.request);
	}

	/**
	 * Whether the group has caused a warning since groups were forgotten.
	 * @param forgotten the current number of {@link WarningLimit#forgotten()}
	 */
	boolean hasWarned(int forgotten) {
		return this.warned == forgotten;
	}

	void warned(int forgotten) {
		this.warned = forgotten;
	}

}
