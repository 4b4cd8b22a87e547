package io.github.corsstarter.origin;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * A map with string keys. It can look up part of a string, so that callers need not copy
 * that part out of a request. The keys can come from untrusted people, such as the
 * tenants of an application. Looking up a key that was chosen to collide with others
 * takes at most twice as long as looking up any other key. Immutable and safe for use by
 * many threads.
 *
 * @param <V> the type of the values
 */
public final class SubstringMap<V> {

	/**
	 * Spreads hash codes over the table. It is random, so that nobody can choose keys
	 * that all fall into the same place of the table. It is odd, so that multiplying
	 * loses no bits.
	 */
	private static final int SPREAD = new SplittableRandom().nextInt() | 1;

	/**
	 * The number of keys up to which comparing a text with each of them takes less time
	 * than computing its hash code.
	 */
	private static final int FEW = 3;

	/** Whether there are few keys, and no two of them have the same hash code. */
	private final boolean few;

	/** A hash table with open addressing, at most half full. */
	private final @Nullable Slot<V>[] table;

	private final int shift;

	/**
	 * Copy a map.
	 * @param map the map to copy
	 */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	public SubstringMap(Map<String, V> map) {
		int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, map.size()));
		this.table = new Slot[1 << (bits + 1)];
		this.shift = 32 - (bits + 1);
		Map<Integer, Map<String, V>> colliding = new HashMap<>();
		for (Map.Entry<String, V> entry : map.entrySet()) {
			put(entry.getKey(), entry.getValue(), colliding);
		}
		for (Map.Entry<Integer, Map<String, V>> some : colliding.entrySet()) {
			int hash = some.getKey();
			this.table[find(hash)] = new Slot<>("", hash, null, new CollidingKeys<>(some.getValue()));
		}
		this.few = map.size() <= FEW && colliding.isEmpty();
	}

	private void put(String key, V value, Map<Integer, Map<String, V>> colliding) {
		int hash = key.hashCode();
		int place = find(hash);
		Slot<V> present = this.table[place];
		if (present == null) {
			this.table[place] = new Slot<>(key, hash, value, null);
			return;
		}
		Map<String, V> some = colliding.computeIfAbsent(hash, (unused) -> new HashMap<>());
		if (present.value() != null) {
			some.putIfAbsent(present.key(), present.value());
		}
		some.put(key, value);
	}

	/** The place of a hash code, or the free place where it belongs. */
	private int find(int hash) {
		int place = place(hash);
		for (Slot<V> slot = this.table[place]; slot != null && slot.hash() != hash; slot = this.table[place]) {
			place = next(place);
		}
		return place;
	}

	/**
	 * Find the value for part of a text.
	 * @param text the text
	 * @param start where the part begins
	 * @param end where the part ends
	 * @param hash the hash code of the part, as {@code String.hashCode()} would return it
	 * for a string with only this part. Callers can compute it from the hash code of a
	 * shorter or longer part
	 * @return the value, or {@code null} if there is none
	 * @see String#hashCode()
	 */
	public @Nullable V get(String text, int start, int end, int hash) {
		Slot<V> slot = this.table[find(hash)];
		if (slot == null) {
			return null;
		}
		if (slot.colliding() != null) {
			return slot.colliding().get(text, start, end);
		}
		return (slot.key().length() == end - start && text.startsWith(slot.key(), start)) ? slot.value() : null;
	}

	/**
	 * Find the value for a whole text.
	 * @param text the text
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable V get(String text) {
		return this.few ? compareWithEach(text) : getByHash(text);
	}

	private @Nullable V compareWithEach(String text) {
		for (Slot<V> slot : this.table) {
			if (slot != null && slot.key().equals(text)) {
				return slot.value();
			}
		}
		return null;
	}

	private @Nullable V getByHash(String text) {
		Slot<V> slot = this.table[find(text.hashCode())];
		if (slot == null) {
			return null;
		}
		if (slot.colliding() != null) {
			return slot.colliding().get(text, 0, text.length());
		}
		return slot.key().equals(text) ? slot.value() : null;
	}

	private int place(int hash) {
		return (hash * SPREAD) >>> this.shift;
	}

	private int next(int place) {
		return (place + 1) & (this.table.length - 1);
	}

	/**
	 * An entry of the table. It holds one key, or all keys that have the same hash code.
	 */
	private record Slot<V>(String key, int hash, @Nullable V value, @Nullable CollidingKeys<V> colliding) {

	}

}
