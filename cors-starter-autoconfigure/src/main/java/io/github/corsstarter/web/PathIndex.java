package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.origin.SubstringMap;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the most specific path pattern that matches a path, as Spring's handler mappings
 * do. That is the first match in the order of {@link PathPattern#compareTo}. A literal
 * comes before a pattern that is equally specific ({@code /a/b} before {@code /a/?}),
 * because Spring looks literals up first.
 * <p>
 * Patterns are indexed by the whole segments that they start with. A lookup goes through
 * the path from slash to slash and finds the patterns that start with the part read so
 * far. A literal, or a literal followed by {@code /**}, is decided by this lookup alone.
 * Spring's matcher decides on all other patterns. A path with a character that Spring
 * would decode, cut off or refuse is compared with each pattern in turn. Immutable.
 *
 * @param <T> the value of a pattern
 */
final class PathIndex<T> {

	static final Comparator<PathPattern> ORDER = PathPattern.SPECIFICITY_COMPARATOR
		.thenComparing(PathPattern::hasPatternSyntax)
		.thenComparing(PathPattern::getPatternString);

	private static final String REST = "/**";

	/**
	 * The characters that a segment may contain without encoding (RFC 3986, "pchar"),
	 * except {@code ;} and {@code *}.
	 */
	private static final boolean[] PLAIN = new boolean[128];
	static {
		("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + "-._~!$&'()+,=:@").chars()
			.forEach((c) -> PLAIN[c] = true);
	}

	private static final int NONE = Integer.MAX_VALUE;

	private static final int ODD = -1;

	/** The entries, the most specific first. */
	private final List<Map.Entry<PathPattern, T>> entries;

	/**
	 * The nodes by prefix. A prefix consists of whole segments, without a slash at its
	 * end.
	 */
	private final SubstringMap<Node> nodes;

	/**
	 * The lengths that prefixes have: bit 1 is set if there is a prefix of length 1, and
	 * so on. The last bit stands for all greater lengths.
	 */
	private final long lengths;

	/** The entry {@code /**}, which matches every path. */
	private final int root;

	/** The first entry that only Spring's matcher can decide on. */
	private final int firstOpen;

	PathIndex(Map<PathPattern, T> patterns) {
		this.entries = patterns.entrySet()
			.stream()
			.map((entry) -> Map.entry(entry.getKey(), entry.getValue()))
			.sorted(Map.Entry.comparingByKey(ORDER))
			.toList();
		Map<String, Node> building = new HashMap<>();
		int first = NONE;
		for (int i = 0; i < this.entries.size(); i++) {
			PathPattern pattern = this.entries.get(i).getKey();
			String text = pattern.getPatternString();
			String front = text.endsWith(REST) ? text.substring(0, text.length() - REST.length()) : text;
			if (!pattern.hasPatternSyntax() && isPlain(text)) {
				node(building, text).literal = i;
			}
			else if (text.endsWith(REST) && (front.isEmpty() || isPlain(front))) {
				node(building, front).rest = i;
			}
			else {
				node(building, plainSegments(text)).open.add(i);
				first = Math.min(first, i);
			}
		}
		this.nodes = new SubstringMap<>(building);
		this.lengths = building.keySet().stream().mapToLong((key) -> bit(key.length())).reduce(0, (a, b) -> a | b);
		@Nullable Node everything = building.get("");
		this.root = (everything != null) ? everything.rest : NONE;
		this.firstOpen = first;
	}

	private static Node node(Map<String, Node> nodes, String front) {
		return nodes.computeIfAbsent(front, (key) -> new Node());
	}

	/** The prefix of every plain path that a pattern matches. */
	private static String plainSegments(String pattern) {
		int end = 0;
		int next = pattern.indexOf('/', 1);
		while (next != -1 && isPlain(pattern.substring(0, next))) {
			end = next;
			next = pattern.indexOf('/', next + 1);
		}
		return pattern.substring(0, end);
	}

	/** Whether every character of a path or pattern is plain. */
	private static boolean isPlain(String text) {
		if (text.isEmpty() || text.charAt(0) != '/') {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			if (!isPlain(text, i)) {
				return false;
			}
		}
		return true;
	}

	/** Whether a character is a single slash or one of {@link #PLAIN}. */
	private static boolean isPlain(String text, int index) {
		char c = text.charAt(index);
		return (c == '/') ? (index == 0 || text.charAt(index - 1) != '/') : (c < PLAIN.length && PLAIN[c]);
	}

	/**
	 * Find the entry for a path.
	 * @param path the path relative to the context path, as sent
	 * @return the entry of the most specific pattern that matches, or {@code null} if no
	 * pattern matches or Spring could not match the path
	 */
	Map.@Nullable Entry<PathPattern, T> find(String path) {
		if (this.entries.isEmpty()) {
			return null;
		}
		int found = decided(path);
		if (found == ODD) {
			return findOneByOne(path);
		}
		if (this.firstOpen < found) {
			found = open(path, found);
		}
		return (found != NONE) ? this.entries.get(found) : null;
	}

	/**
	 * Find the first entry that matches, of those that do not need Spring's matcher.
	 * @return the index, {@link #NONE}, or {@link #ODD} for a path that is not plain
	 */
	private int decided(String path) {
		if (path.isEmpty() || path.charAt(0) != '/') {
			return ODD;
		}
		int found = this.root;
		int hash = 0;
		int hashed = 0;
		char before = '/';
		for (int i = 1; i < path.length(); i++) {
			char c = path.charAt(i);
			if (c == '/') {
				if (before == '/') {
					return ODD;
				}
				if (hasLength(i)) {
					hash = hash(path, hashed, i, hash);
					hashed = i;
					Node node = this.nodes.get(path, 0, i, hash);
					found = (node != null) ? Math.min(found, node.rest) : found;
				}
			}
			else if (c >= PLAIN.length || !PLAIN[c]) {
				return ODD;
			}
			before = c;
		}
		if (!hasLength(path.length())) {
			return found;
		}
		Node node = this.nodes.get(path, 0, path.length(), hash(path, hashed, path.length(), hash));
		return (node != null) ? Math.min(found, Math.min(node.rest, node.literal)) : found;
	}

	private boolean hasLength(int length) {
		return (this.lengths & bit(length)) != 0;
	}

	private static long bit(int length) {
		return 1L << Math.min(length, Long.SIZE - 1);
	}

	/** Called only for prefixes whose length occurs, because hashing costs time. */
	private static int hash(String path, int start, int end, int hash) {
		int all = hash;
		for (int i = start; i < end; i++) {
			all = 31 * all + path.charAt(i);
		}
		return all;
	}

	/**
	 * Find the first entry that matches, including those that need Spring's matcher.
	 * @param path a plain path
	 * @param limit the first entry that is known to match
	 */
	private int open(String path, int limit) {
		int found = limit;
		@Nullable PathContainer container = null;
		int hash = 0;
		for (int i = 0; i <= path.length(); i++) {
			boolean end = i == path.length();
			if (end || path.charAt(i) == '/') {
				Node node = this.nodes.get(path, 0, i, hash);
				if (node != null && !node.open.isEmpty() && node.open.get(0) < found) {
					container = (container != null) ? container : PathContainer.parsePath(path);
					found = node.firstMatch(this.entries, container, found);
				}
			}
			hash = end ? hash : 31 * hash + path.charAt(i);
		}
		return found;
	}

	private Map.@Nullable Entry<PathPattern, T> findOneByOne(String path) {
		PathContainer container;
		try {
			container = PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			// The path has a broken escape sequence. Spring's handler mappings do not
			// match it either.
			return null;
		}
		for (Map.Entry<PathPattern, T> entry : this.entries) {
			if (matches(entry.getKey(), container)) {
				return entry;
			}
		}
		return null;
	}

	/**
	 * A crafted path can make a regular expression overflow the stack. The pattern then
	 * counts as a match.
	 */
	private static boolean matches(PathPattern pattern, PathContainer path) {
		try {
			return pattern.matches(path);
		}
		catch (StackOverflowError ex) {
			return true;
		}
	}

	/**
	 * The entries with the same prefix, as indexes into the sorted list.
	 */
	private static final class Node {

		/** The literal that equals the prefix. */
		private int literal = NONE;

		/** The entry whose pattern is the prefix followed by {@code /**}. */
		private int rest = NONE;

		/** The entries that only Spring's matcher can decide on. */
		private final List<Integer> open = new ArrayList<>(0);

		<T> int firstMatch(List<Map.Entry<PathPattern, T>> entries, PathContainer path, int limit) {
			for (int index : this.open) {
				if (index >= limit) {
					return limit;
				}
				if (matches(entries.get(index).getKey(), path)) {
					return index;
				}
			}
			return limit;
		}

	}

}
