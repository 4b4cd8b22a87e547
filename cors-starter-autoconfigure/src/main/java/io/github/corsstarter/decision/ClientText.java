package io.github.corsstarter.decision;

/**
 * Text that a client sent, made safe to show: control characters escaped, the rest cut.
 */
public final class ClientText {

	/** How much of a client's text is shown, in characters. */
	public static final int MAX_LENGTH = 200;

	private ClientText() {
	}

	/**
	 * Make a text safe to show in logs, messages and JSON.
	 * @param text what the client sent
	 * @return the text with everything but printable ASCII escaped, cut to 200 of its
	 * characters
	 */
	public static String show(String text) {
		StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 16);
		for (int i = 0; i < text.length() && i < MAX_LENGTH; i++) {
			char c = text.charAt(i);
			if (c < ' ' || c > '~') {
				shown.append(String.format("\\u%04x", (int) c));
			}
			else {
				shown.append(c);
			}
		}
		return (text.length() > MAX_LENGTH) ? shown.append("...").toString() : shown.toString();
	}

}
