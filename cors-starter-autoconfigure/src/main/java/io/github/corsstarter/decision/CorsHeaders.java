package io.github.corsstarter.decision;

import org.jspecify.annotations.Nullable;

/**
 * The names of the headers that the starter uses. Most of them belong to the CORS
 * protocol. The others include Fetch Metadata and the headers in which proxies send the
 * address that the browser sees.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
public final class CorsHeaders {

	/** {@code Cache-Control}. */
	public static final String CACHE_CONTROL = "Cache-Control";

	/** {@code Host}. */
	public static final String HOST = "Host";

	/** {@code Cookie}. */
	public static final String COOKIE = "Cookie";

	/** {@code Vary}. */
	public static final String VARY = "Vary";

	/** {@code Origin}. */
	public static final String ORIGIN = "Origin";

	/** {@code Sec-Fetch-Site}. */
	public static final String SEC_FETCH_SITE = "Sec-Fetch-Site";

	/** {@code Sec-Fetch-Mode}. */
	public static final String SEC_FETCH_MODE = "Sec-Fetch-Mode";

	/** {@code Upgrade}. */
	public static final String UPGRADE = "Upgrade";

	/** {@code Access-Control-Request-Method}. */
	public static final String REQUEST_METHOD = "Access-Control-Request-Method";

	/** {@code Access-Control-Request-Headers}. */
	public static final String REQUEST_HEADERS = "Access-Control-Request-Headers";

	/** {@code Access-Control-Request-Private-Network}. */
	public static final String REQUEST_PRIVATE_NETWORK = "Access-Control-Request-Private-Network";

	/** {@code Access-Control-Allow-Origin}. */
	public static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

	/** {@code Access-Control-Allow-Credentials}. */
	public static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";

	/** {@code Access-Control-Allow-Methods}. */
	public static final String ALLOW_METHODS = "Access-Control-Allow-Methods";

	/** {@code Access-Control-Allow-Headers}. */
	public static final String ALLOW_HEADERS = "Access-Control-Allow-Headers";

	/** {@code Access-Control-Allow-Private-Network}. */
	public static final String ALLOW_PRIVATE_NETWORK = "Access-Control-Allow-Private-Network";

	/** {@code Access-Control-Expose-Headers}. */
	public static final String EXPOSE_HEADERS = "Access-Control-Expose-Headers";

	/** {@code Access-Control-Max-Age}. */
	public static final String MAX_AGE = "Access-Control-Max-Age";

	/** {@code Timing-Allow-Origin}. */
	public static final String TIMING_ALLOW_ORIGIN = "Timing-Allow-Origin";

	/** {@code Forwarded}. */
	public static final String FORWARDED = "Forwarded";

	/** {@code X-Forwarded-Host}. */
	public static final String FORWARDED_HOST = "X-Forwarded-Host";

	/** {@code X-Forwarded-Proto}. */
	public static final String FORWARDED_PROTO = "X-Forwarded-Proto";

	/** {@code X-Forwarded-Port}. */
	public static final String FORWARDED_PORT = "X-Forwarded-Port";

	private static final String PREFIX = "Access-Control-";

	private CorsHeaders() {
	}

	/**
	 * Whether a header belongs to the CORS protocol.
	 * @param name the name of the header, in any case; may be {@code null}, because
	 * containers ignore a header without a name
	 * @return whether the name begins with {@code Access-Control-}
	 */
	public static boolean isCors(@Nullable String name) {
		// Most header names already differ in the first letter.
		return name != null && name.length() >= PREFIX.length() && (name.charAt(0) | ' ') == 'a'
				&& name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
	}

}
