package io.github.corsstarter.policy;

import java.util.Set;

import io.github.corsstarter.origin.OriginPattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether an origin pattern with a wildcard matches names that anyone can get.
 */
final class WildcardReach {

	/**
	 * Names that nobody can register (RFC 6761, RFC 6762, RFC 8375, RFC 9476 and ICANN's
	 * reservation of {@code internal}).
	 */
	private static final Set<String> RESERVED = Set.of("alt", "example", "internal", "invalid", "local", "localhost",
			"test");

	private static final String RESERVED_BELOW_ARPA = "home.arpa";

	private WildcardReach() {
	}

	/**
	 * Whether the wildcard is directly before the letters of a domain, so that the
	 * pattern also matches the domains of others. For example, {@code
	 * https://*shop.example} matches {@code https://evilshop.example}.
	 * @return {@code true} if the pattern also matches such domains
	 */
	static boolean isInRegistrableName(OriginPattern pattern) {
		String parent = parent(pattern);
		if (parent == null || isWholeLabels(pattern)) {
			return false;
		}
		char next = pattern.host().charAt(pattern.host().indexOf('*') + 1);
		boolean letter = (next >= 'a' && next <= 'z') || (next >= '0' && next <= '9');
		return letter && PublicSuffixes.contains(parent);
	}

	/**
	 * Derive the pattern that the author of a pattern such as {@code
	 * https://*shop.example} probably meant.
	 * @return the pattern with a dot after the wildcard, such as {@code
	 * https://*.shop.example}
	 */
	static String beforeWholeName(OriginPattern pattern) {
		String port = pattern.port();
		return pattern.scheme() + "://*." + pattern.host().substring(pattern.host().indexOf('*') + 1)
				+ ((port != null) ? port : "");
	}

	/**
	 * Describe why anyone can get a name that a pattern matches.
	 * @return a clause such as {@code anyone can register a name below 'github.io' (a
	 * public suffix)}, or {@code null} if no reason is known
	 */
	static @Nullable String open(OriginPattern pattern) {
		String parent = parent(pattern);
		if (parent == null || isReserved(parent)) {
			return null;
		}
		if (isWholeLabels(pattern) ? PublicSuffixes.containsBelow(parent)
				: PublicSuffixes.contains(parent) || PublicSuffixes.containsEveryChildOf(parent)) {
			return "anyone can register a name below '" + parent + "' (a public suffix)";
		}
		String domain = OpenDomains.describe(parent);
		return (domain != null) ? "anyone can get a name below " + domain : null;
	}

	/** Only the hosts of web origins are names that somebody registers. */
	private static @Nullable String parent(OriginPattern pattern) {
		boolean web = pattern.scheme().equals("https") || pattern.scheme().equals("http");
		String parent = web ? pattern.wildcardParent() : null;
		return (parent != null && parent.endsWith(".")) ? parent.substring(0, parent.length() - 1) : parent;
	}

	private static boolean isWholeLabels(OriginPattern pattern) {
		return pattern.host().startsWith("*.");
	}

	private static boolean isReserved(String domain) {
		return RESERVED.contains(domain.substring(domain.lastIndexOf('.') + 1)) || domain.equals(RESERVED_BELOW_ARPA)
				|| domain.endsWith("." + RESERVED_BELOW_ARPA);
	}

}
