package io.github.corsstarter.origin;

import org.jspecify.annotations.Nullable;

/**
 * The origin of a request, parsed leniently. Every tuple origin that a browser serializes
 * can be parsed. A text that cannot be parsed matches no pattern with a host. The host
 * can be any text, because browsers send unusual hosts ({@code a..b}, trailing dots,
 * {@code _}). Immutable.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/browsers.html#origin">HTML,
 * serialization of an origin</a>
 */
final class Origin {

	static final int NO_PORT = -1;

	static final int INVALID_PORT = -2;

	private static final int MAX_PORT = 65535;

	private static final String SCHEME_SEPARATOR = "://";

	private final String value;

	private final int hostStart;

	private final int hostEnd;

	private final int port;

	private Origin(String value, int hostStart, int hostEnd, int port) {
		this.value = value;
		this.hostStart = hostStart;
		this.hostEnd = hostEnd;
		this.port = port;
	}

	/**
	 * Parse the value of an {@code Origin} header.
	 * @param value the value of the header
	 * @return the origin, or {@code null} if the value does not have a scheme and a host,
	 * or has an invalid port. The opaque origin {@code null} gives {@code null}
	 */
	static @Nullable Origin parse(String value) {
		int hostStart = hostStart(value);
		int hostEnd = (hostStart != -1) ? hostEnd(value, hostStart) : -1;
		if (hostEnd <= hostStart) {
			return null;
		}
		int port = port(value, hostEnd);
		return (port != INVALID_PORT) ? new Origin(value, hostStart, hostEnd, port) : null;
	}

	/**
	 * Find the index at which the host begins.
	 * @return the index, or -1 if there is no scheme
	 */
	static int hostStart(String value) {
		int schemeEnd = value.indexOf(SCHEME_SEPARATOR);
		return (schemeEnd > 0) ? schemeEnd + SCHEME_SEPARATOR.length() : -1;
	}

	/**
	 * Find the index after the last character of the host.
	 * @return the index, or 0 if the closing bracket is missing
	 */
	static int hostEnd(String value, int hostStart) {
		if (hostStart < value.length() && value.charAt(hostStart) == '[') {
			return value.indexOf(']', hostStart) + 1;
		}
		int colon = value.indexOf(':', hostStart);
		return (colon != -1) ? colon : value.length();
	}

	/**
	 * Parse the port after the host.
	 * @return the port, {@link #NO_PORT} or {@link #INVALID_PORT}
	 */
	static int port(String value, int hostEnd) {
		if (hostEnd == value.length()) {
			return NO_PORT;
		}
		if (hostEnd <= 0 || value.charAt(hostEnd) != ':') {
			return INVALID_PORT;
		}
		return parsePort(value, hostEnd + 1, value.length());
	}

	/**
	 * Parse a port as URLs serialize it: a decimal number from 1 to 65535 without leading
	 * zeros.
	 * @return the port, or {@link #INVALID_PORT}
	 */
	static int parsePort(String text, int start, int end) {
		if (end - start < 1 || end - start > 5 || text.charAt(start) == '0') {
			return INVALID_PORT;
		}
		int port = 0;
		for (int i = start; i < end; i++) {
			char digit = text.charAt(i);
			if (digit < '0' || digit > '9') {
				return INVALID_PORT;
			}
			port = 10 * port + (digit - '0');
		}
		return (port <= MAX_PORT) ? port : INVALID_PORT;
	}

	/**
	 * The default port of a scheme, which browsers leave out.
	 * @return the port, or {@link #NO_PORT} if the scheme has none
	 * @see <a href="https://url.spec.whatwg.org/#default-port">URL, default port</a>
	 */
	static int defaultPort(String scheme) {
		return switch (scheme) {
			case "http" -> 80;
			case "https" -> 443;
			case "ftp" -> 21;
			default -> NO_PORT;
		};
	}

	String value() {
		return this.value;
	}

	boolean hasScheme(String scheme) {
		return this.hostStart == scheme.length() + SCHEME_SEPARATOR.length() && this.value.startsWith(scheme);
	}

	int hostStart() {
		return this.hostStart;
	}

	int hostEnd() {
		return this.hostEnd;
	}

	/**
	 * The port as written, or {@link #NO_PORT} if there is none.
	 */
	int port() {
		return this.port;
	}

	@Override
	public String toString() {
		return this.value;
	}

}
