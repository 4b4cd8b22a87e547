package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.corsstarter.origin.OriginPattern.Kind;

/**
 * The origins that a policy allows, compiled for lookup. Exact origins are found by their
 * hash code, all others by the text before and after a wildcard. Immutable and safe for
 * use by many threads.
 */
final class OriginSet implements Predicate<String> {

	private final boolean any;

	private final SubstringMap<Boolean> exact;

	private final Predicate<String> wildcards;

	private OriginSet(boolean any, SubstringMap<Boolean> exact, Predicate<String> wildcards) {
		this.any = any;
		this.exact = exact;
		this.wildcards = wildcards;
	}

	/**
	 * Compile patterns into a set.
	 * @param patterns the patterns, in any order
	 * @return the set of the origins that at least one of them matches
	 */
	static OriginSet of(Collection<OriginPattern> patterns) {
		boolean any = patterns.stream().anyMatch((pattern) -> pattern.kind() == Kind.ANY);
		Map<String, Boolean> exact = new HashMap<>();
		List<OriginPattern> wildcards = new ArrayList<>();
		for (OriginPattern pattern : patterns) {
			switch (pattern.kind()) {
				case EXACT, OPAQUE -> pattern.exactOrigins().forEach((origin) -> exact.put(origin, Boolean.TRUE));
				case WILDCARD -> wildcards.add(pattern);
				case ANY, NONE -> {
				}
			}
		}
		return new OriginSet(any, new SubstringMap<>(exact),
				wildcards.isEmpty() ? (origin) -> false : new WildcardOrigins(wildcards));
	}

	/**
	 * Whether an origin is in this set. The lookup takes time linear in the length of the
	 * origin, whatever this set contains. It allocates nothing and never throws.
	 * @param origin the value of an {@code Origin} header
	 * @return {@code true} if the origin is allowed
	 */
	@Override
	public boolean test(String origin) {
		return this.any || this.exact.get(origin) != null || this.wildcards.test(origin);
	}

}
