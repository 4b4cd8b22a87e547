package io.github.corsstarter.origin;

import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;

import io.github.corsstarter.origin.OriginPattern.Kind;

/**
 * The origins that a policy allows, compiled for lookup. Immutable and safe for use by
 * many threads.
 */
final class OriginSet implements Predicate<String> {

	private final boolean any;

	private final OriginMap<Boolean> origins;

	private OriginSet(boolean any, OriginMap<Boolean> origins) {
		this.any = any;
		this.origins = origins;
	}

	/**
	 * Compile patterns into a set.
	 * @param patterns the patterns, in any order
	 * @return the set of the origins that at least one of them matches
	 */
	static OriginSet of(Collection<OriginPattern> patterns) {
		return new OriginSet(hasAny(patterns), OriginMap.of(Map.of(Boolean.TRUE, patterns)));
	}

	private static boolean hasAny(Collection<OriginPattern> patterns) {
		for (OriginPattern pattern : patterns) {
			if (pattern.kind() == Kind.ANY) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether an origin is in this set. The lookup takes time linear in the length of the
	 * origin, whatever this set contains. It allocates nothing and never throws.
	 * @param origin the value of an {@code Origin} header
	 * @return {@code true} if the origin is allowed
	 */
	@Override
	public boolean test(String origin) {
		return this.any || this.origins.get(origin) != null;
	}

}
