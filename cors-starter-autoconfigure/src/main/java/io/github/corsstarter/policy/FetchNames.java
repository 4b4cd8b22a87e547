package io.github.corsstarter.policy;

import java.util.Locale;
import java.util.Set;

/**
 * Checks names of methods and headers: whether they are valid, and whether the Fetch
 * standard treats them specially.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#methods">Fetch, methods</a>
 * @see <a href="https://fetch.spec.whatwg.org/#headers-class">Fetch, headers</a>
 */
public final class FetchNames {

	private static final Set<String> SAFELISTED_METHODS = Set.of("GET", "HEAD", "POST");

	private static final Set<String> FORBIDDEN_METHODS = Set.of("CONNECT", "TRACE", "TRACK");

	private static final Set<String> FORBIDDEN_REQUEST_HEADERS = Set.of("accept-charset", "accept-encoding",
			"access-control-request-headers", "access-control-request-method", "access-control-request-private-network",
			"connection", "content-length", "cookie", "cookie2", "date", "dnt", "expect", "host", "keep-alive",
			"origin", "referer", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "via");

	private static final Set<String> SAFELISTED_REQUEST_HEADERS = Set.of("accept", "accept-language",
			"content-language", "range");

	/** RFC 9110, section 5.6.2. */
	private static final boolean[] TOKEN = new boolean[128];

	static {
		for (char c = '0'; c <= 'z'; c++) {
			TOKEN[c] = (c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a');
		}
		String marks = "!#$%&'*+-.^_`|~";
		for (int i = 0; i < marks.length(); i++) {
			TOKEN[marks.charAt(i)] = true;
		}
	}

	private FetchNames() {
	}

	/**
	 * Whether a character may occur in the name of a method or header.
	 * @param c the character
	 * @return {@code true} if it may
	 */
	public static boolean isTokenCharacter(char c) {
		return c < TOKEN.length && TOKEN[c];
	}

	/**
	 * Whether a text is a valid name of a method or header (an HTTP token).
	 * @param text the text
	 * @return {@code true} if the text is valid; {@code false} if it is empty
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110,
	 * section 5.6.2</a>
	 */
	public static boolean isToken(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isTokenCharacter(text.charAt(i))) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	/**
	 * Whether browsers send a method without a preflight (Fetch, "CORS-safelisted
	 * method").
	 * @param method the method
	 * @return {@code true} if it is CORS-safelisted
	 */
	public static boolean isSafelistedMethod(String method) {
		return SAFELISTED_METHODS.contains(method);
	}

	/**
	 * Whether browsers do not let scripts send a method (Fetch, "forbidden method").
	 * @param method the method, in any case
	 * @return {@code true} if it is forbidden
	 */
	public static boolean isForbiddenMethod(String method) {
		return FORBIDDEN_METHODS.contains(method.toUpperCase(Locale.ROOT));
	}

	/**
	 * Whether browsers send a header without a preflight (Fetch, "CORS-safelisted
	 * request-header"). Only the name is checked. {@code content-type} is not included,
	 * because it is safelisted only with the content types of HTML forms.
	 * @param name the name of the header, in any case
	 * @return {@code true} if it is CORS-safelisted
	 */
	public static boolean isSafelistedRequestHeader(String name) {
		return SAFELISTED_REQUEST_HEADERS.contains(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * Whether browsers do not let scripts set a header (Fetch, "forbidden
	 * request-header"). Only the name is checked.
	 * @param name the name of the header, in any case
	 * @return {@code true} if it is forbidden
	 */
	public static boolean isForbiddenRequestHeader(String name) {
		String lowerCase = name.toLowerCase(Locale.ROOT);
		return FORBIDDEN_REQUEST_HEADERS.contains(lowerCase) || lowerCase.startsWith("sec-")
				|| lowerCase.startsWith("proxy-");
	}

}
