package io.github.corsstarter.origin;

import java.util.List;

/**
 * The slow, obvious twin of {@link OriginSet}: asks one pattern after the other.
 */
record LinearOrigins(List<OriginPattern> patterns) implements Origins {

	@Override
	public boolean contains(String origin) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(origin));
	}

}
