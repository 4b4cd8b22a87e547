package io.github.corsstarter.observe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
		@Nullable Entry<K, V> created = null;
		while (true) {
			List<Entry<K, V>> present = Objects.requireNonNull(this.entries.get());
			for (int i = 0; i < present.size(); i++) {
				Entry<K, V> entry = present.get(i);
				if (entry.hash == hash && entry.key.equals(key)) {
					entry.lastSeen = now;
					entry.count.incrementAndGet();
					return entry;
				}
			}
			created = (created != null) ? created : new Entry<>(key, hash, value.apply(key), now);
			if (this.entries.compareAndSet(present, with(present, created))) {
				return created;
			}
		}
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

		private final AtomicLong count = new AtomicLong(1);

		private volatile long lastSeen;

		private Entry(K key, int hash, V value, long now) {
			this.key = key;
			this.hash = hash;
			this.value = value;
			this.firstSeen = now;
			this.lastSeen = now;
		}

		K key() {
			return this.key;
		}

		V value() {
			return this.value;
		}

		long count() {
			return this.count.get();
		}

		long firstSeen() {
			return this.firstSeen;
		}

		long lastSeen() {
			return this.lastSeen;
		}

	}

}
