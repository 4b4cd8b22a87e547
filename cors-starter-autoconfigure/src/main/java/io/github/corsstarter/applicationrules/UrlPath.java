package io.github.corsstarter.applicationrules;

/**
 * Paths in properties.
 */
final class UrlPath {

	private UrlPath() {
	}

	/**
	 * Bring a path into the form in which paths can be joined.
	 * @return the path with a slash at its beginning and none at its end, or an empty
	 * string
	 */
	static String normalize(String path) {
		String start = (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
		return start.endsWith("/") ? start.substring(0, start.length() - 1) : start;
	}

}
