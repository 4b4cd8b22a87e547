package io.github.corsstarter.observe;

import io.github.corsstarter.decision.CorsDecision;

/**
 * What is kept of the first of several rejections that have the same group. Safe for use
 * by many threads.
 */
final class KeptRejection {

	private static final int NEVER = -1;

	private final CorsDecision decision;

	private final CorsRejections.RejectionGroup group;

	private final String method;

	private final String path;

	private final BoundedCorsRequest request;

	/** Most rejections of a group are alike, so they share one event. */
	private final CorsRejectedEvent event;

	/** Avoids a search for the group in the set of those that have caused a warning. */
	private volatile int warned = NEVER;

	KeptRejection(CorsDecision decision, CorsRejections.RejectionGroup group, String method, String path,
			BoundedCorsRequest request) {
		this.decision = decision;
		this.group = group;
		this.method = method;
		this.path = path;
		this.request = request;
		this.event = create(decision, method, path);
	}

	/** The first request. */
	BoundedCorsRequest request() {
		return this.request;
	}

	/**
	 * The event for a rejection of this group.
	 */
	CorsRejectedEvent event(CorsDecision other, String otherMethod, String otherPath) {
		boolean alike = other == this.decision && otherMethod.equals(this.method) && otherPath.equals(this.path);
		return alike ? this.event : create(other, otherMethod, otherPath);
	}

	private CorsRejectedEvent create(CorsDecision other, String otherMethod, String otherPath) {
		return new CorsRejectedEvent(other, this.group.origin(), otherMethod, this.group.header(), otherPath,
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
