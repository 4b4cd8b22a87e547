package io.github.corsstarter.policy;

import java.util.Locale;
import java.util.Set;

/**
 * The names of methods and request headers that browsers treat in a way of their own.
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

	private FetchNames() {
	}

	/**
	 * Fetch, "CORS-safelisted method": browsers send it without asking.
	 * @param method the method
	 * @return whether it is one
	 */
	public static boolean isSafelistedMethod(String method) {
		return SAFELISTED_METHODS.contains(method);
	}

	/**
	 * Fetch, "forbidden method": browsers let no script send it.
	 * @param method the method, in any case
	 * @return whether it is one
	 */
	public static boolean isForbiddenMethod(String method) {
		return FORBIDDEN_METHODS.contains(method.toUpperCase(Locale.ROOT));
	}

	/**
	 * Fetch, "CORS-safelisted request-header", by the name alone: browsers send it
	 * without asking. Not {@code content-type}, which is one only for the types of HTML
	 * forms.
	 * @param name the name of the header, in any case
	 * @return whether it is one
	 */
	public static boolean isSafelistedRequestHeader(String name) {
		return SAFELISTED_REQUEST_HEADERS.contains(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * Fetch, "forbidden request-header", by the name alone: browsers let no script set
	 * it.
	 * @param name the name of the header, in any case
	 * @return whether it is one
	 */
	public static boolean isForbiddenRequestHeader(String name) {
		String lowerCase = name.toLowerCase(Locale.ROOT);
		return FORBIDDEN_REQUEST_HEADERS.contains(lowerCase) || lowerCase.startsWith("sec-")
				|| lowerCase.startsWith("proxy-");
	}

}
