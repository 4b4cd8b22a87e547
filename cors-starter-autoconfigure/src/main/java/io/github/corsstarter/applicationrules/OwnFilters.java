package io.github.corsstarter.applicationrules;

import java.util.List;

/**
 * The filters of the starter. Their names contain {@code Cors}, but they are not other
 * CORS rules of the application.
 */
final class OwnFilters {

	private static final List<String> NAMES = List.of("io.github.corsstarter.web.",
			"io.github.corsstarter.autoconfigure.CorsPage");

	private OwnFilters() {
	}

	/**
	 * Whether a class is a filter of the starter.
	 * @param type the name of the class
	 */
	static boolean contain(String type) {
		return NAMES.stream().anyMatch(type::startsWith);
	}

}
