package io.github.corsstarter.applicationrules;

/**
 * Normalizes paths from properties.
 */
final class UrlPath {

	private UrlPath() {
	}

	/**
	 * Normalize a path, so that it can be joined with others.
	 * @return the path, which starts with a slash and does not end with one, or an empty
	 * string
	 */
	static String normalize(String path) {
		String start = (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
		return start.endsWith("/") ? start.substring(0, start.length() - 1) : start;
	}

}
