package io.github.corsstarter.origin;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Suggests a valid pattern to replace a text that is not an {@link OriginPattern}.
 */
final class OriginSuggestions {

	private static final String SCHEME_SEPARATOR = OriginPatternParser.SCHEME_SEPARATOR;

	/** The expressions below take quadratic time for some texts. No origin is as long. */
	private static final int MAX_LENGTH = 2000;

	private static final Pattern LOOPBACK_IPV4 = Pattern.compile("127\\.[0-9.]+(:.*)?");

	/**
	 * The addresses of RFC 1918, RFC 3927 and RFC 4193, with a port or without one. There
	 * is rarely a certificate for them.
	 */
	private static final Pattern PRIVATE_ADDRESS = Pattern.compile(
			"(?:(?:10|192\\.168|169\\.254|172\\.(?:1[6-9]|2[0-9]|3[01]))(?:\\.[0-9]+)+|\\[f[cd][0-9a-f:]+])(?::.*)?");

	private OriginSuggestions() {
	}

	/**
	 * Derive the pattern that the author of a text probably meant.
	 * @return the pattern, or {@code null} if no valid pattern can be derived
	 */
	static @Nullable String suggest(String text) {
		if (text.length() > MAX_LENGTH) {
			return null;
		}
		String candidate = text.strip().replaceAll("^([\"'])(.*)\\1$", "$2").replaceAll(",\\s+(?=[0-9])", ",");
		candidate = OriginPatternParser.looksLikeRegularExpression(candidate) ? fromRegularExpression(candidate)
				: candidate;
		// Typing errors that browsers correct in the address bar, such as "http:/".
		candidate = candidate.replaceFirst("(?i)^(https?)[:;]?/+", "$1://");
		if (candidate.equalsIgnoreCase("null") || candidate.equalsIgnoreCase("none") || candidate.equals("*")) {
			return candidate.toLowerCase(Locale.ROOT);
		}
		if (candidate.regionMatches(true, 0, "file:", 0, "file:".length())) {
			return candidate.equalsIgnoreCase("file://") ? "file://" : "null";
		}
		int schemeEnd = candidate.indexOf(SCHEME_SEPARATOR);
		String scheme = (schemeEnd > 0) ? candidate.substring(0, schemeEnd).toLowerCase(Locale.ROOT) : "";
		String rest = (schemeEnd >= 0) ? candidate.substring(schemeEnd + SCHEME_SEPARATOR.length())
				: candidate.startsWith("//") ? candidate.substring(2) : candidate;
		rest = withoutUrlParts(rest);
		if (scheme.isEmpty() || OriginPatternParser.isWeb(scheme) || OriginPatternParser.isWebSocket(scheme)) {
			rest = rest.toLowerCase(Locale.ROOT);
		}
		rest = rest.replaceAll("(?<=:|[\\[,])0+(?=[1-9][0-9]*(?:[,\\]]|$))", "");
		if (scheme.isEmpty()) {
			if (!isLoopbackName(rest) && rest.indexOf('.') == -1 && rest.indexOf(':') == -1) {
				// A word such as 'all' or 'self' is rarely meant as a host name.
				return null;
			}
			boolean local = isLoopbackName(rest) || PRIVATE_ADDRESS.matcher(rest).matches();
			scheme = ((local && !rest.endsWith(":443")) || rest.endsWith(":80")) ? "http" : "https";
		}
		if (OriginPatternParser.isWebSocket(scheme)) {
			scheme = scheme.replace("ws", "http");
		}
		candidate = scheme + SCHEME_SEPARATOR + toAsciiHost(rest);
		String defaultPort = ":" + Origin.defaultPort(scheme);
		if (candidate.endsWith(defaultPort)) {
			candidate = candidate.substring(0, candidate.length() - defaultPort.length());
		}
		return OriginPatternParser.isValid(candidate) ? candidate : null;
	}

	/**
	 * Convert a regular expression, as people write it for origins, to the nearest
	 * pattern.
	 */
	private static String fromRegularExpression(String text) {
		String pattern = text.replaceAll("^/?\\^|\\$/?$", "");
		pattern = pattern.replace("https?", "https").replace("http(s)?", "https").replace("\\/", "/");
		pattern = pattern.replaceAll("\\((\\?:)?:(\\\\d|\\[0-9])(\\+|\\*|\\{[0-9,]+})\\)[?*]?", ":*");
		pattern = pattern.replaceAll(":(\\\\d|\\[0-9])(\\+|\\*|\\{[0-9,]+})", ":*");
		// One or more labels, including the dot after them.
		pattern = pattern.replaceAll("\\((\\?:)?(\\.|\\\\w|\\[[^]]*])[+*]\\\\?\\.\\)[?*+]?", "*.");
		pattern = pattern.replaceAll("\\(?(\\.|\\\\w|\\\\d|\\[[^]:*]*])([+*]|\\{[0-9,]+})\\??\\)?", "*");
		pattern = pattern.replace("\\.", ".").replace("\\-", "-");
		// Do not convert .*example.com: it also matches evilexample.com.
		return pattern.matches(".*\\*[^.:-].*") ? text : pattern;
	}

	private static String withoutUrlParts(String rest) {
		int end = rest.length();
		for (char delimiter : new char[] { '/', '?', '#' }) {
			int index = rest.indexOf(delimiter);
			end = (index != -1) ? Math.min(end, index) : end;
		}
		return rest.substring(rest.lastIndexOf('@', end - 1) + 1, end);
	}

	private static boolean isLoopbackName(String rest) {
		return rest.equals("localhost") || rest.startsWith("localhost:") || LOOPBACK_IPV4.matcher(rest).matches()
				|| rest.startsWith("[::1]");
	}

	private static String toAsciiHost(String rest) {
		if (rest.startsWith("[")) {
			int bracket = rest.indexOf(']');
			String canonical = (bracket != -1) ? IpAddresses.canonicalIpv6(rest.substring(1, bracket)) : null;
			return (canonical != null) ? "[" + canonical + "]" + rest.substring(bracket + 1) : rest;
		}
		int colon = rest.indexOf(':');
		String host = (colon != -1) ? rest.substring(0, colon) : rest;
		String port = (colon != -1) ? rest.substring(colon) : "";
		// Browsers convert some characters differently from IDNA 2003, which the JDK
		// implements. Suggest nothing for them.
		if (host.chars().noneMatch((c) -> c > 0x7F)
				|| host.chars().anyMatch((c) -> "\u00DF\u03C2\u200C\u200D".indexOf(c) != -1)) {
			return rest;
		}
		try {
			return IDN.toASCII(host).toLowerCase(Locale.ROOT) + port;
		}
		catch (IllegalArgumentException ex) {
			return rest;
		}
	}

}
