package io.github.corsstarter.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The names under which browsers reach the application (property
 * {@code cors.allowed-hosts}). A request to another name can come from a page whose name
 * was rebound to the address of this server (DNS rebinding). IP addresses,
 * {@code localhost} and the names below it are always allowed, because they cannot be
 * rebound. Immutable and safe for use by multiple threads. A look-up copies no part of
 * the request.
 */
public final class AllowedHosts {

	/** The property. */
	public static final String PROPERTY = "cors.allowed-hosts";

	/** Every host is allowed, because the property is not set. */
	public static final AllowedHosts ANY = new AllowedHosts(List.of(), null, List.of());

	private static final String LOCALHOST = "localhost";

	/** The maximum length of a host name in DNS, in characters. */
	private static final int MAX_NAME_LENGTH = 253;

	private static final int IPV4_PARTS = 4;

	private static final int MAX_IPV4_PART = 255;

	private static final int IPV6_PIECES = 8;

	private static final int MAX_PIECE_DIGITS = 4;

	private final List<String> entries;

	private final @Nullable String place;

	private final List<CorsProblem> warnings;

	/** The names, in a hash table with open addressing that is at most half full. */
	private final @Nullable String[] names;

	/** The names after {@code *.}, in the same way. */
	private final @Nullable String[] parents;

	private AllowedHosts(List<String> entries, @Nullable String place, List<CorsProblem> warnings) {
		this.entries = List.copyOf(entries);
		this.place = place;
		this.warnings = List.copyOf(warnings);
		List<String> hosts = new ArrayList<>();
		List<String> domains = new ArrayList<>();
		for (String entry : entries) {
			if (entry.startsWith("*.")) {
				domains.add(entry.substring(2));
			}
			else {
				hosts.add(entry);
			}
		}
		this.names = table(hosts);
		this.parents = table(domains);
	}

	/**
	 * Validate the entries and create the list.
	 * @param entries host names, and {@code *.name} for every name below another one; if
	 * it is empty, every host is allowed
	 * @return the list
	 * @throws InvalidCorsPolicyException if the entries have errors; it lists all of them
	 */
	public static AllowedHosts of(Collection<String> entries) {
		List<CorsProblem> problems = new ArrayList<>();
		AllowedHosts hosts = of(entries, HostChecks.inCode(), problems);
		if (problems.stream().anyMatch(CorsProblem::isError)) {
			throw new InvalidCorsPolicyException(problems);
		}
		return hosts;
	}

	/**
	 * Validate the entries and create the list.
	 * @param entries host names, and {@code *.name} for every name below another one; if
	 * it is empty, every host is allowed
	 * @param locations the locations of {@link #PROPERTY} and its elements
	 * @param problems receives the errors
	 * @return the list, without the entries that have errors, and with the warnings
	 */
	public static AllowedHosts of(Collection<String> entries, SettingLocations locations, List<CorsProblem> problems) {
		List<CorsProblem> found = new ArrayList<>();
		List<String> valid = entries.isEmpty() ? List.of() : new HostChecks(locations, found).check(entries);
		List<CorsProblem> warnings = new ArrayList<>();
		for (CorsProblem problem : found) {
			(problem.isError() ? problems : warnings).add(problem);
		}
		return new AllowedHosts(valid, locations.place(PROPERTY), warnings);
	}

	/**
	 * The entries.
	 * @return the entries in lower case and without a final dot; empty if every host is
	 * allowed
	 */
	public List<String> entries() {
		return this.entries;
	}

	/**
	 * The location of the property.
	 * @return the location as Spring Boot describes it, or {@code null} if it is not
	 * known
	 */
	public @Nullable String place() {
		return this.place;
	}

	/**
	 * The warnings about the entries.
	 * @return entries that are redundant or do not protect the application
	 */
	public List<CorsProblem> warnings() {
		return this.warnings;
	}

	/**
	 * Whether every host is allowed.
	 * @return {@code true} if there are no entries
	 */
	public boolean isAny() {
		return this.entries.isEmpty();
	}

	/**
	 * Whether an authority, as the header {@code Host} contains it, has an allowed host.
	 * The port is ignored, but must consist of digits.
	 * @param authority a host with or without a port, or {@code null}
	 * @return {@code true} if the host is allowed
	 */
	public boolean allowsAuthority(@Nullable String authority) {
		if (authority == null) {
			return false;
		}
		int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
		end = (end == -1) ? authority.length() : end;
		return isPort(authority, end) && allows(authority, end);
	}

	/**
	 * Whether a host is allowed.
	 * @param host a host without a port, or {@code null}. An IPv6 address may be in
	 * brackets
	 * @return {@code true} if the host is allowed
	 */
	public boolean allowsHost(@Nullable String host) {
		return host != null && (allows(host, host.length()) || isIpv6(host, 0, host.length()));
	}

	/**
	 * Whether a host is an entry, without a wildcard.
	 * @param host a host without a port
	 * @return {@code true} if it is listed
	 */
	public boolean isListed(String host) {
		return contains(this.names, host, 0, withoutDot(host, host.length()));
	}

	private boolean allows(String text, int length) {
		if (isIpv4(text, length) || (text.startsWith("[") && length > 2 && text.charAt(length - 1) == ']'
				&& isIpv6(text, 1, length - 1))) {
			return true;
		}
		int end = withoutDot(text, length);
		if (end == 0 || end > MAX_NAME_LENGTH) {
			return false;
		}
		if (isLocalhost(text, end) || contains(this.names, text, 0, end)) {
			return true;
		}
		if (this.parents.length > 0) {
			// A name below another one has at least one character before the dot.
			for (int dot = text.indexOf('.', 1); dot != -1 && dot < end; dot = text.indexOf('.', dot + 1)) {
				if (contains(this.parents, text, dot + 1, end)) {
					return true;
				}
			}
		}
		return false;
	}

	private static int withoutDot(String text, int end) {
		return (end > 1 && text.charAt(end - 1) == '.') ? end - 1 : end;
	}

	private static boolean isPort(String text, int start) {
		if (start == text.length()) {
			return true;
		}
		if (text.charAt(start) != ':') {
			return false;
		}
		for (int i = start + 1; i < text.length(); i++) {
			if (!isDigit(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isLocalhost(String text, int end) {
		int start = end - LOCALHOST.length();
		// For a name below localhost, there is at least one character before the dot.
		return (start == 0 || (start > 1 && text.charAt(start - 1) == '.')) && isSame(LOCALHOST, text, start);
	}

	/** Four decimal parts, as browsers serialize an IPv4 address. */
	private static boolean isIpv4(String text, int end) {
		return isIpv4(text, 0, end);
	}

	private static boolean isIpv4(String text, int start, int end) {
		int parts = 1;
		int digits = 0;
		int value = 0;
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c == '.' && digits > 0 && parts < IPV4_PARTS) {
				parts++;
				digits = 0;
				value = 0;
				continue;
			}
			// No part has a leading zero.
			if (!isDigit(c) || (digits > 0 && value == 0)) {
				return false;
			}
			digits++;
			value = 10 * value + (c - '0');
			if (value > MAX_IPV4_PART) {
				return false;
			}
		}
		return parts == IPV4_PARTS && digits > 0;
	}

	/**
	 * An IPv6 address without brackets and without a zone.
	 */
	private static boolean isIpv6(String text, int start, int end) {
		int pieces = 0;
		boolean compressed = false;
		int i = start;
		if (text.startsWith("::", start)) {
			compressed = true;
			i += 2;
		}
		while (i < end) {
			int digits = 0;
			while (i + digits < end && digits <= MAX_PIECE_DIGITS && isHexDigit(text.charAt(i + digits))) {
				digits++;
			}
			int next = i + digits;
			if (next < end && text.charAt(next) == '.') {
				return isIpv4(text, i, end) && isComplete(pieces + 2, compressed);
			}
			if (digits == 0 || digits > MAX_PIECE_DIGITS) {
				return false;
			}
			pieces++;
			if (next == end) {
				break;
			}
			if (text.charAt(next) != ':' || next + 1 == end) {
				return false;
			}
			i = next + 1;
			if (text.charAt(i) == ':') {
				if (compressed) {
					return false;
				}
				compressed = true;
				i++;
			}
		}
		return isComplete(pieces, compressed);
	}

	private static boolean isComplete(int pieces, boolean compressed) {
		return compressed ? pieces < IPV6_PIECES : pieces == IPV6_PIECES;
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static boolean isHexDigit(char c) {
		return isDigit(c) || ((c | ' ') >= 'a' && (c | ' ') <= 'f');
	}

	private static @Nullable String[] table(Collection<String> names) {
		if (names.isEmpty()) {
			return new String[0];
		}
		@Nullable String[] table = new String[Integer.highestOneBit(names.size()) * 4];
		for (String name : names) {
			String key = name.toLowerCase(Locale.ROOT);
			int place = hash(key, 0, key.length()) & (table.length - 1);
			while (table[place] != null) {
				place = (place + 1) & (table.length - 1);
			}
			table[place] = key;
		}
		return table;
	}

	private static boolean contains(@Nullable String[] table, String text, int start, int end) {
		if (table.length == 0) {
			return false;
		}
		int place = hash(text, start, end) & (table.length - 1);
		for (String name = table[place]; name != null; name = table[place]) {
			if (name.length() == end - start && isSame(name, text, start)) {
				return true;
			}
			place = (place + 1) & (table.length - 1);
		}
		return false;
	}

	private static boolean isSame(String name, String text, int start) {
		for (int i = 0; i < name.length(); i++) {
			if (name.charAt(i) != toLowerCase(text.charAt(start + i))) {
				return false;
			}
		}
		return true;
	}

	private static int hash(String text, int start, int end) {
		int hash = 0;
		for (int i = start; i < end; i++) {
			hash = 31 * hash + toLowerCase(text.charAt(i));
		}
		return hash ^ (hash >>> 16);
	}

	/**
	 * Converts ASCII letters only. Another letter that folds to an ASCII letter belongs
	 * to another name.
	 */
	private static char toLowerCase(char c) {
		return (c >= 'A' && c <= 'Z') ? (char) (c + ('a' - 'A')) : c;
	}

	@Override
	public String toString() {
		return "AllowedHosts" + this.entries;
	}

}
