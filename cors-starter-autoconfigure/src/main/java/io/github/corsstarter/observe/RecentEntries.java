package io.github.corsstarter.observe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Counts events by key, for the keys that were seen most recently. The number of keys is
 * bounded. A known key costs a search in a small list, a new key costs a copy of that
 * list. Safe for use by many threads, without locks.
 *
 * @param <K> the key, with {@code equals} and {@code hashCode}
 * @param <V> the value that is kept of the first event of a key
 */
final class RecentEntries<K, V> {

	private final int capacity;

	private final AtomicReference<List<Entry<K, V>>> entries = new AtomicReference<>(List.of());

	/**
	 * Create an empty record.
	 * @param capacity the maximum number of keys
	 */
	RecentEntries(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Count an event.
	 * @param key its key
	 * @param now the time, in milliseconds since the epoch
	 * @param value creates the value to keep, if the key is new
	 * @return the entry; its count is 1 after the event that created it
	 */
	Entry<K, V> count(K key, long now, Function<K, V> value) {
		int hash = key.hashCode();
		Entry<K, V> known = find(Objects.requireNonNull(this.entries.get()), key, hash);
		if (known != null) {
			known.count(now);
			return known;
		}
		Entry<K, V> created = new Entry<>(key, hash, value.apply(key), now);
		while (true) {
			List<Entry<K, V>> present = Objects.requireNonNull(this.entries.get());
			known = find(present, key, hash);
			if (known != null) {
				known.count(now);
				return known;
			}
			if (this.entries.compareAndSet(present, with(present, created))) {
				return created;
			}
		}
	}

	private static <K, V> @Nullable Entry<K, V> find(List<Entry<K, V>> entries, K key, int hash) {
		for (int i = 0; i < entries.size(); i++) {
			Entry<K, V> entry = entries.get(i);
			if (entry.hash == hash && entry.key.equals(key)) {
				return entry;
			}
		}
		return null;
	}

	/**
	 * New entries go to the end of the list. Of several entries that were last seen in
	 * the same millisecond, the oldest is therefore dropped first.
	 */
	private List<Entry<K, V>> with(List<Entry<K, V>> present, Entry<K, V> created) {
		List<Entry<K, V>> all = new ArrayList<>(present.size() + 1);
		all.addAll(present);
		if (all.size() == this.capacity) {
			all.remove(oldest(all));
		}
		all.add(created);
		return all;
	}

	private static <K, V> int oldest(List<Entry<K, V>> entries) {
		int oldest = 0;
		for (int i = 1; i < entries.size(); i++) {
			oldest = (entries.get(i).lastSeen < entries.get(oldest).lastSeen) ? i : oldest;
		}
		return oldest;
	}

	/**
	 * The entries that are kept now.
	 * @return the entries, the most recently seen first
	 */
	List<Entry<K, V>> recent() {
		List<Entry<K, V>> all = new ArrayList<>(Objects.requireNonNull(this.entries.get()));
		// Of several entries last seen in the same millisecond, the newest comes first.
		Collections.reverse(all);
		Comparator<Entry<K, V>> lastSeen = Comparator.comparingLong(Entry::lastSeen);
		all.sort(lastSeen.reversed());
		return List.copyOf(all);
	}

	/**
	 * A key, how often it was seen, and when.
	 *
	 * @param <K> the key
	 * @param <V> the value that is kept of its first event
	 */
	static final class Entry<K, V> {

		private final K key;

		private final int hash;

		private final V value;

		private final long firstSeen;

		/** Threads that count the same key do not wait for each other. */
		private final LongAdder count = new LongAdder();

		private volatile long lastSeen;

		private Entry(K key, int hash, V value, long now) {
			this.key = key;
			this.hash = hash;
			this.value = value;
			this.firstSeen = now;
			this.lastSeen = now;
			this.count.increment();
		}

		private void count(long now) {
			this.count.increment();
			// Many events have the same millisecond. Threads share the field without
			// delay as long as none of them writes it.
			if (this.lastSeen != now) {
				this.lastSeen = now;
			}
		}

		K key() {
			return this.key;
		}

		V value() {
			return this.value;
		}

		long count() {
			return this.count.sum();
		}

		long firstSeen() {
			return this.firstSeen;
		}

		long lastSeen() {
			return this.lastSeen;
		}

	}

}
