package io.github.corsstarter.observe;

import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides which events are logged as warnings: the first event of each group, and
 * regardless of what clients send, at most {@value #MAX_WARNINGS} events at once, and
 * then ten in an hour. Safe for use by many threads.
 *
 * @param <G> the group, with {@code equals} and {@code hashCode}
 */
final class WarningLimit<G> {

	/** The number of warnings that are possible at once. */
	static final int MAX_WARNINGS = 100;

	/** The time after which one more warning is possible. */
	static final long MILLIS_FOR_ONE = 3_600_000 / 10;

	/**
	 * The maximum number of groups that are remembered as warned about. When it is
	 * reached, all groups are forgotten and can cause warnings again.
	 */
	private static final int MAX_WARNED = 1000;

	private final Set<G> warned = ConcurrentHashMap.newKeySet();

	private final Clock clock;

	private int available = MAX_WARNINGS;

	private long refilled;

	private boolean limitTold;

	WarningLimit(Clock clock) {
		this.clock = clock;
		this.refilled = clock.millis();
	}

	/**
	 * Whether an event may be logged as a warning. If so, its group causes no further
	 * warnings.
	 */
	boolean isDue(G group) {
		return !this.warned.contains(group) && take(group);
	}

	private synchronized boolean take(G group) {
		long now = this.clock.millis();
		long earned = Math.max(0, (now - this.refilled) / MILLIS_FOR_ONE);
		this.available = (int) Math.min(MAX_WARNINGS, this.available + earned);
		this.refilled = (now < this.refilled) ? now : this.refilled + earned * MILLIS_FOR_ONE;
		if (this.available == 0) {
			return false;
		}
		if (this.warned.size() >= MAX_WARNED) {
			this.warned.clear();
		}
		if (!this.warned.add(group)) {
			return false;
		}
		this.available--;
		return true;
	}

	/** Every group may cause a warning again, within the same limit. */
	synchronized void forgetGroups() {
		this.warned.clear();
	}

	/** Whether the limit is reached for the first time. */
	synchronized boolean isReached() {
		boolean first = this.available == 0 && !this.limitTold;
		this.limitTold |= first;
		return first;
	}

}
