package io.github.corsstarter.origin;

import java.util.List;
import java.util.function.Predicate;

/**
 * The slow, obvious equivalent of {@link OriginSet}, which tries one pattern after the
 * other.
 */
record LinearOrigins(List<OriginPattern> patterns) implements Predicate<String> {

	@Override
	public boolean test(String origin) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(origin));
	}

}
