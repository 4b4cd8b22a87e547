package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.origin.OriginPattern.Kind;

/**
 * The origins that a policy allows, compiled for look-up: exact origins by hash, the rest
 * by pattern. Immutable and safe for use by many threads.
 */
public final class OriginSet {

	private final boolean any;

	private final Set<String> exact;

	private final List<OriginPattern> wildcards;

	private OriginSet(boolean any, Set<String> exact, List<OriginPattern> wildcards) {
		this.any = any;
		this.exact = exact;
		this.wildcards = wildcards;
	}

	/**
	 * Compile patterns.
	 * @param patterns the patterns, in any order
	 * @return the set of the origins that at least one of them matches
	 */
	public static OriginSet of(Collection<OriginPattern> patterns) {
		boolean any = patterns.stream().anyMatch((pattern) -> pattern.kind() == Kind.ANY);
		Set<String> exact = new HashSet<>();
		List<OriginPattern> wildcards = new ArrayList<>();
		for (OriginPattern pattern : patterns) {
			switch (pattern.kind()) {
				case EXACT, OPAQUE -> exact.addAll(pattern.exactOrigins());
				case WILDCARD -> wildcards.add(pattern);
				case ANY, NONE -> {
				}
			}
		}
		return new OriginSet(any, exact, List.copyOf(wildcards));
	}

	/**
	 * Whether every origin is in this set.
	 * @return whether {@code *} is among the patterns
	 */
	public boolean isAny() {
		return this.any;
	}

	/**
	 * Whether an origin is in this set. Takes time linear in its length, whatever it
	 * holds, and never throws.
	 * @param origin the value of an {@code Origin} header
	 * @return whether it is allowed
	 */
	public boolean contains(String origin) {
		if (this.any || this.exact.contains(origin)) {
			return true;
		}
		if (this.wildcards.isEmpty()) {
			return false;
		}
		Origin parsed = Origin.parse(origin);
		if (parsed == null) {
			return false;
		}
		for (OriginPattern wildcard : this.wildcards) {
			if (wildcard.matches(parsed)) {
				return true;
			}
		}
		return false;
	}

}
