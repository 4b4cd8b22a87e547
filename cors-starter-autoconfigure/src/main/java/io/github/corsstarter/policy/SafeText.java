package io.github.corsstarter.policy;

/**
 * Makes text from clients and from configurations safe to show in logs, messages and
 * JSON: what could end a line, hide, or change the direction of text is escaped, and long
 * text is cut.
 */
public final class SafeText {

	/** How much of a client's text is shown, in characters. */
	public static final int MAX_CLIENT_LENGTH = 200;

	private static final int MAX_CONFIGURED_LENGTH = 400;

	private SafeText() {
	}

	/**
	 * Make a client's text safe. Only printable ASCII is shown as it is, so that one
	 * letter cannot pass for another.
	 * @param text what the client sent
	 * @return the text with every other character escaped, cut to
	 * {@value #MAX_CLIENT_LENGTH} characters of the original
	 */
	public static String ofClient(String text) {
		return escape(text, MAX_CLIENT_LENGTH, false);
	}

	/**
	 * Make a text from a configuration safe. Letters and digits of every script are shown
	 * as they are.
	 * @param text the text, as configured
	 * @return the text with every other character escaped, cut to 400 characters of the
	 * original
	 */
	public static String ofConfiguration(String text) {
		return escape(text, MAX_CONFIGURED_LENGTH, true);
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
