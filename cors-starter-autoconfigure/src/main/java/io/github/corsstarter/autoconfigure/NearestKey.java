package io.github.corsstarter.autoconfigure;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the known key that an unknown key most likely means.
 */
final class NearestKey {

	/** Common mistakes, and names that other products use for these keys. */
	private static final Map<String, String> SYNONYMS = Map.ofEntries(
			Map.entry("allowedoriginpatterns", "allowed-origins"), Map.entry("allowedoriginpattern", "allowed-origins"),
			Map.entry("origins", "allowed-origins"), Map.entry("methods", "allowed-methods"),
			Map.entry("headers", "allowed-headers"), Map.entry("exposeheaders", "exposed-headers"),
			Map.entry("allowedcredentials", "allow-credentials"), Map.entry("credentials", "allow-credentials"),
			Map.entry("accesscontrolallowcredentials", "allow-credentials"), Map.entry("pathpatterns", "paths"),
			Map.entry("mapping", "paths"), Map.entry("mappings", "paths"), Map.entry("pattern", "paths"),
			Map.entry("timingalloworigin", "allow-timing"), Map.entry("timing", "allow-timing"),
			Map.entry("privatenetwork", "allow-private-network"), Map.entry("ondenied", "on-disallowed"),
			Map.entry("policy", "policies"), Map.entry("default", "defaults"));

	private NearestKey() {
	}

	/**
	 * Find the candidate that an unknown name most likely means.
	 * @return the candidate, or {@code null} if no candidate is similar enough
	 */
	static @Nullable String find(String unknown, Collection<String> candidates) {
		String uniform = PolicyKey.uniform(unknown);
		String synonym = SYNONYMS.get(uniform);
		if (synonym != null && candidates.contains(synonym)) {
			return synonym;
		}
		String nearest = null;
		int smallest = Math.max(2, uniform.length() / 3) + 1;
		for (String candidate : candidates) {
			int distance = distance(uniform, PolicyKey.uniform(candidate));
			if (distance < smallest) {
				nearest = candidate;
				smallest = distance;
			}
		}
		return nearest;
	}

	/**
	 * The number of insertions, deletions and replacements that turn one short word into
	 * another.
	 */
	private static int distance(String from, String to) {
		int[] previous = new int[to.length() + 1];
		for (int j = 0; j <= to.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= from.length(); i++) {
			int[] current = new int[to.length() + 1];
			current[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int replaced = previous[j - 1] + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[to.length()];
	}

}
