package io.github.corsstarter.autoconfigure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A property below {@code cors} as one property source has it.
 *
 * @param path the elements of its name behind {@code cors}, as written; an index is an
 * element of its own, in brackets
 * @param value its value, placeholders not resolved
 * @param place where it was written, as Spring Boot describes it
 * @param source the position of its source, the one with the highest precedence first
 * @param environmentVariable whether it comes from an environment variable, whose name
 * cannot carry dashes or letter case
 */
record UnboundProperty(List<String> path, Object value, @Nullable String place, int source,
		boolean environmentVariable) {

	String name() {
		return name(this.path);
	}

	static String name(List<String> path) {
		StringBuilder name = new StringBuilder("cors");
		for (String element : path) {
			name.append(isIndex(element) ? "" : ".").append(element);
		}
		return name.toString();
	}

	static boolean isIndex(String element) {
		return element.startsWith("[");
	}

	static BigInteger index(String element) {
		return new BigInteger(element.substring(1, element.length() - 1));
	}

	UnboundProperty withPath(List<String> path) {
		return new UnboundProperty(List.copyOf(path), this.value, this.place, this.source, this.environmentVariable);
	}

	boolean isOfPolicy() {
		return this.path.size() > 1 && PolicyKey.uniform(this.path.get(0)).equals("policies");
	}

	/** The name of the policy that this belongs to, as written. */
	@Nullable String policy() {
		return isOfPolicy() ? this.path.get(1) : null;
	}

	static List<String> append(List<String> path, String element) {
		return concat(path, List.of(element));
	}

	static List<String> concat(List<String> first, List<String> second) {
		List<String> all = new ArrayList<>(first);
		all.addAll(second);
		return List.copyOf(all);
	}

}
