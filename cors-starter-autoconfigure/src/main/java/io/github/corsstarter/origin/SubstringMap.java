package io.github.corsstarter.origin;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A map with string keys that can look up part of a string without copying it. Immutable
 * and safe for use by many threads.
 *
 * @param <V> the type of the values
 */
public final class SubstringMap<V> {

	/**
	 * The odd number nearest to 2^32 divided by the golden ratio. Multiplying by it
	 * spreads hash codes.
	 */
	private static final int SPREAD = 0x9E3779B9;

	/** A hash table with open addressing, at most half full. */
	private final @Nullable Slot<V>[] table;

	private final int shift;

	/**
	 * Copy a map.
	 * @param map the entries to copy
	 */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	public SubstringMap(Map<String, V> map) {
		int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, map.size()));
		this.table = new Slot[1 << (bits + 1)];
		this.shift = 32 - (bits + 1);
		map.forEach((key, value) -> {
			int slot = slot(key.hashCode());
			while (this.table[slot] != null) {
				slot = next(slot);
			}
			this.table[slot] = new Slot<>(key, key.hashCode(), value);
		});
	}

	/**
	 * Find the value whose key equals part of a text.
	 * @param text the text
	 * @param start the index of the first character of the part
	 * @param end the index after the last character of the part
	 * @param hash the hash code of the part as a separate string. Callers can compute it
	 * from the hash code of a shorter or longer part
	 * @return the value, or {@code null} if there is none
	 * @see String#hashCode()
	 */
	public @Nullable V get(String text, int start, int end, int hash) {
		int slot = slot(hash);
		for (Slot<V> found = this.table[slot]; found != null; found = this.table[slot]) {
			if (found.hash() == hash && found.key().length() == end - start && text.startsWith(found.key(), start)) {
				return found.value();
			}
			slot = next(slot);
		}
		return null;
	}

	/**
	 * Find the value whose key equals a text.
	 * @param text the text
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable V get(String text) {
		int hash = text.hashCode();
		int slot = slot(hash);
		for (Slot<V> found = this.table[slot]; found != null; found = this.table[slot]) {
			if (found.hash() == hash && found.key().equals(text)) {
				return found.value();
			}
			slot = next(slot);
		}
		return null;
	}

	private int slot(int hash) {
		return (hash * SPREAD) >>> this.shift;
	}

	private int next(int slot) {
		return (slot + 1) & (this.table.length - 1);
	}

	private record Slot<V>(String key, int hash, V value) {
	}

}
