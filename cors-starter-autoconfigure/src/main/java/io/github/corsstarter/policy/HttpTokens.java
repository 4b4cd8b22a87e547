package io.github.corsstarter.policy;

/**
 * The characters of method and header names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110, section
 * 5.6.2</a>
 */
public final class HttpTokens {

	private static final boolean[] TOKEN = new boolean[128];

	static {
		for (char c = '0'; c <= 'z'; c++) {
			TOKEN[c] = (c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a');
		}
		"!#$%&'*+-.^_`|~".chars().forEach((c) -> TOKEN[c] = true);
	}

	private HttpTokens() {
	}

	/**
	 * Whether a character may occur in a token.
	 * @param c the character
	 * @return whether it may
	 */
	public static boolean isTokenCharacter(char c) {
		return c < TOKEN.length && TOKEN[c];
	}

	/**
	 * Whether a text is a token.
	 * @param text the text
	 * @return whether it is, which an empty text is not
	 */
	public static boolean isToken(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isTokenCharacter(text.charAt(i))) {
				return false;
			}
		}
		return !text.isEmpty();
	}

}
