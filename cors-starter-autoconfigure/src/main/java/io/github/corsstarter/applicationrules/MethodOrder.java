package io.github.corsstarter.applicationrules;

import java.util.Comparator;
import java.util.List;

/**
 * The order in which methods are written: the usual ones first.
 */
enum MethodOrder implements Comparator<String> {

	INSTANCE;

	private static final List<String> USUAL = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

	@Override
	public int compare(String method, String other) {
		int difference = Integer.compare(rank(method), rank(other));
		return (difference != 0) ? difference : method.compareTo(other);
	}

	private static int rank(String method) {
		int index = USUAL.indexOf(method);
		return (index != -1) ? index : USUAL.size();
	}

}
