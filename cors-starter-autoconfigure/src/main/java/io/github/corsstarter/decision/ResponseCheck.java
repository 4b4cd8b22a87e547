package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.github.corsstarter.policy.FetchNames;
import org.jspecify.annotations.Nullable;

/**
 * Checks a response as a browser does. Immutable.
 *
 * @param origin the origin of the request
 * @param credentials whether the credentials mode of the request is {@code include}. For
 * cross-origin requests, all other modes have the same effect
 * @see <a href="https://fetch.spec.whatwg.org/#cors-check">Fetch, CORS check</a>
 * @see <a href="https://fetch.spec.whatwg.org/#cors-preflight-fetch">Fetch,
 * CORS-preflight fetch</a>
 */
record ResponseCheck(String origin, boolean credentials) {

	/** Fetch, "CORS non-wildcard request-header name". */
	private static final String NON_WILDCARD_NAME = "authorization";

	/**
	 * Fetch, "CORS check".
	 * @return {@link CorsReason#ALLOWED} for success, otherwise the part of the response
	 * that is the cause of the failure
	 */
	CorsReason cors(SentResponse response) {
		// Steps 1 and 2.
		String allowed = get(CorsHeaders.ALLOW_ORIGIN, response);
		if (allowed == null) {
			return CorsReason.ORIGIN_NOT_ALLOWED;
		}
		// Step 3.
		boolean any = allowed.equals("*");
		if (any && !this.credentials) {
			return CorsReason.ALLOWED;
		}
		// Step 4. With credentials, '*' is not a wildcard.
		if (!this.origin.equals(allowed)) {
			return any ? CorsReason.CREDENTIALS_NOT_ALLOWED : CorsReason.ORIGIN_NOT_ALLOWED;
		}
		// Steps 5 to 8.
		return (!this.credentials || "true".equals(get(CorsHeaders.ALLOW_CREDENTIALS, response))) ? CorsReason.ALLOWED
				: CorsReason.CREDENTIALS_NOT_ALLOWED;
	}

	/**
	 * Fetch, "CORS-preflight fetch", steps 7 and 8. The use-CORS-preflight flag, which
	 * browsers set if a page observes the progress of an upload, is not modeled.
	 * @param response the response to the preflight
	 * @param method the method of the request
	 * @param names the "CORS-unsafe request-header names" of the request
	 * @return {@link CorsReason#ALLOWED} if the browser sends the request, otherwise the
	 * part of the response that is the cause of the failure
	 */
	CorsReason preflight(SentResponse response, String method, Collection<String> names) {
		// Step 7: the CORS check, and an ok status.
		CorsReason check = cors(response);
		if (check != CorsReason.ALLOWED) {
			return check;
		}
		if (response.status() < 200 || response.status() > 299) {
			return CorsReason.METHOD_NOT_ALLOWED;
		}
		// Steps 7.1 to 7.3.
		List<String> methods = extract(CorsHeaders.ALLOW_METHODS, response);
		if (methods == null) {
			return CorsReason.METHOD_NOT_ALLOWED;
		}
		if (extract(CorsHeaders.ALLOW_HEADERS, response) == null) {
			return CorsReason.HEADERS_NOT_ALLOWED;
		}
		// Step 7.5.
		if (!methods.contains(method) && !FetchNames.isSafelistedMethod(method)
				&& (this.credentials || !methods.contains("*"))) {
			return CorsReason.METHOD_NOT_ALLOWED;
		}
		return refusedNames(response, names).isEmpty() ? CorsReason.ALLOWED : CorsReason.HEADERS_NOT_ALLOWED;
	}

	/**
	 * Fetch, "CORS-preflight fetch", steps 7.6 and 7.7.
	 * @return the names that the response does not allow; all of them if its list is not
	 * valid
	 */
	List<String> refusedNames(SentResponse response, Collection<String> names) {
		List<String> allowed = extract(CorsHeaders.ALLOW_HEADERS, response);
		if (allowed == null) {
			return List.copyOf(names);
		}
		boolean any = !this.credentials && allowed.contains("*");
		Set<String> listed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		listed.addAll(allowed);
		List<String> refused = new ArrayList<>();
		for (String name : names) {
			boolean nonWildcard = name.toLowerCase(Locale.ROOT).equals(NON_WILDCARD_NAME);
			if (!listed.contains(name) && (nonWildcard || !any)) {
				refused.add(name);
			}
		}
		return refused;
	}

	/**
	 * Fetch, "get" for header lists: the values of all field lines, with commas between
	 * them. White space around each value is not part of it ("normalize").
	 */
	private static @Nullable String get(String name, SentResponse response) {
		StringBuilder combined = null;
		for (String value : response.headers(name)) {
			if (combined == null) {
				combined = new StringBuilder(strip(value));
			}
			else {
				combined.append(", ").append(strip(value));
			}
		}
		return (combined != null) ? combined.toString() : null;
	}

	/**
	 * Fetch, "extract header list values". An absent header is an empty list here,
	 * because the difference matters only with the use-CORS-preflight flag.
	 * @return the values, or {@code null} for failure
	 */
	private static @Nullable List<String> extract(String name, SentResponse response) {
		List<String> values = new ArrayList<>();
		for (String line : response.headers(name)) {
			if (!addElements(line, values)) {
				return null;
			}
		}
		return values;
	}

	/**
	 * Add the elements of a list (RFC 9110, section 5.6.1). Empty elements are ignored.
	 * @return {@code false} if an element is not a token
	 */
	private static boolean addElements(String line, List<String> elements) {
		for (String part : line.split(",", -1)) {
			String element = strip(part);
			if (!element.isEmpty() && !FetchNames.isToken(element)) {
				return false;
			}
			if (!element.isEmpty()) {
				elements.add(element);
			}
		}
		return true;
	}

	/**
	 * The names in the {@code Access-Control-Request-Headers} of a preflight.
	 * @param request the preflight
	 * @param max the maximum length of all field lines together, in characters
	 * @return the names, or {@code null} if the header is longer
	 */
	static @Nullable List<String> requestedNames(CorsRequest request, int max) {
		List<String> names = new ArrayList<>();
		int left = max;
		for (var lines = request.headers(CorsHeaders.REQUEST_HEADERS); lines.hasMoreElements();) {
			String line = lines.nextElement();
			left -= line.length() + 1;
			if (left < 0) {
				return null;
			}
			for (String part : line.split(",", -1)) {
				String name = strip(part);
				if (!name.isEmpty()) {
					names.add(name);
				}
			}
		}
		return names;
	}

	/**
	 * Remove spaces and tabs, which alone can surround a value (RFC 9110, section 5.6.3).
	 */
	private static String strip(String value) {
		int start = 0;
		int end = value.length();
		while (start < end && isSpace(value.charAt(start))) {
			start++;
		}
		while (start < end && isSpace(value.charAt(end - 1))) {
			end--;
		}
		return value.substring(start, end);
	}

	private static boolean isSpace(char c) {
		return c == ' ' || c == '\t';
	}

}
