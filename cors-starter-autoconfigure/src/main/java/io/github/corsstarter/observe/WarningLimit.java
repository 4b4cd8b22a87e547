package io.github.corsstarter.observe;

import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

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

	/** Virtual threads that wait for this lock leave their carrier threads free. */
	private final ReentrantLock lock = new ReentrantLock();

	/** Increased whenever groups are forgotten. */
	private final AtomicInteger forgotten = new AtomicInteger();

	private int available = MAX_WARNINGS;

	/** Whether no warning was available after the last one. */
	private volatile boolean exhausted;

	private volatile long refilled;

	private boolean limitTold;

	WarningLimit(Clock clock) {
		this.clock = clock;
		this.refilled = clock.millis();
	}

	/**
	 * A number that changes whenever groups are forgotten. Until then, a group that has
	 * caused a warning causes no further one.
	 */
	int forgotten() {
		return this.forgotten.get();
	}

	/**
	 * Whether a group has caused a warning that is not forgotten.
	 */
	boolean hasWarned(G group) {
		return this.warned.contains(group);
	}

	/**
	 * Whether an event may be logged as a warning. If so, its group causes no further
	 * warnings.
	 */
	boolean isDue(G group) {
		return !this.warned.contains(group) && isPossible() && locked(() -> take(group));
	}

	/** Without the lock, because clients can cause many events when nothing is left. */
	private boolean isPossible() {
		if (!this.exhausted) {
			return true;
		}
		long passed = this.clock.millis() - this.refilled;
		return passed >= MILLIS_FOR_ONE || passed < 0;
	}

	private boolean take(G group) {
		long now = this.clock.millis();
		long earned = Math.max(0, (now - this.refilled) / MILLIS_FOR_ONE);
		this.available = (int) Math.min(MAX_WARNINGS, this.available + earned);
		this.refilled = (now < this.refilled) ? now : this.refilled + earned * MILLIS_FOR_ONE;
		this.exhausted = this.available == 0;
		if (this.exhausted) {
			return false;
		}
		if (this.warned.size() >= MAX_WARNED) {
			forget();
		}
		if (!this.warned.add(group)) {
			return false;
		}
		this.available--;
		this.exhausted = this.available == 0;
		return true;
	}

	private boolean forget() {
		this.warned.clear();
		this.forgotten.incrementAndGet();
		return true;
	}

	/** Every group may cause a warning again, within the same limit. */
	void forgetGroups() {
		locked(this::forget);
	}

	/** Whether the limit is reached for the first time. */
	boolean isReached() {
		return locked(() -> {
			boolean first = this.available == 0 && !this.limitTold;
			this.limitTold |= first;
			return first;
		});
	}

	private boolean locked(BooleanSupplier action) {
		this.lock.lock();
		try {
			return action.getAsBoolean();
		}
		finally {
			this.lock.unlock();
		}
	}

}
