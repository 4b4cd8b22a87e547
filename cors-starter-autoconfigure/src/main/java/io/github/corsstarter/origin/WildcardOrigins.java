package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.corsstarter.origin.HostPattern.Form;
import io.github.corsstarter.origin.OriginMap.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Patterns with a wildcard and their values, compiled for lookup by origin. Each pattern
 * is split into a prefix, from the scheme to the wildcard, and a suffix, from the
 * wildcard to the end of the host. A pattern for any host is found by its scheme. A
 * lookup walks the host of a request from its end. At each index where a suffix can
 * begin, it looks up the suffix and then the prefix. The time does not depend on the
 * number of patterns. Immutable.
 *
 * @param <V> the type of the values
 */
final class WildcardOrigins<V> {

	private static final int UNKNOWN = -1;

	/**
	 * Scheme and host of the patterns that allow any port and have no wildcard in the
	 * host.
	 */
	private final SubstringMap<V> anyPort;

	/**
	 * The ports of the patterns that allow any host. The key is the scheme with
	 * {@code ://}.
	 */
	private final SubstringMap<PortMap<V>> anyHost;

	private final int longestScheme;

	private final int longestLiteral;

	/** The key is the suffix. */
	private final SubstringMap<Parent<V>> parents;

	private final int longestParent;

	/**
	 * Whether a suffix can begin inside a label. Otherwise, every suffix begins with a
	 * dot, and the lookup can skip all other characters.
	 */
	private final boolean endsInLabel;

	WildcardOrigins(Collection<Entry<V>> entries) {
		Map<String, V> literals = new HashMap<>();
		Map<String, List<Entry<V>>> byParent = new HashMap<>();
		Map<String, List<Entry<V>>> byScheme = new HashMap<>();
		int longestPrefix = 0;
		int longestWhole = 0;
		int longestSuffix = 0;
		boolean inLabel = false;
		for (Entry<V> entry : entries) {
			OriginPattern pattern = entry.pattern();
			HostPattern host = pattern.wildcardHost();
			if (host == null) {
				String literal = pattern.scheme() + "://" + pattern.host();
				literals.put(literal, entry.value());
				longestWhole = Math.max(longestWhole, literal.length());
				continue;
			}
			if (pattern.isAnyHost()) {
				String prefix = pattern.scheme() + "://";
				add(entry, prefix, byScheme);
				longestPrefix = Math.max(longestPrefix, prefix.length());
				continue;
			}
			add(entry, host.suffix(), byParent);
			longestSuffix = Math.max(longestSuffix, host.suffix().length());
			inLabel |= host.suffix().charAt(0) != '.';
		}
		Map<String, Parent<V>> compiled = new HashMap<>();
		for (Map.Entry<String, List<Entry<V>>> parent : byParent.entrySet()) {
			compiled.put(parent.getKey(), new Parent<>(parent.getValue()));
		}
		Map<String, PortMap<V>> schemes = new HashMap<>();
		for (Map.Entry<String, List<Entry<V>>> scheme : byScheme.entrySet()) {
			schemes.put(scheme.getKey(), ports(scheme.getValue()));
		}
		this.anyHost = new SubstringMap<>(schemes);
		this.longestScheme = longestPrefix;
		this.anyPort = new SubstringMap<>(literals);
		this.longestLiteral = longestWhole;
		this.parents = new SubstringMap<>(compiled);
		this.longestParent = longestSuffix;
		this.endsInLabel = inLabel;
	}

	private static <V> void add(Entry<V> entry, String key, Map<String, List<Entry<V>>> entries) {
		List<Entry<V>> some = entries.get(key);
		if (some == null) {
			some = new ArrayList<>();
			entries.put(key, some);
		}
		some.add(entry);
	}

	/**
	 * Find the value for an origin.
	 * @param origin the value of an {@code Origin} header
	 * @return the value, or {@code null} if no pattern matches
	 */
	@Nullable V get(String origin) {
		int hostStart = Origin.hostStart(origin);
		int hostEnd = (hostStart != -1) ? Origin.hostEnd(origin, hostStart) : -1;
		if (hostEnd <= hostStart) {
			return null;
		}
		int port = Origin.port(origin, hostEnd);
		if (port == Origin.INVALID_PORT) {
			return null;
		}
		V value = findLiteral(origin, hostEnd);
		if (value == null && this.longestParent > 0) {
			value = findHost(origin, hostStart, hostEnd, port);
		}
		return (value != null) ? value : findScheme(origin, hostStart, hostEnd, port);
	}

	private @Nullable V findLiteral(String origin, int hostEnd) {
		return (hostEnd <= this.longestLiteral) ? this.anyPort.get(origin, 0, hostEnd, hashOfPrefix(origin, hostEnd))
				: null;
	}

	private @Nullable V findScheme(String origin, int hostStart, int hostEnd, int port) {
		if (hostStart > this.longestScheme) {
			return null;
		}
		PortMap<V> ports = this.anyHost.get(origin, 0, hostStart, hashOfPrefix(origin, hostStart));
		return (ports != null && HostPattern.isHost(origin, hostStart, hostEnd)) ? ports.get(port) : null;
	}

	private static int hashOfPrefix(String text, int end) {
		int hash = 0;
		for (int i = 0; i < end; i++) {
			hash = 31 * hash + text.charAt(i);
		}
		return hash;
	}

	/** The ports of patterns with the same scheme. */
	private static <V> PortMap<V> ports(List<Entry<V>> entries) {
		return new PortMap<>(entries, Origin.defaultPort(entries.get(0).pattern().scheme()));
	}

	private @Nullable V findHost(String origin, int hostStart, int hostEnd, int port) {
		int labelEnd = this.endsInLabel ? labelEnd(origin, hostStart, hostEnd) : UNKNOWN;
		int labelsEnd = UNKNOWN;
		int wildcardStart = hostEnd;
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
			Parent<V> parent = this.parents.get(origin, i, hostEnd, hash);
			if (parent == null) {
				continue;
			}
			// Compute these only if a suffix matches. An origin that is not allowed can
			// be long, and in most cases no suffix matches it.
			labelsEnd = (labelsEnd == UNKNOWN) ? labelsEnd(origin, hostStart, hostEnd) : labelsEnd;
			wildcardStart = (i <= wildcardStart) ? wildcardStart(origin, hostStart, i) : wildcardStart;
			boolean labels = i <= labelsEnd && origin.charAt(i - 1) != '.';
			V value = parent.get(origin, i, labels, wildcardStart, port);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	/** The end of the left-most label. */
	private static int labelEnd(String origin, int hostStart, int hostEnd) {
		int dot = origin.indexOf('.', hostStart);
		return (dot != -1) ? dot : hostEnd;
	}

	/**
	 * The end of the longest sequence of valid labels, counted from the left. Empty
	 * labels are not valid.
	 */
	private static int labelsEnd(String origin, int hostStart, int hostEnd) {
		int end = hostStart;
		while (end < hostEnd && (HostPattern.isLabelCharacter(origin.charAt(end))
				|| (origin.charAt(end) == '.' && HostPattern.isLabelCharacter(origin.charAt(end - 1))))) {
			end++;
		}
		return end;
	}

	/**
	 * The first index at which a wildcard inside a label can begin, if it ends at the
	 * given index. The start of the label can have characters that a wildcard does not
	 * match.
	 */
	private static int wildcardStart(String origin, int hostStart, int end) {
		int start = end;
		while (start > hostStart && HostPattern.isLabelCharacter(origin.charAt(start - 1))) {
			start--;
		}
		return start;
	}

	/**
	 * The patterns with the same suffix.
	 */
	private static final class Parent<V> {

		/** The key is the prefix. */
		private final SubstringMap<Rule<V>> rules;

		/** The lengths of the prefixes, in ascending order. */
		private final int[] lengths;

		Parent(List<Entry<V>> entries) {
			Map<String, List<Entry<V>>> byFront = new HashMap<>();
			for (Entry<V> entry : entries) {
				add(entry, front(entry.pattern()), byFront);
			}
			Map<String, Rule<V>> compiled = new HashMap<>();
			for (Map.Entry<String, List<Entry<V>>> front : byFront.entrySet()) {
				compiled.put(front.getKey(), new Rule<>(front.getValue()));
			}
			this.rules = new SubstringMap<>(compiled);
			Set<Integer> sorted = new TreeSet<>();
			for (String front : byFront.keySet()) {
				sorted.add(front.length());
			}
			this.lengths = new int[sorted.size()];
			int index = 0;
			for (int length : sorted) {
				this.lengths[index++] = length;
			}
		}

		private static String front(OriginPattern pattern) {
			HostPattern host = pattern.wildcardHost();
			return pattern.scheme() + "://" + ((host != null) ? host.prefix() : "");
		}

		/**
		 * Find the value of a pattern with a prefix and a port that match the origin.
		 * @param end the index after the text that the wildcard would match
		 * @param labels whether the host up to that index consists of whole labels
		 * @param wildcardStart the first index at which a wildcard inside a label can
		 * begin
		 */
		@Nullable V get(String origin, int end, boolean labels, int wildcardStart, int port) {
			int hash = 0;
			int position = 0;
			for (int length : this.lengths) {
				if (length >= end) {
					return null;
				}
				for (; position < length; position++) {
					hash = 31 * hash + origin.charAt(position);
				}
				Rule<V> rule = this.rules.get(origin, 0, length, hash);
				V value = (rule != null && (rule.labels ? labels : length >= wildcardStart)) ? rule.ports.get(port)
						: null;
				if (value != null) {
					return value;
				}
			}
			return null;
		}

	}

	/**
	 * The patterns that differ only in their ports.
	 */
	private static final class Rule<V> {

		/** Whether the wildcard matches whole labels, not part of one. */
		private final boolean labels;

		private final PortMap<V> ports;

		Rule(List<Entry<V>> entries) {
			HostPattern host = entries.get(0).pattern().wildcardHost();
			this.labels = host != null && host.form() == Form.LABELS;
			this.ports = ports(entries);
		}

	}

}
