package io.github.corsstarter.policy;

/**
 * Makes text from clients and from configurations safe to show in logs, messages and
 * JSON. It escapes characters that could end a line, hide text or change its direction,
 * and truncates long text.
 */
public final class SafeText {

	/** The number of characters of a client's text that are shown. */
	public static final int MAX_CLIENT_LENGTH = 200;

	private static final int MAX_CONFIGURED_LENGTH = 400;

	private SafeText() {
	}

	/**
	 * Make a client's text safe. All characters except printable ASCII are escaped,
	 * including letters that look like ASCII letters.
	 * @param text the text from the client
	 * @return the escaped text, truncated after {@value #MAX_CLIENT_LENGTH} characters of
	 * the original
	 */
	public static String ofClient(String text) {
		return escape(text, MAX_CLIENT_LENGTH, false);
	}

	/**
	 * Make a client's path safe. Path parameters are left out, because they may contain
	 * secrets, such as the identifier of a session.
	 * @param path the path from the client, encoded
	 * @return the path without path parameters, escaped and truncated like other text
	 */
	public static String ofPath(String path) {
		return ofClient(withoutParameters(path));
	}

	/**
	 * Remove the path parameters of a path.
	 * @param path the path, encoded
	 * @return the path without path parameters
	 */
	public static String withoutParameters(String path) {
		return (path.indexOf(';') != -1) ? path.replaceAll(";[^/]*", "") : path;
	}

	/**
	 * Make a text from a configuration safe. All characters are escaped except printable
	 * ASCII and the letters and digits of all scripts.
	 * @param text the text, as configured
	 * @return the escaped text, truncated after 400 characters of the original
	 */
	public static String ofConfiguration(String text) {
		return escape(text, MAX_CONFIGURED_LENGTH, true);
	}

	/**
	 * Make a text from a configuration safe, however long it is.
	 * @param text the text
	 * @return the text, escaped like other text from a configuration
	 */
	public static String withoutLimit(String text) {
		return escape(text, Integer.MAX_VALUE, true);
	}

	private static String escape(String text, int maxLength, boolean letters) {
		StringBuilder safe = new StringBuilder(Math.min(text.length(), maxLength) + 16);
		for (int i = 0; i < text.length() && i < maxLength; i++) {
			char c = text.charAt(i);
			if ((c >= ' ' && c <= '~') || (letters && Character.isLetterOrDigit(c))) {
				safe.append(c);
			}
			else {
				safe.append(String.format("\\u%04x", (int) c));
			}
		}
		return (text.length() > maxLength) ? safe.append("...").toString() : safe.toString();
	}

}
