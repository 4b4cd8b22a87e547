package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The request headers that a response depends on, for {@code Vary}. Decisions share
 * instances, so that the text is created only once. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5">RFC 9110, section
 * 12.5.5</a>
 */
final class VaryHeader {

	/** The response depends on no header. */
	static final VaryHeader NONE = of();

	/** The response depends on the origin. */
	static final VaryHeader ORIGIN = of(CorsHeaders.ORIGIN);

	private final List<String> names;

	private final String value;

	private VaryHeader(List<String> names) {
		this.names = names;
		this.value = String.join(", ", names);
	}

	static VaryHeader of(String... names) {
		return new VaryHeader(List.of(names));
	}

	List<String> names() {
		return this.names;
	}

	/** The names as a list separated by commas; empty if there are none. */
	String value() {
		return this.value;
	}

	/**
	 * Merge the names in a response with the names that a decision adds.
	 * @param present the field lines of the response, each a comma-separated list
	 * @param added the names to add
	 * @return one list, in which each name occurs once; case is ignored. The names that
	 * were present come first. May be empty
	 */
	static String merge(Collection<String> present, Collection<String> added) {
		List<String> names = new ArrayList<>();
		for (String line : present) {
			for (String name : line.split(",", -1)) {
				addName(names, name.strip());
			}
		}
		added.forEach((name) -> addName(names, name));
		return String.join(", ", names);
	}

	private static void addName(List<String> names, String name) {
		if (!name.isEmpty() && names.stream().noneMatch(name::equalsIgnoreCase)) {
			names.add(name);
		}
	}

}
