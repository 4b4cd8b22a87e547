package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.origin.OriginPattern.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Values that belong to origin patterns, compiled for lookup by origin. Exact origins are
 * found by their hash code, all others by the text before and after a wildcard. Immutable
 * and safe for use by many threads.
 *
 * @param <V> the type of the values
 */
public final class OriginMap<V> {

	private final SubstringMap<V> exact;

	private final @Nullable WildcardOrigins<V> wildcards;

	private final @Nullable V other;

	private OriginMap(SubstringMap<V> exact, @Nullable WildcardOrigins<V> wildcards, @Nullable V other) {
		this.exact = exact;
		this.wildcards = wildcards;
		this.other = other;
	}

	/**
	 * Compile patterns.
	 * @param <V> the type of the values
	 * @param patterns the patterns of each value. No origin may match patterns of two
	 * values; {@link OriginOverlaps} checks this. The pattern {@code *} means all origins
	 * that no other pattern matches
	 * @return the map
	 */
	public static <V> OriginMap<V> of(Map<V, ? extends Collection<OriginPattern>> patterns) {
		int count = 0;
		for (Collection<OriginPattern> some : patterns.values()) {
			count += some.size();
		}
		Map<String, V> exact = new HashMap<>(count * 4 / 3 + 1);
		List<Entry<V>> wildcards = new ArrayList<>();
		V other = null;
		for (Map.Entry<V, ? extends Collection<OriginPattern>> some : patterns.entrySet()) {
			V value = some.getKey();
			for (OriginPattern pattern : some.getValue()) {
				if (pattern.kind() == Kind.WILDCARD) {
					wildcards.add(new Entry<>(pattern, value));
				}
				else if (pattern.kind() == Kind.ANY) {
					other = value;
				}
				for (String origin : pattern.exactOrigins()) {
					exact.put(origin, value);
				}
			}
		}
		return new OriginMap<>(new SubstringMap<>(exact), wildcards.isEmpty() ? null : new WildcardOrigins<>(wildcards),
				other);
	}

	/**
	 * Find the value for an origin. The lookup takes time linear in the length of the
	 * origin, whatever this map contains. It allocates nothing and never throws.
	 * @param origin the value of an {@code Origin} header
	 * @return the value, or {@code null} if no pattern matches the origin
	 */
	public @Nullable V get(String origin) {
		V value = this.exact.get(origin);
		if (value == null && this.wildcards != null) {
			value = this.wildcards.get(origin);
		}
		return (value != null) ? value : this.other;
	}

	/**
	 * A pattern and its value.
	 *
	 * @param <V> the type of the value
	 * @param pattern the pattern
	 * @param value the value
	 */
	record Entry<V>(OriginPattern pattern, V value) {

	}

}
