package io.github.corsstarter.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The browser's side of the CORS protocol, transcribed from the Fetch standard.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
final class CorsProtocol {

	private static final Set<String> SAFELISTED_METHODS = Set.of("GET", "HEAD", "POST");

	private static final Set<String> SAFELISTED_RESPONSE_HEADERS = Set.of("cache-control", "content-language",
			"content-length", "content-type", "expires", "last-modified", "pragma");

	private static final Set<String> SAFELISTED_CONTENT_TYPES = Set.of("application/x-www-form-urlencoded",
			"multipart/form-data", "text/plain");

	private static final Set<String> FORBIDDEN_RESPONSE_HEADERS = Set.of("set-cookie", "set-cookie2");

	private CorsProtocol() {
	}

	/**
	 * Fetch, "CORS-safelisted method".
	 */
	static boolean isSafelistedMethod(String method) {
		return SAFELISTED_METHODS.contains(method);
	}

	/**
	 * Fetch, "CORS non-wildcard request-header name".
	 */
	static boolean isNonWildcard(String header) {
		return header.equalsIgnoreCase("authorization");
	}

	/**
	 * Fetch, "CORS-unsafe request-header names": in lower case, sorted.
	 */
	static Set<String> unsafeHeaders(Map<String, String> headers) {
		Set<String> unsafe = new TreeSet<>();
		Set<String> potentiallyUnsafe = new TreeSet<>();
		int size = 0;
		for (Map.Entry<String, String> header : headers.entrySet()) {
			String name = header.getKey().toLowerCase(Locale.ROOT);
			if (isSafelisted(name, header.getValue())) {
				potentiallyUnsafe.add(name);
				size += header.getValue().length();
			}
			else {
				unsafe.add(name);
			}
		}
		if (size > 1024) {
			unsafe.addAll(potentiallyUnsafe);
		}
		return unsafe;
	}

	/**
	 * Fetch, "CORS-safelisted request-header".
	 */
	private static boolean isSafelisted(String name, String value) {
		if (value.length() > 128) {
			return false;
		}
		return switch (name) {
			case "accept" -> !hasUnsafeCharacter(value);
			case "accept-language", "content-language" -> value.matches("[0-9A-Za-z *,\\-.;=]*");
			case "content-type" -> !hasUnsafeCharacter(value)
					&& SAFELISTED_CONTENT_TYPES.contains(value.split(";")[0].strip().toLowerCase(Locale.ROOT));
			case "range" -> value.matches("bytes=[0-9]+-[0-9]*");
			default -> false;
		};
	}

	/**
	 * Fetch, "CORS-unsafe request-header byte".
	 */
	private static boolean hasUnsafeCharacter(String value) {
		return value.chars().anyMatch((c) -> (c < ' ' && c != '\t') || "\"():<>?@[\\]{}\u007F".indexOf(c) != -1);
	}

	/**
	 * Fetch, "CORS check".
	 * @return the error, or {@code null} if the check succeeds
	 */
	static String corsCheck(Exchange exchange, String origin, boolean credentials) {
		String allowed = exchange.responseHeader("Access-Control-Allow-Origin");
		if (allowed == null) {
			return "no Access-Control-Allow-Origin";
		}
		if (!credentials && allowed.equals("*")) {
			return null;
		}
		if (!allowed.equals(origin)) {
			return "Access-Control-Allow-Origin is " + allowed + ", not " + origin;
		}
		if (credentials && !"true".equals(exchange.responseHeader("Access-Control-Allow-Credentials"))) {
			return "no Access-Control-Allow-Credentials";
		}
		return null;
	}

	/**
	 * Fetch, "CORS-preflight fetch", step 7, after the CORS check.
	 * @return the error, or {@code null} if the checks succeed
	 */
	static String preflightCheck(Exchange exchange, String method, Collection<String> headers, boolean credentials) {
		if (exchange.status() < 200 || exchange.status() > 299) {
			return "preflight status " + exchange.status();
		}
		List<String> methods = list(exchange, "Access-Control-Allow-Methods");
		List<String> names = list(exchange, "Access-Control-Allow-Headers");
		if (methods == null || names == null) {
			return "preflight headers that are no lists";
		}
		if (!methods.contains(method) && !isSafelistedMethod(method) && (credentials || !methods.contains("*"))) {
			return "method " + method + " not in " + methods;
		}
		for (String header : headers) {
			boolean wildcard = names.contains("*") && !credentials && !isNonWildcard(header);
			if (!wildcard && names.stream().noneMatch(header::equalsIgnoreCase)) {
				return "header " + header + " not in " + names;
			}
		}
		return null;
	}

	/**
	 * Fetch, "extract header list values", for lists of tokens.
	 * @return the elements, or {@code null} for a failure
	 */
	static List<String> list(Exchange exchange, String header) {
		List<String> elements = new ArrayList<>();
		for (String line : exchange.responseHeaders().allValues(header)) {
			for (String element : line.split(",")) {
				String token = element.strip();
				if (!token.matches("[!#$%&'*+\\-.^_`|~0-9A-Za-z]*")) {
					return null;
				}
				if (!token.isEmpty()) {
					elements.add(token);
				}
			}
		}
		return elements;
	}

	/**
	 * Fetch, "CORS filtered response".
	 */
	static boolean isReadable(String header, Exchange exchange, boolean credentials) {
		if (FORBIDDEN_RESPONSE_HEADERS.contains(header)) {
			return false;
		}
		List<String> exposed = list(exchange, "Access-Control-Expose-Headers");
		return SAFELISTED_RESPONSE_HEADERS.contains(header) || (exposed != null
				&& (exposed.stream().anyMatch(header::equalsIgnoreCase) || (!credentials && exposed.contains("*"))));
	}

}
