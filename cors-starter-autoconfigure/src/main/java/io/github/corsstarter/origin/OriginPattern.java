package io.github.corsstarter.origin;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a policy's allowed origins, parsed strictly: one origin, or a pattern that
 * matches several. Regular expressions are not supported, because they often match
 * look-alike origins. Immutable.
 * <p>
 * An entry has one of these forms:
 * <ul>
 * <li>{@code https://example.com}: one origin, exactly as a browser serializes it</li>
 * <li>{@code https://*.example.com}: one or more whole labels before a host</li>
 * <li>{@code https://pr-*.example.com}: part of the left-most label</li>
 * <li>{@code moz-extension://*}: any host, for schemes other than {@code http},
 * {@code https}, {@code ws}, {@code wss} and {@code file}</li>
 * <li>{@code https://example.com:*} or {@code https://example.com:[*]}: any port</li>
 * <li>{@code https://example.com:[8080,8443]}: the listed ports</li>
 * <li>{@code *}: every origin</li>
 * <li>{@code null}: the opaque origin</li>
 * <li>{@code file://}: clients that send this text instead of {@code null}</li>
 * <li>{@code none}: no origin</li>
 * </ul>
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/browsers.html#origin">HTML,
 * serialization of an origin</a>
 */
public final class OriginPattern {

	/**
	 * The kinds of entries.
	 */
	public enum Kind {

		/** Every origin: {@code *}. */
		ANY,

		/**
		 * The opaque origin {@code null}, or {@code file://}, which some clients send
		 * instead.
		 */
		OPAQUE,

		/** No origin: {@code none}. */
		NONE,

		/** One origin, or one origin for each listed port. */
		EXACT,

		/** All origins that match a wildcard in the host or in the port. */
		WILDCARD

	}

	private static final OriginPattern ANY = new OriginPattern(Kind.ANY, "*", "", 0, null, Ports.NONE);

	private static final OriginPattern OPAQUE = new OriginPattern(Kind.OPAQUE, "null", "", 0, null, Ports.NONE);

	private static final OriginPattern FILE = new OriginPattern(Kind.OPAQUE, "file://", "", 0, null, Ports.NONE);

	private static final OriginPattern NONE = new OriginPattern(Kind.NONE, "none", "", 0, null, Ports.NONE);

	private final Kind kind;

	private final String text;

	private final String scheme;

	/** The end of the host in the text, or 0 if the entry has no host. */
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
	 * @throws InvalidOriginPatternException if the text has none of the forms. The
	 * exception has the value to write instead, if one can be derived
	 */
	public static OriginPattern parse(String text) {
		return switch (text) {
			case "*" -> ANY;
			case "null" -> OPAQUE;
			case "file://" -> FILE;
			case "none" -> NONE;
			default -> OriginPatternParser.parse(text);
		};
	}

	/**
	 * Compile entries for lookup.
	 * @param patterns the entries, in any order
	 * @return a predicate that tests whether at least one entry matches the value of an
	 * {@code Origin} header. It takes time linear in the length of the value, however
	 * many entries there are. It allocates nothing, never throws and is safe for use by
	 * many threads
	 */
	public static Predicate<String> compile(Collection<OriginPattern> patterns) {
		return OriginSet.of(patterns);
	}

	/**
	 * The kind of this entry.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * The scheme of the origins that match.
	 * @return the scheme without the colon; empty for {@code *}, {@code null},
	 * {@code file://} and {@code none}
	 */
	public String scheme() {
		return this.scheme;
	}

	/**
	 * The host of the origins that match, including a wildcard.
	 * @return the host; empty for {@code *}, {@code null}, {@code file://} and
	 * {@code none}
	 */
	public String host() {
		return this.text.substring(hostStart(), this.hostEnd);
	}

	private int hostStart() {
		return (this.hostEnd > 0) ? this.scheme.length() + OriginPatternParser.SCHEME_SEPARATOR.length() : 0;
	}

	/**
	 * The ports of the origins that match, as written after the host.
	 * @return the ports, including the colon, or {@code null} if the entry has none
	 */
	public @Nullable String port() {
		return (this.hostEnd > 0 && this.hostEnd < this.text.length()) ? this.text.substring(this.hostEnd) : null;
	}

	/**
	 * Whether this entry matches every origin that another entry matches.
	 * @param other the other entry
	 * @return {@code true} if this entry certainly covers the other one; {@code false} if
	 * it does not, or if a comparison of the two entries cannot show it
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
	 * Find an origin that both this entry and another one match.
	 * @param other the other entry
	 * @return an origin as browsers send it, or {@code null} if no origin matches both
	 */
	public @Nullable String commonOrigin(OriginPattern other) {
		if (this.kind == Kind.ANY) {
			return (other.kind == Kind.ANY) ? "https://example.com" : other.commonOrigin(other);
		}
		if (other.kind == Kind.ANY) {
			return commonOrigin(this);
		}
		if (this.hostEnd == 0 || other.hostEnd == 0) {
			return (this.kind == Kind.OPAQUE && equals(other)) ? this.text : null;
		}
		int port = this.ports.common(other.ports, Origin.defaultPort(this.scheme));
		String host = (this.scheme.equals(other.scheme) && port != Origin.INVALID_PORT) ? commonHost(other) : null;
		String suffix = (port != Origin.NO_PORT) ? ":" + port : "";
		return (host != null) ? this.scheme + OriginPatternParser.SCHEME_SEPARATOR + host + suffix : null;
	}

	private @Nullable String commonHost(OriginPattern other) {
		if (this.wildcardHost == null) {
			return other.matchesHost(this.text, hostStart(), this.hostEnd) ? host() : null;
		}
		return (other.wildcardHost != null) ? this.wildcardHost.common(other.wildcardHost) : other.commonHost(this);
	}

	/**
	 * The domain after the label that contains the wildcard.
	 * @return the domain, such as {@code example.com} for {@code https://*.example.com},
	 * or {@code null} if the host has no wildcard, or is nothing but a wildcard
	 */
	public @Nullable String wildcardParent() {
		return (this.wildcardHost != null && !isAnyHost()) ? this.wildcardHost.parent() : null;
	}

	/**
	 * Whether this entry matches every host of its scheme, such as
	 * {@code moz-extension://*}.
	 * @return {@code true} if the host is {@code *}
	 */
	public boolean isAnyHost() {
		return this.wildcardHost == HostPattern.ANY;
	}

	/**
	 * Whether the host is a loopback host: {@code localhost} or a name below it, an
	 * address in {@code 127.0.0.0/8}, or {@code [::1]}.
	 * @return {@code true} if the host is a loopback host
	 * @see <a href="https://w3c.github.io/webappsec-secure-contexts/">Secure Contexts,
	 * potentially trustworthy origins</a>
	 */
	public boolean isLoopback() {
		String host = (this.wildcardHost != null) ? this.wildcardHost.parent() : host();
		return host.equals("localhost") || host.endsWith(".localhost")
				|| (this.wildcardHost == null && (host.equals("[::1]") || isLoopbackIpv4(host)));
	}

	private static boolean isLoopbackIpv4(String host) {
		if (!host.startsWith("127.")) {
			return false;
		}
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			if (c != '.' && (c < '0' || c > '9')) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The origins that this entry names one by one.
	 * @return the origins as browsers send them; empty unless the kind is
	 * {@link Kind#EXACT} or {@link Kind#OPAQUE}
	 */
	Set<String> exactOrigins() {
		if (this.kind != Kind.EXACT && this.kind != Kind.OPAQUE) {
			return Set.of();
		}
		// Use the text itself, not a copy: a policy can have a hundred thousand origins.
		return (this.text.endsWith("]") && !this.ports.listed().isEmpty())
				? this.ports.origins(this.text.substring(0, this.hostEnd), Origin.defaultPort(this.scheme))
				: Set.of(this.text);
	}

	/**
	 * Whether this entry matches the given origin and no other.
	 * @param origin the value of an {@code Origin} header
	 * @return {@code true} if the entry matches only this origin
	 */
	public boolean isExactly(String origin) {
		return exactOrigins().equals(Set.of(origin));
	}

	/**
	 * Whether this entry matches an origin. The predicate that {@link #compile} returns
	 * must give the same answer.
	 * @param origin the value of an {@code Origin} header; not empty
	 * @return {@code true} if the origin matches
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
		return this.hostEnd > 0 && origin.hasScheme(this.scheme)
				&& this.ports.matches(origin.port(), Origin.defaultPort(this.scheme))
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
	 * The entry as configured.
	 */
	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * The ports of a pattern: no port, any port, or a list of ports.
	 *
	 * @param isAny whether any port matches; an origin without a port then matches as
	 * well
	 * @param listed the ports that match; empty if the pattern has no port. The default
	 * port of the scheme matches origins without a port
	 */
	record Ports(boolean isAny, List<Integer> listed) {

		static final Ports NONE = new Ports(false, List.of());

		static final Ports ANY = new Ports(true, List.of());

		boolean matches(int port, int defaultPort) {
			if (this.isAny) {
				return true;
			}
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

		/**
		 * Find a port that is in both.
		 * @return the port as browsers write it, {@link Origin#NO_PORT} for an origin
		 * without a port, or {@link Origin#INVALID_PORT} if there is none
		 */
		int common(Ports other, int defaultPort) {
			if (matches(Origin.NO_PORT, defaultPort) && other.matches(Origin.NO_PORT, defaultPort)) {
				return Origin.NO_PORT;
			}
			return Stream.concat(this.listed.stream(), other.listed.stream())
				.filter((port) -> matches(port, defaultPort) && other.matches(port, defaultPort))
				.findFirst()
				.orElse(Origin.INVALID_PORT);
		}

		Set<String> origins(String withoutPort, int defaultPort) {
			Set<String> origins = new HashSet<>();
			for (int port : this.listed) {
				origins.add((port == defaultPort) ? withoutPort : withoutPort + ":" + port);
			}
			return Set.copyOf(origins);
		}

	}

}
