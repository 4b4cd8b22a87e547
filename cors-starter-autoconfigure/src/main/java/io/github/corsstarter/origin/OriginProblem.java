package io.github.corsstarter.origin;

/**
 * What can be wrong with an origin in a configuration.
 */
public enum OriginProblem {

	/** Nothing is there, as after a trailing comma. */
	EMPTY("it is empty"),

	/** White space or a control character. */
	WHITE_SPACE("it contains white space or a control character"),

	/** A regular expression. */
	REGULAR_EXPRESSION("regular expressions are not supported (the nearest pattern may allow more: check it)"),

	/** A host without a scheme. */
	MISSING_SCHEME("the scheme is missing"),

	/** A scheme with characters that no scheme has, or with a wildcard. */
	INVALID_SCHEME("the scheme is not valid"),

	/** {@code file:}, whose pages browsers give the opaque origin {@code null}. */
	FILE_SCHEME("browsers send 'null', not a file: address, for pages opened from disk"),

	/** {@code ws:} or {@code wss:}, which no page has. */
	WEBSOCKET_SCHEME("browsers send the page's own origin, with http or https, when it opens a WebSocket"),

	/** A scheme alone. */
	MISSING_HOST("the host is missing"),

	/** A user name or password. */
	USER_INFO("an origin has no user name or password"),

	/** A slash at the end. */
	TRAILING_SLASH("an origin has no slash at its end"),

	/** A path. */
	PATH("an origin has no path"),

	/** A query. */
	QUERY("an origin has no query"),

	/** A fragment. */
	FRAGMENT("an origin has no fragment"),

	/** Upper-case letters. */
	UPPER_CASE("browsers send origins in lower case"),

	/** A host that browsers send in its punycode form. */
	NON_ASCII_HOST("browsers send international host names in their punycode form"),

	/** A host with characters that host names do not have, or an empty label. */
	INVALID_HOST("the host is not a valid host name"),

	/** A host name of more than 253 characters. */
	HOST_TOO_LONG("a host name has at most 253 characters"),

	/** A label of more than 63 characters. */
	LABEL_TOO_LONG("each part of a host name has at most 63 characters"),

	/** An IPv4 address in another form than the one browsers send. */
	INVALID_IPV4("it is not an IPv4 address as browsers send it (four decimal numbers without leading zeros)"),

	/** An IPv6 address in another form than the one browsers send. */
	INVALID_IPV6("it is not an IPv6 address as browsers send it (compressed, lower case, in brackets)"),

	/** {@code *} in a place where it has no meaning. */
	MISPLACED_WILDCARD("'*' may only stand for whole labels in front of a host (https://*.example.com), "
			+ "inside its left-most label (https://pr-*.example.com) or for the port (https://example.com:*)"),

	/** A port that is not a number from 1 to 65535 without leading zeros. */
	INVALID_PORT("a port is a number from 1 to 65535 without leading zeros"),

	/** The scheme's default port, which browsers leave out. */
	DEFAULT_PORT("browsers leave out the default port of the scheme");

	private final String description;

	OriginProblem(String description) {
		this.description = description;
	}

	/**
	 * What is wrong, as a clause that a sentence can end with.
	 * @return the clause, without a full stop
	 */
	public String description() {
		return this.description;
	}

}
