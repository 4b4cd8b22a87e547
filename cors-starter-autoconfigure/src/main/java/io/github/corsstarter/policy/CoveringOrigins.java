package io.github.corsstarter.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The origins of one policy that may cover others: patterns with a wildcard or with
 * several ports. They are found by scheme, host and port, so that a search does not
 * compare an origin with all of them. The keys of the maps are strings, because untrusted
 * people, such as tenants, may have chosen the patterns. A hash map of the JDK stays fast
 * if the hash codes of strings collide.
 */
final class CoveringOrigins {

	private static final String ANY_PORT = "*";

	/** More suffixes are not compared one by one. */
	private static final int MAX_COMPARED = 64;

	/** The patterns by scheme and host, as written. */
	private final Map<String, Ports> hosts = new HashMap<>();

	/**
	 * The patterns with a wildcard inside the left-most label: by scheme, parent domain
	 * and the text before the wildcard, and then by the text after it in the label.
	 */
	private final Map<String, Map<String, Ports>> inLabel = new HashMap<>();

	/**
	 * Add a pattern if it may cover another one.
	 * @param index the position of the pattern in the configuration
	 */
	void add(OriginPattern pattern, int index) {
		String port = pattern.port();
		if (pattern.kind() != Kind.WILDCARD && (port == null || !port.startsWith(":["))) {
			return;
		}
		Covering covering = new Covering(pattern, index);
		String host = pattern.host();
		ports(pattern.scheme() + "://" + host, this.hosts).add(covering);
		int star = host.indexOf('*');
		int dot = host.indexOf('.');
		if (star != -1 && dot > 1) {
			String key = key(pattern, host.substring(0, star), dot);
			Map<String, Ports> suffixes = this.inLabel.get(key);
			if (suffixes == null) {
				suffixes = new HashMap<>();
				this.inLabel.put(key, suffixes);
			}
			ports(host.substring(star + 1, dot), suffixes).add(covering);
		}
	}

	private static Ports ports(String key, Map<String, Ports> map) {
		Ports ports = map.get(key);
		if (ports == null) {
			ports = new Ports();
			map.put(key, ports);
		}
		return ports;
	}

	private static String key(OriginPattern pattern, String prefix, int dot) {
		return pattern.scheme() + "://" + prefix + "*" + pattern.host().substring(dot);
	}

	/**
	 * Find the first pattern that covers an origin. If two patterns cover each other, the
	 * first one has no cover.
	 * @param index the position of the origin in the configuration
	 */
	@Nullable OriginPattern find(OriginPattern pattern, int index) {
		if (this.hosts.isEmpty() || pattern.scheme().isEmpty()) {
			return null;
		}
		Search search = new Search(pattern, index);
		String scheme = pattern.scheme() + "://";
		String host = pattern.host();
		search.examine(this.hosts.get(scheme + host));
		search.examine(this.hosts.get(scheme + "*"));
		for (int dot = host.indexOf('.'); dot != -1; dot = host.indexOf('.', dot + 1)) {
			search.examine(this.hosts.get(scheme + "*" + host.substring(dot)));
		}
		int dot = host.indexOf('.');
		if (dot > 0 && !this.inLabel.isEmpty()) {
			examineInLabel(search, pattern, host.substring(0, dot), dot);
		}
		return (search.found != null) ? search.found.pattern() : null;
	}

	private void examineInLabel(Search search, OriginPattern pattern, String label, int dot) {
		int star = label.indexOf('*');
		String before = (star != -1) ? label.substring(0, star) : label;
		String after = label.substring(star + 1);
		for (int i = 0; i <= before.length(); i++) {
			Map<String, Ports> suffixes = this.inLabel.get(key(pattern, before.substring(0, i), dot));
			if (suffixes == null) {
				continue;
			}
			if (suffixes.size() <= MAX_COMPARED) {
				for (Ports ports : suffixes.values()) {
					search.examine(ports);
				}
				continue;
			}
			for (int j = 0; j <= after.length(); j++) {
				search.examine(suffixes.get(after.substring(j)));
			}
		}
	}

	/**
	 * The ports of a pattern as written, with the default port if it has none.
	 */
	private static List<String> ports(OriginPattern pattern) {
		String port = pattern.port();
		if (port == null) {
			String defaultPort = switch (pattern.scheme()) {
				case "https" -> "443";
				case "http" -> "80";
				case "ftp" -> "21";
				default -> "";
			};
			return List.of(defaultPort);
		}
		String text = port.substring(1);
		return text.startsWith("[") ? List.of(text.substring(1, text.length() - 1).split(",")) : List.of(text);
	}

	/**
	 * The patterns with the same scheme and host, by each of their ports.
	 */
	private static final class Ports {

		private final Map<String, List<Covering>> byPort = new HashMap<>();

		void add(Covering covering) {
			for (String port : ports(covering.pattern())) {
				List<Covering> same = this.byPort.get(port);
				if (same == null) {
					same = new ArrayList<>(1);
					this.byPort.put(port, same);
				}
				same.add(covering);
			}
		}

		/** The patterns for any port, or for the rarest port of a pattern. */
		List<Covering> candidates(List<String> ports) {
			List<Covering> candidates = new ArrayList<>(this.byPort.getOrDefault(ANY_PORT, List.of()));
			List<Covering> rarest = null;
			for (String port : ports) {
				List<Covering> same = this.byPort.getOrDefault(port, List.of());
				rarest = (rarest == null || same.size() < rarest.size()) ? same : rarest;
			}
			if (rarest != null) {
				candidates.addAll(rarest);
			}
			return candidates;
		}

	}

	/**
	 * The search for the first pattern that covers an origin.
	 */
	private static final class Search {

		private final OriginPattern pattern;

		private final int index;

		private final List<String> ports;

		private @Nullable Covering found;

		Search(OriginPattern pattern, int index) {
			this.pattern = pattern;
			this.index = index;
			this.ports = ports(pattern);
		}

		void examine(@Nullable Ports candidates) {
			if (candidates == null) {
				return;
			}
			for (Covering candidate : candidates.candidates(this.ports)) {
				OriginPattern other = candidate.pattern();
				if ((this.found == null || candidate.index() < this.found.index()) && !other.equals(this.pattern)
						&& other.covers(this.pattern)
						&& (candidate.index() < this.index || !this.pattern.covers(other))) {
					this.found = candidate;
				}
			}
		}

	}

	/**
	 * A pattern that may cover others.
	 */
	private record Covering(OriginPattern pattern, int index) {

	}

}
