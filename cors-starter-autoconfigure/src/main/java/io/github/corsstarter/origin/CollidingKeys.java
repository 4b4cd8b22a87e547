package io.github.corsstarter.origin;

import java.util.Map;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * A map for keys that all have the same {@link String#hashCode()}. It uses a second hash
 * function with a random base, which is a secret of this process. Immutable.
 *
 * @param <V> the type of the values
 */
final class CollidingKeys<V> {

	private static final long START = new SplittableRandom().nextLong();

	/** Odd, because multiplying by an even number would lose the highest bits. */
	private static final long BASE = new SplittableRandom().nextLong() | 1;

	/** A hash table with open addressing, at most half full. */
	private final @Nullable Entry<V>[] table;

	private final int shift;

	/** The length of the longest key. */
	private final int longest;

	@SuppressWarnings({ "unchecked", "rawtypes" })
	CollidingKeys(Map<String, V> map) {
		int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, map.size()));
		this.table = new Entry[1 << (bits + 1)];
		this.shift = 64 - (bits + 1);
		this.longest = map.keySet().stream().mapToInt(String::length).max().orElse(0);
		map.forEach((key, value) -> {
			long hash = hash(key, 0, key.length());
			int place = place(hash);
			while (this.table[place] != null) {
				place = next(place);
			}
			this.table[place] = new Entry<>(key, hash, value);
		});
	}

	@Nullable V get(String text, int start, int end) {
		if (end - start > this.longest) {
			return null;
		}
		long hash = hash(text, start, end);
		int place = place(hash);
		for (Entry<V> entry = this.table[place]; entry != null; entry = this.table[place]) {
			if (entry.hash() == hash && entry.key().length() == end - start && text.startsWith(entry.key(), start)) {
				return entry.value();
			}
			place = next(place);
		}
		return null;
	}

	/**
	 * The shift makes the hash code more than a polynomial. For polynomials, long keys
	 * exist that collide whatever the base is (Thue-Morse sequences).
	 */
	private static long hash(String text, int start, int end) {
		long hash = START;
		for (int i = start; i < end; i++) {
			hash = BASE * (hash ^ text.charAt(i));
			hash ^= hash >>> 32;
		}
		return BASE * hash;
	}

	private int place(long hash) {
		return (int) (hash >>> this.shift);
	}

	private int next(int place) {
		return (place + 1) & (this.table.length - 1);
	}

	private record Entry<V>(String key, long hash, V value) {

	}

}
