package io.github.corsstarter.origin;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A map from texts that is asked with part of a text, so that nothing has to be copied
 * out of a request to look it up. Immutable and safe for use by many threads.
 *
 * @param <V> the type of the values
 */
public final class SubstringMap<V> {

	/** The odd number nearest to 2^32 divided by the golden ratio: it spreads hashes. */
	private static final int SPREAD = 0x9E3779B9;

	/** A hash table with open addressing, at most half full. */
	private final @Nullable Slot<V>[] table;

	private final int shift;

	/**
	 * Copy a map.
	 * @param map what this map holds
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
	 * Find the value for part of a text.
	 * @param text the text
	 * @param start where the part begins
	 * @param end where the part ends
	 * @param hash the hash code that the part would have as a text of its own, which
	 * callers can make from that of a shorter or longer part
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
	 * Find the value for a whole text.
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
