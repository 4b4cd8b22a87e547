package io.github.corsstarter.decision;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Compares an {@code Origin} header with the address that the request was sent to.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/browsers.html#same-origin">HTML,
 * same origin</a>
 */
final class OwnOrigin {

	private static final String SCHEME_SEPARATOR = "://";

	private static final int NO_PORT = -1;

	private static final int MAX_PORT_DIGITS = 5;

	private OwnOrigin() {
	}

	/**
	 * Whether an {@code Origin} header and an address have the same scheme, host and
	 * port. Accepts any arguments and never throws an exception.
	 * @param origin the value of the {@code Origin} header
	 * @param scheme the scheme of the address; {@code ws} and {@code wss} are treated as
	 * {@code http} and {@code https}
	 * @param host the host of the address; an IPv6 address may have brackets or not. Case
	 * is ignored, because people may type the {@code Host} header by hand
	 * @param port the port of the address, or a number below 1 for the default port of
	 * the scheme
	 * @return {@code true} if they are the same origin
	 */
	static boolean isSame(String origin, @Nullable String scheme, @Nullable String host, int port) {
		if (scheme == null || host == null || host.isEmpty() || scheme.isEmpty()) {
			return false;
		}
		// Some proxies report ws and wss for WebSocket handshakes. The origin of a page
		// never has these schemes.
		if (scheme.equals("wss") || scheme.equals("ws")) {
			return isSame(origin, scheme.equals("wss") ? "https" : "http", host, port);
		}
		int hostStart = scheme.length() + SCHEME_SEPARATOR.length();
		// Some servers report an IPv6 address without its brackets.
		boolean bracketsAreMissing = host.indexOf(':') != -1 && host.charAt(0) != '[';
		int hostEnd = hostStart + host.length() + (bracketsAreMissing ? 2 : 0);
		// Most origins differ, and the character at the expected end of the host already
		// shows it. The other methods rely on the length that it implies.
		return endsAt(origin, hostEnd) && startsWithIgnoreCase(origin, 0, scheme)
				&& origin.startsWith(SCHEME_SEPARATOR, scheme.length())
				&& (bracketsAreMissing ? isInBrackets(origin, hostStart, hostEnd, host)
						: startsWithIgnoreCase(origin, hostStart, host))
				&& isSamePort(origin, hostEnd, scheme, port);
	}

	private static boolean endsAt(String origin, int hostEnd) {
		return origin.length() == hostEnd || (origin.length() > hostEnd && origin.charAt(hostEnd) == ':');
	}

	private static boolean isInBrackets(String origin, int start, int end, String host) {
		return origin.charAt(start) == '[' && origin.charAt(end - 1) == ']'
				&& startsWithIgnoreCase(origin, start + 1, host);
	}

	private static boolean startsWithIgnoreCase(String text, int offset, String prefix) {
		for (int i = 0; i < prefix.length(); i++) {
			if (toLowerCase(text.charAt(offset + i)) != toLowerCase(prefix.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Converts ASCII letters only. Another letter that folds to an ASCII letter belongs
	 * to another host.
	 */
	private static char toLowerCase(char c) {
		return (c >= 'A' && c <= 'Z') ? (char) (c + ('a' - 'A')) : c;
	}

	private static boolean isSamePort(String origin, int hostEnd, String scheme, int port) {
		// This copies nothing if the scheme is already in lower case. Only a scheme from
		// a forwarded header can contain upper-case letters.
		int defaultPort = defaultPort(scheme.toLowerCase(Locale.ROOT));
		int ownPort = (port > 0) ? port : defaultPort;
		return (hostEnd == origin.length()) ? ownPort == defaultPort : isPort(origin, hostEnd + 1, ownPort);
	}

	/**
	 * Whether the rest of a text is a port as browsers write it, without leading zeros.
	 */
	private static boolean isPort(String text, int start, int port) {
		if (start == text.length() || text.length() - start > MAX_PORT_DIGITS || text.charAt(start) == '0') {
			return false;
		}
		int number = 0;
		for (int i = start; i < text.length(); i++) {
			char digit = text.charAt(i);
			if (digit < '0' || digit > '9') {
				return false;
			}
			number = 10 * number + (digit - '0');
		}
		return number == port;
	}

	private static int defaultPort(String scheme) {
		return switch (scheme) {
			case "http" -> 80;
			case "https" -> 443;
			default -> NO_PORT;
		};
	}

}
