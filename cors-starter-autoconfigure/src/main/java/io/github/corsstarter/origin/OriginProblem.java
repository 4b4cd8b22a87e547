package io.github.corsstarter.origin;

/**
 * The problems that an origin in a configuration can have.
 */
public enum OriginProblem {

	/** The text is empty, as after a trailing comma. */
	EMPTY("it is empty"),

	/** White space or a control character. */
	WHITE_SPACE("it contains white space or a control character"),

	/** A regular expression. */
	REGULAR_EXPRESSION("regular expressions are not supported (a suggested pattern may allow more origins; check it)"),

	/** A host without a scheme. */
	MISSING_SCHEME("the scheme is missing"),

	/**
	 * A scheme that contains a wildcard or a character that is not allowed in a scheme.
	 */
	INVALID_SCHEME("the scheme is not valid"),

	/**
	 * {@code file:} with anything after {@code file://}. Browsers give pages opened from
	 * {@code file:} the opaque origin {@code null}. Some clients send {@code file://}.
	 */
	FILE_SCHEME("for pages opened from disk, browsers send 'null', and some applications send 'file://'"),

	/** {@code ws:} or {@code wss:}. The origin of a page never has these schemes. */
	WEBSOCKET_SCHEME("for a WebSocket, browsers send the http or https origin of the page"),

	/** A scheme without a host. */
	MISSING_HOST("the host is missing"),

	/** A user name or password. */
	USER_INFO("an origin has no user name or password"),

	/** A slash at the end. */
	TRAILING_SLASH("an origin does not end with a slash"),

	/** A path. */
	PATH("an origin has no path"),

	/** A query. */
	QUERY("an origin has no query"),

	/** A fragment. */
	FRAGMENT("an origin has no fragment"),

	/** Upper-case letters in a scheme, or in a host of {@code http} or {@code https}. */
	UPPER_CASE("browsers send origins in lower case"),

	/** A host with non-ASCII characters. Browsers send such a host in punycode. */
	NON_ASCII_HOST("browsers send international host names in punycode"),

	/** A label that begins with {@code xn--} and is not valid punycode. */
	INVALID_PUNYCODE("a part of the host begins with 'xn--' and is not valid punycode"),

	/**
	 * A host with an empty label or with a character that is not allowed in host names.
	 */
	INVALID_HOST("the host is not a valid host name"),

	/** A host name of more than 253 characters. */
	HOST_TOO_LONG("a host name has at most 253 characters"),

	/** A label of more than 63 characters. */
	LABEL_TOO_LONG("each part of a host name has at most 63 characters"),

	/** An IPv4 address that is not in the form that browsers send. */
	INVALID_IPV4("browsers send an IPv4 address as four decimal numbers from 0 to 255 without leading zeros"),

	/** An IPv6 address that is not in the form that browsers send. */
	INVALID_IPV6("browsers send an IPv6 address compressed, in lower case and in brackets"),

	/** A {@code *} where it is not allowed. */
	MISPLACED_WILDCARD("'*' is allowed only as the left-most label (https://*.example.com), inside the left-most label "
			+ "(https://pr-*.example.com), as the port (https://example.com:*), or as the host of a scheme that web "
			+ "sites do not have (moz-extension://*)"),

	/**
	 * A {@code *} in an IP address. A pattern is compared as text, so {@code 192.168.*.*}
	 * would also match {@code 192.168.0.7.evil.example}.
	 */
	ADDRESS_WILDCARD("an IP address cannot contain '*'"),

	/** A port that is not a number from 1 to 65535, or has leading zeros. */
	INVALID_PORT("a port is a number from 1 to 65535 without leading zeros"),

	/** The scheme's default port, which browsers leave out. */
	DEFAULT_PORT("browsers leave out the default port of the scheme");

	private final String description;

	OriginProblem(String description) {
		this.description = description;
	}

	/**
	 * A description of the problem, as a clause that can end a sentence.
	 * @return the clause, without a full stop
	 */
	public String description() {
		return this.description;
	}

}
