package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.corsstarter.origin.HostPattern.Form;
import org.jspecify.annotations.Nullable;

/**
 * The origins that match patterns with a wildcard. Each pattern is split into a prefix,
 * from the scheme to the wildcard, and a suffix, from the wildcard to the end of the
 * host. A pattern for any host is found by its scheme. A lookup walks the host of a
 * request from its end. At each index where a suffix can begin, it looks up the suffix
 * and then the prefix. The time does not depend on the number of patterns. Immutable.
 */
final class WildcardOrigins implements Predicate<String> {

	private static final int UNKNOWN = -1;

	/**
	 * Scheme and host of the patterns that allow any port and have no wildcard in the
	 * host.
	 */
	private final SubstringMap<Boolean> anyPort;

	/**
	 * The ports of the patterns that allow any host. The key is the scheme with
	 * {@code ://}.
	 */
	private final SubstringMap<PortSet> anyHost;

	private final int longestScheme;

	private final int longestLiteral;

	/** The key is the suffix. */
	private final SubstringMap<Parent> parents;

	private final int longestParent;

	/**
	 * Whether a suffix can begin inside a label. Otherwise, every suffix begins with a
	 * dot, and the lookup can skip all other characters.
	 */
	private final boolean endsInLabel;

	WildcardOrigins(Collection<OriginPattern> patterns) {
		Map<String, Boolean> literals = new HashMap<>();
		Map<String, List<OriginPattern>> byParent = new HashMap<>();
		Map<String, List<OriginPattern>> byScheme = new HashMap<>();
		int longestPrefix = 0;
		int longestWhole = 0;
		int longestSuffix = 0;
		boolean inLabel = false;
		for (OriginPattern pattern : patterns) {
			HostPattern host = pattern.wildcardHost();
			if (host == null) {
				String literal = pattern.scheme() + "://" + pattern.host();
				literals.put(literal, Boolean.TRUE);
				longestWhole = Math.max(longestWhole, literal.length());
				continue;
			}
			if (pattern.isAnyHost()) {
				String prefix = pattern.scheme() + "://";
				byScheme.computeIfAbsent(prefix, (key) -> new ArrayList<>()).add(pattern);
				longestPrefix = Math.max(longestPrefix, prefix.length());
				continue;
			}
			byParent.computeIfAbsent(host.suffix(), (suffix) -> new ArrayList<>()).add(pattern);
			longestSuffix = Math.max(longestSuffix, host.suffix().length());
			inLabel |= host.suffix().charAt(0) != '.';
		}
		Map<String, Parent> compiled = new HashMap<>();
		byParent.forEach((suffix, some) -> compiled.put(suffix, new Parent(some)));
		Map<String, PortSet> schemes = new HashMap<>();
		byScheme.forEach((prefix, some) -> schemes.put(prefix, ports(some)));
		this.anyHost = new SubstringMap<>(schemes);
		this.longestScheme = longestPrefix;
		this.anyPort = new SubstringMap<>(literals);
		this.longestLiteral = longestWhole;
		this.parents = new SubstringMap<>(compiled);
		this.longestParent = longestSuffix;
		this.endsInLabel = inLabel;
	}

	@Override
	public boolean test(String origin) {
		int hostStart = Origin.hostStart(origin);
		int hostEnd = (hostStart != -1) ? Origin.hostEnd(origin, hostStart) : -1;
		if (hostEnd <= hostStart) {
			return false;
		}
		int port = Origin.port(origin, hostEnd);
		return port != Origin.INVALID_PORT && (containsLiteral(origin, hostEnd)
				|| (this.longestParent > 0 && containsHost(origin, hostStart, hostEnd, port))
				|| containsScheme(origin, hostStart, hostEnd, port));
	}

	private boolean containsLiteral(String origin, int hostEnd) {
		return hostEnd <= this.longestLiteral
				&& this.anyPort.get(origin, 0, hostEnd, hashOfPrefix(origin, hostEnd)) != null;
	}

	private boolean containsScheme(String origin, int hostStart, int hostEnd, int port) {
		if (hostStart > this.longestScheme) {
			return false;
		}
		PortSet ports = this.anyHost.get(origin, 0, hostStart, hashOfPrefix(origin, hostStart));
		return ports != null && ports.contains(port) && HostPattern.isHost(origin, hostStart, hostEnd);
	}

	private static int hashOfPrefix(String text, int end) {
		int hash = 0;
		for (int i = 0; i < end; i++) {
			hash = 31 * hash + text.charAt(i);
		}
		return hash;
	}

	/** The ports of patterns with the same scheme. */
	private static PortSet ports(List<OriginPattern> patterns) {
		return new PortSet(patterns.stream().map(OriginPattern::ports).toList(),
				Origin.defaultPort(patterns.get(0).scheme()));
	}

	private boolean containsHost(String origin, int hostStart, int hostEnd, int port) {
		int labelEnd = this.endsInLabel ? labelEnd(origin, hostStart, hostEnd) : UNKNOWN;
		int labelsEnd = UNKNOWN;
		int hash = 0;
		int power = 1;
		// A wildcard matches at least one character.
		int stop = Math.max(hostStart + 1, hostEnd - this.longestParent);
		for (int i = hostEnd - 1; i >= stop; i--) {
			char c = origin.charAt(i);
			hash += power * c;
			power *= 31;
			if (c != '.' && !(this.endsInLabel && i <= labelEnd)) {
				continue;
			}
			Parent parent = this.parents.get(origin, i, hostEnd, hash);
			if (parent == null) {
				continue;
			}
			// Compute these once, and only if a suffix matches. An origin that is not
			// allowed can be long, and in most cases no suffix matches it.
			if (labelsEnd == UNKNOWN) {
				labelEnd = labelEnd(origin, hostStart, hostEnd);
				labelsEnd = labelsEnd(origin, labelEnd, hostEnd);
			}
			Span span = (i <= labelEnd) ? Span.IN_LABEL
					: (i <= labelsEnd && origin.charAt(i - 1) != '.') ? Span.LABELS : Span.OTHER;
			if (parent.contains(origin, i, span, port)) {
				return true;
			}
		}
		return false;
	}

	/** The end of the left-most label. */
	private static int labelEnd(String origin, int hostStart, int hostEnd) {
		int end = hostStart;
		while (end < hostEnd && HostPattern.isLabelCharacter(origin.charAt(end))) {
			end++;
		}
		return end;
	}

	/**
	 * The end of the longest sequence of valid labels, counted from the left. Empty
	 * labels are not valid.
	 */
	private static int labelsEnd(String origin, int labelEnd, int hostEnd) {
		int end = labelEnd;
		while (end < hostEnd && (HostPattern.isLabelCharacter(origin.charAt(end))
				|| (origin.charAt(end) == '.' && HostPattern.isLabelCharacter(origin.charAt(end - 1))))) {
			end++;
		}
		return end;
	}

	/**
	 * What the wildcard of a pattern would have to match: the part of a host before the
	 * suffix of the pattern.
	 */
	private enum Span {

		/** The left-most label, or the start of it. */
		IN_LABEL,

		/** Several whole labels. */
		LABELS,

		/** Anything else, such as an empty label. */
		OTHER;

		boolean fits(@Nullable Form form) {
			return this == IN_LABEL || (this == LABELS && form == Form.LABELS);
		}

	}

	/**
	 * The patterns with the same suffix.
	 */
	private static final class Parent {

		/** The key is the prefix. */
		private final SubstringMap<Rule> rules;

		/** The lengths of the prefixes, in ascending order. */
		private final int[] lengths;

		Parent(List<OriginPattern> patterns) {
			Map<String, List<OriginPattern>> byFront = new HashMap<>();
			for (OriginPattern pattern : patterns) {
				byFront.computeIfAbsent(front(pattern), (front) -> new ArrayList<>()).add(pattern);
			}
			Map<String, Rule> compiled = new HashMap<>();
			byFront.forEach((front, some) -> compiled.put(front, new Rule(some)));
			this.rules = new SubstringMap<>(compiled);
			this.lengths = byFront.keySet().stream().mapToInt(String::length).sorted().distinct().toArray();
		}

		private static String front(OriginPattern pattern) {
			HostPattern host = pattern.wildcardHost();
			return pattern.scheme() + "://" + ((host != null) ? host.prefix() : "");
		}

		/**
		 * Whether one of the patterns has a prefix and a port that match the origin.
		 * @param end the index after the text that the wildcard would match
		 * @param span what the host up to that index consists of
		 */
		boolean contains(String origin, int end, Span span, int port) {
			int hash = 0;
			int position = 0;
			for (int length : this.lengths) {
				if (length >= end) {
					return false;
				}
				for (; position < length; position++) {
					hash = 31 * hash + origin.charAt(position);
				}
				Rule rule = this.rules.get(origin, 0, length, hash);
				if (rule != null && span.fits(rule.form) && rule.ports.contains(port)) {
					return true;
				}
			}
			return false;
		}

	}

	/**
	 * The patterns that differ only in their ports.
	 */
	private static final class Rule {

		private final @Nullable Form form;

		private final PortSet ports;

		Rule(List<OriginPattern> patterns) {
			HostPattern host = patterns.get(0).wildcardHost();
			this.form = (host != null) ? host.form() : null;
			this.ports = ports(patterns);
		}

	}

}
