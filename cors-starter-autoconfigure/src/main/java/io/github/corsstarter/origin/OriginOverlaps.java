package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import io.github.corsstarter.origin.HostPattern.Form;
import io.github.corsstarter.origin.OriginPattern.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds origins that patterns of two owners match. The pattern {@code *} means all
 * origins that no other pattern matches, so it overlaps only with itself. The work grows
 * in proportion to the number of patterns. Not safe for use by several threads.
 *
 * @param <V> the type of the owners
 */
public final class OriginOverlaps<V> {

	private final List<Element<V>> elements = new ArrayList<>();

	/** The elements that have no wildcard, by origin, and {@code *}. */
	private final Map<String, Slot<V>> exact = new HashMap<>();

	/**
	 * The other elements by what their origins have in common: the scheme with the host,
	 * the parent domain (and the start of the label) or nothing else, and a port. Within
	 * that, by the end of the label that has the wildcard, read backwards.
	 */
	private final Map<String, NavigableMap<String, Slot<V>>> wildcards = new HashMap<>();

	/**
	 * Add the patterns of an owner.
	 * @param owner the owner
	 * @param index the position of the pattern in the list of its owner
	 * @param pattern the pattern
	 */
	public void add(V owner, int index, OriginPattern pattern) {
		Element<V> element = new Element<>(owner, index, pattern, this.elements.size());
		this.elements.add(element);
		if (pattern.kind() == Kind.ANY) {
			this.exact.computeIfAbsent("*", (unused) -> new Slot<>()).add(element);
		}
		else if (pattern.kind() == Kind.WILDCARD) {
			String key = key(pattern);
			String end = backwards(endOfLabel(pattern));
			for (String port : portsToAdd(pattern)) {
				this.wildcards.computeIfAbsent(port + key, (unused) -> new TreeMap<>())
					.computeIfAbsent(end, (unused) -> new Slot<>())
					.add(element);
			}
		}
		else {
			pattern.exactOrigins()
				.forEach((origin) -> this.exact.computeIfAbsent(origin, (unused) -> new Slot<>()).add(element));
		}
	}

	private static String key(OriginPattern pattern) {
		HostPattern host = pattern.wildcardHost();
		if (host == null) {
			return anyPortKey(pattern);
		}
		return switch (host.form()) {
			case HOST -> anyHostKey(pattern);
			case LABELS -> labelsKey(pattern, host.suffix());
			case IN_LABEL -> inLabelKey(pattern, host.parent(), host.prefix());
		};
	}

	private static String anyPortKey(OriginPattern pattern) {
		return " any port " + pattern.scheme() + "://" + pattern.host();
	}

	private static String anyHostKey(OriginPattern pattern) {
		return " any host " + pattern.scheme();
	}

	private static String labelsKey(OriginPattern pattern, String suffix) {
		return " labels " + pattern.scheme() + "://" + suffix;
	}

	private static String inLabelKey(OriginPattern pattern, String parent, String start) {
		return " in label " + pattern.scheme() + "://" + parent + " " + start;
	}

	/**
	 * The text after a wildcard inside a label, up to the end of the label. For a host
	 * without a wildcard, the label; for all others, empty.
	 */
	private static String endOfLabel(OriginPattern pattern) {
		HostPattern host = pattern.wildcardHost();
		if (host != null && host.form() != Form.IN_LABEL) {
			return "";
		}
		String text = (host != null) ? host.suffix() : pattern.host();
		int dot = text.indexOf('.');
		return (dot != -1) ? text.substring(0, dot) : text;
	}

	private static String startOfLabel(OriginPattern pattern) {
		HostPattern host = pattern.wildcardHost();
		return (host != null) ? host.prefix() : endOfLabel(pattern);
	}

	private static String backwards(String text) {
		return new StringBuilder(text).reverse().toString();
	}

	private static List<String> portsToAdd(OriginPattern pattern) {
		return pattern.ports().isAny() ? List.of("", "*") : with("", pattern);
	}

	/** An element for any port finds elements for all ports. */
	private static List<String> portsToFind(OriginPattern pattern) {
		return pattern.ports().isAny() ? List.of("") : with("*", pattern);
	}

	private static List<String> with(String first, OriginPattern pattern) {
		List<Integer> listed = pattern.ports().listed();
		List<String> ports = new ArrayList<>();
		ports.add(first);
		if (listed.isEmpty()) {
			ports.add(String.valueOf(Origin.defaultPort(pattern.scheme())));
		}
		listed.forEach((port) -> ports.add(port.toString()));
		return ports;
	}

	/**
	 * Whether patterns of some owners overlap with patterns of others.
	 * @param some the patterns of some owners; there should be few of them
	 * @param others the other patterns
	 * @return whether an origin exists that both match
	 */
	public static boolean isAny(Collection<OriginPattern> some, Collection<OriginPattern> others) {
		FewPatterns few = new FewPatterns(some);
		return others.stream().anyMatch(few::overlap);
	}

	/**
	 * Find overlaps.
	 * @return the overlaps. If several other owners have elements for the same hosts,
	 * only the first of these is included
	 */
	public Set<Overlap<V>> find() {
		Set<Overlap<V>> overlaps = new LinkedHashSet<>();
		this.elements.forEach((element) -> find(element, overlaps));
		return overlaps;
	}

	private void find(Element<V> element, Set<Overlap<V>> overlaps) {
		OriginPattern pattern = element.pattern();
		if (pattern.kind() == Kind.ANY) {
			compare(element, this.exact.get("*"), overlaps);
			return;
		}
		pattern.exactOrigins().forEach((origin) -> compare(element, this.exact.get(origin), overlaps));
		if (pattern.scheme().isEmpty()) {
			return;
		}
		String end = backwards(endOfLabel(pattern));
		for (String port : portsToFind(pattern)) {
			for (String key : keys(pattern)) {
				NavigableMap<String, Slot<V>> slots = this.wildcards.get(port + key);
				if (slots != null) {
					compare(element, end, slots, overlaps);
				}
			}
		}
	}

	/**
	 * The keys of all elements that can have origins in common with a pattern, except the
	 * keys under which only narrower patterns are found. Those patterns find this one.
	 */
	private static List<String> keys(OriginPattern pattern) {
		List<String> keys = new ArrayList<>();
		HostPattern wildcard = pattern.wildcardHost();
		if (wildcard == null) {
			keys.add(anyPortKey(pattern));
		}
		String host = pattern.host();
		int dot = host.indexOf('.');
		if (dot != -1 && (wildcard == null || wildcard.form() == Form.IN_LABEL)) {
			String parent = host.substring(dot + 1);
			String start = startOfLabel(pattern);
			for (int length = 0; length <= start.length(); length++) {
				keys.add(inLabelKey(pattern, parent, start.substring(0, length)));
			}
		}
		for (; dot != -1; dot = host.indexOf('.', dot + 1)) {
			keys.add(labelsKey(pattern, host.substring(dot)));
		}
		keys.add(anyHostKey(pattern));
		return keys;
	}

	/**
	 * Compare an element with those that have a shorter or longer end of the label. Only
	 * one of the two ends can be longer.
	 */
	private void compare(Element<V> element, String end, NavigableMap<String, Slot<V>> slots,
			Set<Overlap<V>> overlaps) {
		for (int length = 0; length <= end.length(); length++) {
			if (compare(element, slots.get(end.substring(0, length)), overlaps)) {
				return;
			}
		}
		if (element.pattern().wildcardHost() != null) {
			for (Slot<V> slot : slots.subMap(end, false, end + Character.MAX_VALUE, false).values()) {
				if (compare(element, slot, overlaps)) {
					return;
				}
			}
		}
	}

	private boolean compare(Element<V> element, @Nullable Slot<V> slot, Set<Overlap<V>> overlaps) {
		Element<V> other = (slot != null) ? slot.ofAnotherOwner(element) : null;
		String origin = (other != null) ? element.pattern().commonOrigin(other.pattern()) : null;
		if (other == null || origin == null) {
			return false;
		}
		overlaps.add((other.order < element.order) ? new Overlap<>(other, element, origin)
				: new Overlap<>(element, other, origin));
		return true;
	}

	/**
	 * Elements that match the same hosts, so any of them can represent the others.
	 *
	 * @param <V> the type of the owners
	 */
	private static final class Slot<V> {

		private @Nullable Element<V> first;

		private @Nullable Element<V> ofAnotherOwner;

		void add(Element<V> element) {
			if (this.first == null) {
				this.first = element;
			}
			else if (this.ofAnotherOwner == null && !element.owner().equals(this.first.owner())) {
				this.ofAnotherOwner = element;
			}
		}

		@Nullable Element<V> ofAnotherOwner(Element<V> element) {
			return (this.first != null && this.first.owner().equals(element.owner())) ? this.ofAnotherOwner
					: this.first;
		}

	}

	/**
	 * A pattern of an owner.
	 *
	 * @param <V> the type of the owner
	 * @param owner the owner
	 * @param index the position of the pattern in the list of its owner
	 * @param pattern the pattern
	 * @param order the position among all patterns
	 */
	public record Element<V>(V owner, int index, OriginPattern pattern, int order) {

	}

	/**
	 * Two patterns of different owners that match the same origin.
	 *
	 * @param <V> the type of the owners
	 * @param first the pattern that was added first
	 * @param second the pattern that was added later
	 * @param origin an origin that both match
	 */
	public record Overlap<V>(Element<V> first, Element<V> second, String origin) {

	}

}
