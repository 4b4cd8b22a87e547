package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.corsstarter.origin.OriginPattern.Ports;
import org.jspecify.annotations.Nullable;

/**
 * The strict parser of {@link OriginPattern#parse(String)}. It accepts an origin only in
 * the form in which browsers serialize it (HTML, "serialization of an origin"; URL, "host
 * serializing"), because a value in any other form can never match.
 */
final class OriginPatternParser {

	private static final int MAX_HOST_LENGTH = 253;

	private static final int MAX_LABEL_LENGTH = 63;

	static final String SCHEME_SEPARATOR = "://";

	private OriginPatternParser() {
	}

	static OriginPattern parse(String text) {
		OriginProblem problem;
		try {
			return parseStrictly(text);
		}
		catch (Refusal refusal) {
			problem = refusal.problem;
		}
		throw new InvalidOriginPatternException(problem, OriginSuggestions.suggest(text));
	}

	private static OriginPattern parseStrictly(String text) throws Refusal {
		refuseForeignCharacters(text);
		int schemeEnd = text.indexOf(SCHEME_SEPARATOR);
		if (schemeEnd <= 0) {
			throw new Refusal(OriginProblem.MISSING_SCHEME);
		}
		String scheme = text.substring(0, schemeEnd);
		refuseInvalidScheme(scheme);
		String rest = text.substring(schemeEnd + SCHEME_SEPARATOR.length());
		refuseUrlParts(rest);
		if (isWeb(scheme) && !rest.equals(rest.toLowerCase(Locale.ROOT))) {
			throw new Refusal(OriginProblem.UPPER_CASE);
		}
		int hostEnd = hostEnd(rest);
		HostPattern host = parseHost(rest.substring(0, hostEnd), isWeb(scheme));
		return OriginPattern.of(text, shared(scheme), text.length() - rest.length() + hostEnd, host,
				parsePorts(rest.substring(hostEnd), scheme));
	}

	/**
	 * A policy can have a hundred thousand origins, but they have only a few schemes.
	 * Share one string for each common scheme.
	 */
	private static String shared(String scheme) {
		return switch (scheme) {
			case "https" -> "https";
			case "http" -> "http";
			default -> scheme;
		};
	}

	private static void refuseForeignCharacters(String text) throws Refusal {
		if (text.isEmpty()) {
			throw new Refusal(OriginProblem.EMPTY);
		}
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c <= ' ' || c == 0x7F || Character.isWhitespace(c) || Character.isSpaceChar(c)
					|| Character.isISOControl(c)) {
				throw new Refusal(OriginProblem.WHITE_SPACE);
			}
		}
		if (looksLikeRegularExpression(text)) {
			throw new Refusal(OriginProblem.REGULAR_EXPRESSION);
		}
	}

	static boolean looksLikeRegularExpression(String text) {
		for (int i = 0; i < text.length(); i++) {
			if ("\\^$()|{}".indexOf(text.charAt(i)) != -1 || isAnyText(text, i)) {
				return true;
			}
		}
		return text.contains("]+") || text.contains("]*") || text.contains("https?:");
	}

	/**
	 * Whether {@code .*} or {@code .+} begins at an index, which shows that a text is a
	 * regular expression. In {@code example.*}, {@code *} is a misplaced wildcard.
	 */
	private static boolean isAnyText(String text, int index) {
		if (text.startsWith(".*", index)) {
			char before = (index > 0) ? text.charAt(index - 1) : ' ';
			return before != '*' && !(before < 0x80 && Character.isLetterOrDigit(before));
		}
		return text.startsWith(".+", index);
	}

	private static void refuseInvalidScheme(String scheme) throws Refusal {
		if (!scheme.equals(scheme.toLowerCase(Locale.ROOT))) {
			throw new Refusal(OriginProblem.UPPER_CASE);
		}
		for (int i = 0; i < scheme.length(); i++) {
			char c = scheme.charAt(i);
			boolean letter = c >= 'a' && c <= 'z';
			boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
			if (!letter && (i == 0 || !other)) {
				throw new Refusal(OriginProblem.INVALID_SCHEME);
			}
		}
		if (scheme.equals("file")) {
			throw new Refusal(OriginProblem.FILE_SCHEME);
		}
		if (isWebSocket(scheme)) {
			throw new Refusal(OriginProblem.WEBSOCKET_SCHEME);
		}
	}

	/** Whether web sites have this scheme, so that browsers normalize the host. */
	static boolean isWeb(String scheme) {
		return scheme.equals("http") || scheme.equals("https");
	}

	static boolean isWebSocket(String scheme) {
		return scheme.equals("ws") || scheme.equals("wss");
	}

	private static void refuseUrlParts(String rest) throws Refusal {
		if (rest.isEmpty()) {
			throw new Refusal(OriginProblem.MISSING_HOST);
		}
		int slash = rest.indexOf('/');
		int query = rest.indexOf('?');
		int fragment = rest.indexOf('#');
		if (slash != -1 && slash == rest.length() - 1) {
			throw new Refusal((slash == 0) ? OriginProblem.MISSING_HOST : OriginProblem.TRAILING_SLASH);
		}
		if (fragment != -1 && (query == -1 || fragment < query) && (slash == -1 || fragment < slash)) {
			throw new Refusal(OriginProblem.FRAGMENT);
		}
		if (query != -1 && (slash == -1 || query < slash)) {
			throw new Refusal(OriginProblem.QUERY);
		}
		if (slash != -1) {
			throw new Refusal(OriginProblem.PATH);
		}
		if (rest.indexOf('@') != -1) {
			throw new Refusal(OriginProblem.USER_INFO);
		}
	}

	private static int hostEnd(String rest) throws Refusal {
		if (rest.charAt(0) == '[') {
			int bracket = rest.indexOf(']');
			if (bracket == -1) {
				throw new Refusal(OriginProblem.INVALID_IPV6);
			}
			return bracket + 1;
		}
		int colon = rest.indexOf(':');
		if (colon != -1 && !rest.startsWith(":[", colon) && rest.indexOf(':', colon + 1) != -1) {
			// Two colons mean an IPv6 address without brackets.
			throw new Refusal(OriginProblem.INVALID_IPV6);
		}
		return (colon != -1) ? colon : rest.length();
	}

	/**
	 * Parse a host.
	 * @param web whether the host belongs to a web site
	 * @return the pattern, or {@code null} if the host has no wildcard
	 */
	private static @Nullable HostPattern parseHost(String host, boolean web) throws Refusal {
		if (host.isEmpty()) {
			throw new Refusal(OriginProblem.MISSING_HOST);
		}
		if (host.charAt(0) == '[') {
			String canonical = IpAddresses.canonicalIpv6(host.substring(1, host.length() - 1));
			if (canonical == null || !host.equals("[" + canonical + "]")) {
				throw new Refusal(OriginProblem.INVALID_IPV6);
			}
			return null;
		}
		int star = host.indexOf('*');
		if (star == -1) {
			refuseInvalidHost(host, web);
			if (web) {
				refuseInvalidPunycode(host);
			}
			return null;
		}
		if (host.equals("*") && !web) {
			return HostPattern.ANY;
		}
		if (isAddressWithWildcard(host)) {
			throw new Refusal(OriginProblem.ADDRESS_WILDCARD);
		}
		int dot = host.indexOf('.');
		if (host.indexOf('*', star + 1) != -1 || dot == -1 || star > dot) {
			throw new Refusal(OriginProblem.MISPLACED_WILDCARD);
		}
		String parent = host.substring(dot + 1);
		if (parent.isEmpty() || (web && IpAddresses.endsInNumber(parent))) {
			throw new Refusal(OriginProblem.MISPLACED_WILDCARD);
		}
		// Whether the left-most label is valid punycode depends on the origin.
		refuseInvalidHost(host.replace('*', 'x'), web);
		if (web) {
			refuseInvalidPunycode(parent);
		}
		return (star == 0 && dot == 1) ? HostPattern.labels(parent)
				: HostPattern.inLabel(host.substring(0, star), host.substring(star + 1));
	}

	/**
	 * Whether a host is an IP address with a wildcard, such as {@code 192.168.*.*}:
	 * several labels of digits and {@code *}, and at least one digit.
	 */
	private static boolean isAddressWithWildcard(String host) {
		boolean digits = false;
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			boolean digit = c >= '0' && c <= '9';
			boolean labelEnds = c == '.' && i > 0 && i < host.length() - 1 && host.charAt(i - 1) != '.';
			if (!digit && c != '*' && !labelEnds) {
				return false;
			}
			digits |= digit;
		}
		return digits && host.indexOf('.') != -1;
	}

	private static void refuseInvalidHost(String host, boolean web) throws Refusal {
		for (int i = 0; i < host.length(); i++) {
			if (host.charAt(i) > 0x7F) {
				throw new Refusal(OriginProblem.NON_ASCII_HOST);
			}
		}
		if (web) {
			refuseInvalidName(host);
		}
		else if (!HostPattern.isHost(host, 0, host.length())) {
			throw new Refusal(OriginProblem.INVALID_HOST);
		}
		else if (host.length() > MAX_HOST_LENGTH) {
			throw new Refusal(OriginProblem.HOST_TOO_LONG);
		}
	}

	private static void refuseInvalidPunycode(String host) throws Refusal {
		if (!host.contains(Punycode.PREFIX)) {
			return;
		}
		for (String label : host.split("\\.", -1)) {
			if (label.startsWith(Punycode.PREFIX) && !Punycode.isValid(label)) {
				throw new Refusal(OriginProblem.INVALID_PUNYCODE);
			}
		}
	}

	private static void refuseInvalidName(String host) throws Refusal {
		// A host with a trailing dot is valid, but belongs to a different origin.
		String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
		if (IpAddresses.endsInNumber(name)) {
			if (!IpAddresses.isCanonicalIpv4(host)) {
				throw new Refusal(OriginProblem.INVALID_IPV4);
			}
			return;
		}
		boolean labelTooLong = false;
		for (String label : name.split("\\.", -1)) {
			for (int i = 0; i < label.length(); i++) {
				if (!HostPattern.isLabelCharacter(label.charAt(i))) {
					throw new Refusal(OriginProblem.INVALID_HOST);
				}
			}
			if (label.isEmpty()) {
				throw new Refusal(OriginProblem.INVALID_HOST);
			}
			labelTooLong |= label.length() > MAX_LABEL_LENGTH;
		}
		if (name.length() > MAX_HOST_LENGTH) {
			throw new Refusal(OriginProblem.HOST_TOO_LONG);
		}
		if (labelTooLong) {
			throw new Refusal(OriginProblem.LABEL_TOO_LONG);
		}
	}

	private static Ports parsePorts(String text, String scheme) throws Refusal {
		if (text.isEmpty()) {
			return Ports.NONE;
		}
		if (text.equals(":*") || text.equals(":[*]")) {
			return Ports.ANY;
		}
		if (text.startsWith(":[") && text.endsWith("]")) {
			List<Integer> ports = new ArrayList<>();
			for (String port : text.substring(2, text.length() - 1).split(",", -1)) {
				ports.add(parsePort(port));
			}
			return new Ports(false, List.copyOf(ports));
		}
		if (text.charAt(0) != ':') {
			throw new Refusal(OriginProblem.INVALID_PORT);
		}
		int port = parsePort(text.substring(1));
		if (port == Origin.defaultPort(scheme)) {
			throw new Refusal(OriginProblem.DEFAULT_PORT);
		}
		return new Ports(false, List.of(port));
	}

	private static int parsePort(String text) throws Refusal {
		if (text.indexOf('*') != -1) {
			throw new Refusal(OriginProblem.MISPLACED_WILDCARD);
		}
		int port = Origin.parsePort(text, 0, text.length());
		if (port < 0) {
			throw new Refusal(OriginProblem.INVALID_PORT);
		}
		return port;
	}

	/**
	 * Whether a text is a valid entry other than {@code *}, {@code null} and
	 * {@code none}.
	 */
	static boolean isValid(String text) {
		try {
			parseStrictly(text);
			return true;
		}
		catch (Refusal refusal) {
			return false;
		}
	}

	/**
	 * Thrown at the first problem to stop parsing.
	 */
	private static final class Refusal extends Exception {

		private final OriginProblem problem;

		Refusal(OriginProblem problem) {
			super(problem.description(), null, false, false);
			this.problem = problem;
		}

	}

}
