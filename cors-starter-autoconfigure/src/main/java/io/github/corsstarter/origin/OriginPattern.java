package io.github.corsstarter.origin;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a policy's allowed origins, parsed strictly: one origin, or one of the few
 * forms that stand for several. Regular expressions are not among them, because they are
 * how look-alike origins get in. Immutable.
 * <p>
 * The forms are an origin byte for byte as a browser serialises it
 * ({@code https://example.com}); {@code https://*.example.com} for one or more whole
 * labels in front of a host; {@code https://pr-*.example.com} for part of the left-most
 * label; {@code :*} (or {@code :[*]}) for any port and {@code :[8080,8443]} for some;
 * {@code *} for every origin; {@code null} for the opaque origin; and {@code none} for
 * nobody.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/browsers.html#origin">HTML,
 * serialisation of an origin</a>
 */
public final class OriginPattern {

	/**
	 * What an entry stands for.
	 */
	public enum Kind {

		/** Every origin, {@code *}. */
		ANY,

		/** The opaque origin, {@code null}. */
		OPAQUE,

		/** No origin, {@code none}. */
		NONE,

		/** One origin, or one for each port listed. */
		EXACT,

		/** Origins by a wildcard in the host or in the port. */
		WILDCARD

	}

	private static final OriginPattern ANY = new OriginPattern(Kind.ANY, "*", "", 0, null, Ports.NONE);

	private static final OriginPattern OPAQUE = new OriginPattern(Kind.OPAQUE, "null", "", 0, null, Ports.NONE);

	private static final OriginPattern NONE = new OriginPattern(Kind.NONE, "none", "", 0, null, Ports.NONE);

	private final Kind kind;

	private final String text;

	private final String scheme;

	/** The end of the host in the text, 0 where there is none. */
	private final int hostEnd;

	private final @Nullable HostPattern wildcardHost;

	private final Ports ports;

	private OriginPattern(Kind kind, String text, String scheme, int hostEnd, @Nullable HostPattern wildcardHost,
			Ports ports) {
		this.kind = kind;
		this.text = text;
		this.scheme = scheme;
		this.hostEnd = hostEnd;
		this.wildcardHost = wildcardHost;
		this.ports = ports;
	}

	static OriginPattern of(String text, String scheme, int hostEnd, @Nullable HostPattern wildcardHost, Ports ports) {
		Kind kind = (wildcardHost != null || ports.isAny()) ? Kind.WILDCARD : Kind.EXACT;
		return new OriginPattern(kind, text, scheme, hostEnd, wildcardHost, ports);
	}

	/**
	 * Parse an entry.
	 * @param text the entry, as configured
	 * @return the pattern
	 * @throws InvalidOriginPatternException if it has none of the forms, with the value
	 * to write instead where one can be derived
	 */
	public static OriginPattern parse(String text) {
		return switch (text) {
			case "*" -> ANY;
			case "null" -> OPAQUE;
			case "none" -> NONE;
			default -> OriginPatternParser.parse(text);
		};
	}

	/**
	 * Compile entries for look-up.
	 * @param patterns the entries, in any order
	 * @return whether at least one of the entries matches the value of an {@code Origin}
	 * header. Takes time linear in the length of the value however many entries there
	 * are, allocates nothing, never throws, and is safe for use by many threads
	 */
	public static Predicate<String> compile(Collection<OriginPattern> patterns) {
		return OriginSet.of(patterns);
	}

	/**
	 * What this entry stands for.
	 * @return its kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * The scheme of the origins that match.
	 * @return the scheme without a colon, empty for {@code *}, {@code null} and
	 * {@code none}
	 */
	public String scheme() {
		return this.scheme;
	}

	/**
	 * The host of the origins that match, with its wildcard if it has one.
	 * @return the host, empty for {@code *}, {@code null} and {@code none}
	 */
	public String host() {
		return this.text.substring(hostStart(), this.hostEnd);
	}

	private int hostStart() {
		return (this.hostEnd > 0) ? this.scheme.length() + OriginPatternParser.SCHEME_SEPARATOR.length() : 0;
	}

	/**
	 * The ports of the origins that match, as written behind the host.
	 * @return the ports with their colon, or {@code null} if none are written
	 */
	public @Nullable String port() {
		return (this.hostEnd > 0 && this.hostEnd < this.text.length()) ? this.text.substring(this.hostEnd) : null;
	}

	/**
	 * Whether every origin that another entry stands for matches this one, too. Sound,
	 * not complete: where that would take a search, the answer is no.
	 * @param other the other entry
	 * @return whether it is covered
	 */
	public boolean covers(OriginPattern other) {
		if (this.kind == Kind.ANY || equals(other)) {
			return true;
		}
		return this.hostEnd > 0 && other.hostEnd > 0 && this.scheme.equals(other.scheme) && coversHost(other)
				&& this.ports.covers(other.ports, Origin.defaultPort(this.scheme));
	}

	private boolean coversHost(OriginPattern other) {
		if (other.wildcardHost == null) {
			return matchesHost(other.text, other.hostStart(), other.hostEnd);
		}
		return this.wildcardHost != null && this.wildcardHost.covers(other.wildcardHost);
	}

	private boolean matchesHost(String value, int start, int end) {
		return (this.wildcardHost != null) ? this.wildcardHost.matches(value, start, end)
				: end - start == this.hostEnd - hostStart()
						&& this.text.regionMatches(hostStart(), value, start, end - start);
	}

	/**
	 * The parent domain that a wildcard in the host stands directly in front of.
	 * @return the domain, such as {@code example.com} for {@code https://*.example.com},
	 * or {@code null} when the host has no wildcard
	 */
	public @Nullable String wildcardParent() {
		return (this.wildcardHost != null) ? this.wildcardHost.parent() : null;
	}

	/**
	 * Whether the host is one that never leaves the machine: {@code localhost} and names
	 * below it, {@code 127.0.0.0/8} and {@code [::1]}.
	 * @return whether it is
	 * @see <a href="https://w3c.github.io/webappsec-secure-contexts/">Secure Contexts,
	 * potentially trustworthy origins</a>
	 */
	public boolean isLoopback() {
		String host = (this.wildcardHost != null) ? this.wildcardHost.parent() : host();
		return host.equals("localhost") || host.endsWith(".localhost")
				|| (this.wildcardHost == null && (host.equals("[::1]") || isLoopbackIpv4(host)));
	}

	private static boolean isLoopbackIpv4(String host) {
		return host.startsWith("127.") && host.chars().allMatch((c) -> c == '.' || (c >= '0' && c <= '9'));
	}

	/**
	 * The origins that this entry stands for where they can be counted.
	 * @return the origins as browsers send them, empty for any kind but
	 * {@link Kind#EXACT} and {@link Kind#OPAQUE}
	 */
	Set<String> exactOrigins() {
		return switch (this.kind) {
			case OPAQUE -> Set.of(this.text);
			// Not a copy of the text: there may be a hundred thousand.
			case EXACT -> (this.text.endsWith("]") && !this.ports.listed().isEmpty())
					? this.ports.origins(this.text.substring(0, this.hostEnd), Origin.defaultPort(this.scheme))
					: Set.of(this.text);
			default -> Set.of();
		};
	}

	/**
	 * Whether this entry stands for one origin and no other.
	 * @param origin the value of an {@code Origin} header
	 * @return whether it does
	 */
	public boolean isExactly(String origin) {
		return exactOrigins().equals(Set.of(origin));
	}

	/**
	 * Whether this entry stands for an origin: the plain rule that the compiled set must
	 * agree with.
	 * @param origin the value of an {@code Origin} header, not empty
	 * @return whether it matches
	 */
	public boolean matches(String origin) {
		return switch (this.kind) {
			case ANY -> true;
			case NONE -> false;
			case OPAQUE, EXACT -> exactOrigins().contains(origin);
			case WILDCARD -> {
				Origin parsed = Origin.parse(origin);
				yield parsed != null && matches(parsed);
			}
		};
	}

	boolean matches(Origin origin) {
		return this.hostEnd > 0 && origin.hasScheme(this.scheme) && this.ports.matches(origin, this.scheme)
				&& matchesHost(origin.value(), origin.hostStart(), origin.hostEnd());
	}

	@Nullable HostPattern wildcardHost() {
		return this.wildcardHost;
	}

	Ports ports() {
		return this.ports;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof OriginPattern that && this.text.equals(that.text));
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	/**
	 * The entry as it was configured.
	 */
	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * The ports of a pattern: none written, any, or a list.
	 *
	 * @param isAny whether every port matches, and none
	 * @param listed the ports that match, empty for none; a scheme's default port stands
	 * for none
	 */
	record Ports(boolean isAny, List<Integer> listed) {

		static final Ports NONE = new Ports(false, List.of());

		static final Ports ANY = new Ports(true, List.of());

		boolean matches(Origin origin, String scheme) {
			if (this.isAny) {
				return true;
			}
			int port = origin.port();
			int defaultPort = Origin.defaultPort(scheme);
			if (port == Origin.NO_PORT) {
				return this.listed.isEmpty() || this.listed.contains(defaultPort);
			}
			return port != defaultPort && this.listed.contains(port);
		}

		boolean covers(Ports other, int defaultPort) {
			if (this.isAny || other.isAny) {
				return this.isAny;
			}
			List<Integer> ports = this.listed.isEmpty() ? List.of(defaultPort) : this.listed;
			return ports.containsAll(other.listed.isEmpty() ? List.of(defaultPort) : other.listed);
		}

		Set<String> origins(String withoutPort, int defaultPort) {
			return this.listed.stream()
				.map((port) -> (port == defaultPort) ? withoutPort : withoutPort + ":" + port)
				.collect(Collectors.toUnmodifiableSet());
		}

	}

}
