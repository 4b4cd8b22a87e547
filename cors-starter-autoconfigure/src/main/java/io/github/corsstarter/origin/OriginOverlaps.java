package io.github.corsstarter.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.origin.HostPattern.Form;
import io.github.corsstarter.origin.OriginPattern.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds origins that patterns of two owners match. The pattern {@code *} means all
 * origins that no other pattern matches, so it overlaps only with itself. The work grows
 * in proportion to the number of patterns, except for patterns with a wildcard inside the
 * same label, which are compared with each other. Not safe for use by several threads.
 *
 * @param <V> the type of the owners
 */
public final class OriginOverlaps<V> {

	private final List<Element<V>> elements = new ArrayList<>();

	/**
	 * The elements by a key that the origins of an element have in common: the origin,
	 * the scheme with the host, the parent domain or the scheme.
	 */
	private final Map<String, List<Element<V>>> byKey = new HashMap<>();

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
			put("*", element);
			return;
		}
		pattern.exactOrigins().forEach((origin) -> put(origin, element));
		HostPattern host = pattern.wildcardHost();
		if (host == null) {
			if (pattern.kind() == Kind.WILDCARD) {
				put(anyPortKey(pattern), element);
			}
			return;
		}
		switch (host.form()) {
			case HOST -> put(anyHostKey(pattern), element);
			case LABELS -> put(labelsKey(pattern, host.suffix()), element);
			case IN_LABEL -> put(inLabelKey(pattern, host.parent()), element);
		}
	}

	private void put(String key, Element<V> element) {
		this.byKey.computeIfAbsent(key, (unused) -> new ArrayList<>(1)).add(element);
	}

	private static String anyPortKey(OriginPattern pattern) {
		return "any port " + pattern.scheme() + "://" + pattern.host();
	}

	private static String anyHostKey(OriginPattern pattern) {
		return "any host " + pattern.scheme();
	}

	private static String labelsKey(OriginPattern pattern, String suffix) {
		return "labels " + pattern.scheme() + "://" + suffix;
	}

	private static String inLabelKey(OriginPattern pattern, String parent) {
		return "in label " + pattern.scheme() + "://" + parent;
	}

	/**
	 * Find overlaps.
	 * @return the overlaps. If elements of several other owners overlap with an element
	 * in the same way, only the first of them is included
	 */
	public Set<Overlap<V>> find() {
		Set<Overlap<V>> overlaps = new LinkedHashSet<>();
		for (Element<V> element : this.elements) {
			for (String key : keys(element.pattern())) {
				Overlap<V> overlap = find(element, key);
				if (overlap != null) {
					overlaps.add(overlap);
				}
			}
		}
		return overlaps;
	}

	private @Nullable Overlap<V> find(Element<V> element, String key) {
		for (Element<V> other : this.byKey.getOrDefault(key, List.of())) {
			String origin = other.owner().equals(element.owner()) ? null
					: element.pattern().commonOrigin(other.pattern());
			if (origin != null) {
				return (other.order < element.order) ? new Overlap<>(other, element, origin)
						: new Overlap<>(element, other, origin);
			}
		}
		return null;
	}

	/**
	 * The keys of all elements that can have origins in common with a pattern, except the
	 * keys under which only narrower patterns are found. Those patterns find this one.
	 */
	private static List<String> keys(OriginPattern pattern) {
		if (pattern.kind() == Kind.ANY) {
			return List.of("*");
		}
		List<String> keys = new ArrayList<>(pattern.exactOrigins());
		if (pattern.scheme().isEmpty()) {
			return keys;
		}
		HostPattern wildcard = pattern.wildcardHost();
		if (wildcard == null) {
			keys.add(anyPortKey(pattern));
		}
		String host = pattern.host();
		int dot = host.indexOf('.');
		if (dot != -1 && (wildcard == null || wildcard.form() == Form.IN_LABEL)) {
			keys.add(inLabelKey(pattern, host.substring(dot + 1)));
		}
		for (; dot != -1; dot = host.indexOf('.', dot + 1)) {
			keys.add(labelsKey(pattern, host.substring(dot)));
		}
		keys.add(anyHostKey(pattern));
		return keys;
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
