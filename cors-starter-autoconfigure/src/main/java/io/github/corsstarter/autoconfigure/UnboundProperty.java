package io.github.corsstarter.autoconfigure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A property below {@code cors}, as written in one property source.
 *
 * @param path the elements of the name after {@code cors}, as written. An index is a
 * separate element, in brackets
 * @param value the value, with unresolved placeholders
 * @param place the location, as Spring Boot describes it
 * @param source the position of the source; 0 has the highest precedence
 * @param environmentVariable whether the property is an environment variable. Its name
 * cannot contain dashes, and its case has no meaning
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

	UnboundProperty withValue(Object value) {
		return new UnboundProperty(this.path, value, this.place, this.source, this.environmentVariable);
	}

	boolean isOfPolicy() {
		return this.path.size() > 1 && PolicyKey.uniform(this.path.get(0)).equals("policies");
	}

	/** The name, as written, of the policy that this property belongs to. */
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
