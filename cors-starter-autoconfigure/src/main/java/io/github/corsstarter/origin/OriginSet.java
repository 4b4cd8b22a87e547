package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.corsstarter.origin.OriginPattern.Kind;

/**
 * The origins that a policy allows, compiled for look-up: exact origins by hash, the rest
 * by the parts of their patterns. Immutable and safe for use by many threads.
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
	 * Compile patterns.
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
	 * Whether an origin is in this set. Takes time linear in its length, whatever it and
	 * this set hold, allocates nothing and never throws.
	 * @param origin the value of an {@code Origin} header
	 * @return whether it is allowed
	 */
	@Override
	public boolean test(String origin) {
		return this.any || this.exact.get(origin) != null || this.wildcards.test(origin);
	}

}
