package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.origin.SubstringMap;
import io.github.corsstarter.web.PathMatch.Candidate;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the most specific path pattern that matches a path, as Spring's handler mappings
 * do. This is the first match in the order of {@link PathPattern#compareTo}, with one
 * exception. If a literal and a pattern are equally specific ({@code /a/b} and {@code
 * /a/?}), the literal comes first, because Spring looks up literals first. A path that is
 * not in its plain spelling (see {@link PathSpelling}) is looked up in all spellings that
 * a server may treat alike.
 * <p>
 * The index stores each pattern under the literal segments at its start. A lookup reads
 * the path from slash to slash and, at each slash, looks up the part of the path before
 * it. This is enough to find literals, and literals followed by {@code /**}. Other
 * patterns stored under the same key are matched one after the other. Immutable.
 *
 * @param <T> the type of the value that belongs to each pattern
 */
final class PathIndex<T> {

	private static final String REST = "/**";

	/**
	 * The characters that a segment can contain without being encoded (RFC 3986,
	 * "pchar"), except {@code ;} and {@code *}.
	 */
	private static final boolean[] PLAIN = new boolean[128];
	static {
		String plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + "-._~!$&'()+,=:@";
		for (int i = 0; i < plain.length(); i++) {
			PLAIN[plain.charAt(i)] = true;
		}
	}

	private static final int NONE = Integer.MAX_VALUE;

	private static final int NOT_PLAIN = -1;

	/**
	 * The result for each pattern that matches a path in plain spelling. The most
	 * specific pattern comes first.
	 */
	private final List<PathMatch<T>> matches;

	private final List<Candidate<T>> candidates;

	/**
	 * The matcher of each pattern, or {@code null} if a lookup by key finds the pattern.
	 */
	private final List<@Nullable PathPatternMatcher> matchers;

	/**
	 * The key of a node is the text of the literal segments at the start of its patterns.
	 */
	private final SubstringMap<Node> nodes;

	/**
	 * A bit set of the lengths of all keys. The highest bit represents its own length and
	 * all greater lengths.
	 */
	private final long lengths;

	/** The index of the pattern {@code /**}, or {@link #NONE}. */
	private final int root;

	/** The index of the first pattern that needs a matcher. */
	private final int firstOpen;

	PathIndex(Map<PathPattern, T> patterns) {
		List<PathPattern> sorted = new ArrayList<>(patterns.keySet());
		sorted.sort(PathOrder.INSTANCE);
		this.candidates = new ArrayList<>(sorted.size());
		this.matches = new ArrayList<>(sorted.size());
		for (PathPattern pattern : sorted) {
			Candidate<T> candidate = new Candidate<>(pattern, Objects.requireNonNull(patterns.get(pattern)), true);
			this.candidates.add(candidate);
			this.matches.add(new PathMatch<>(candidate));
		}
		this.matchers = new ArrayList<>();
		Map<String, Node> building = new HashMap<>();
		int first = NONE;
		for (int i = 0; i < this.candidates.size(); i++) {
			PathPattern pattern = this.candidates.get(i).pattern();
			String text = pattern.getPatternString();
			String front = text.endsWith(REST) ? text.substring(0, text.length() - REST.length()) : text;
			if (!pattern.hasPatternSyntax() && isPlain(text)) {
				node(building, text).literal = i;
				this.matchers.add(null);
			}
			else if (text.endsWith(REST) && (front.isEmpty() || isPlain(front))) {
				node(building, front).rest = i;
				this.matchers.add(null);
			}
			else {
				node(building, plainSegments(text)).open.add(i);
				this.matchers.add(new PathPatternMatcher(text));
				first = Math.min(first, i);
			}
		}
		this.nodes = new SubstringMap<>(building);
		long bits = 0;
		for (String key : building.keySet()) {
			bits |= bit(key.length());
		}
		this.lengths = bits;
		@Nullable Node everything = building.get("");
		this.root = (everything != null) ? everything.rest : NONE;
		this.firstOpen = first;
	}

	private static Node node(Map<String, Node> nodes, String front) {
		Node node = nodes.get(front);
		if (node == null) {
			node = new Node();
			nodes.put(front, node);
		}
		return node;
	}

	/**
	 * The literal segments at the start of a pattern. Every path that matches the pattern
	 * begins with them.
	 */
	private static String plainSegments(String pattern) {
		int end = 0;
		int next = pattern.indexOf('/', 1);
		while (next != -1 && isPlain(pattern.substring(0, next))) {
			end = next;
			next = pattern.indexOf('/', next + 1);
		}
		return pattern.substring(0, end);
	}

	/**
	 * Whether no character of a text has a special meaning, in a path or in a pattern.
	 */
	static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isPlain(text, i)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPlain(String text, int index) {
		char c = text.charAt(index);
		return (c == '/') ? (index == 0 || text.charAt(index - 1) != '/') : (c < PLAIN.length && PLAIN[c]);
	}

	/**
	 * Find the pattern for a path.
	 * @param path the path below the context path, as sent
	 * @return the result, or {@code null} if the path is in its plain spelling and no
	 * pattern matches it
	 */
	@Nullable PathMatch<T> find(String path) {
		if (this.matches.isEmpty()) {
			return null;
		}
		int found = decided(path);
		if (found == NOT_PLAIN) {
			return findAll(path);
		}
		if (this.firstOpen < found) {
			return open(path, found);
		}
		return (found != NONE) ? this.matches.get(found) : null;
	}

	/**
	 * Find the patterns for a path that a server has decoded.
	 * @param path the path below the context path, decoded
	 * @return one element for each spelling: the pattern, or {@code null} if no pattern
	 * matches
	 */
	List<@Nullable Candidate<T>> findDecoded(String path) {
		Set<String> spellings = PathSpelling.allOfDecoded(path);
		spellings.add(path);
		return findEach(spellings);
	}

	private PathMatch<T> findAll(String path) {
		PathElements sent = PathElements.ofSent(path);
		Candidate<T> written = (sent != null) ? find(sent) : null;
		return new PathMatch<>(written,
				path.equals(CorsRequest.UNKNOWN_PATH) ? List.of() : findEach(PathSpelling.all(path)));
	}

	private List<@Nullable Candidate<T>> findEach(Collection<String> spellings) {
		List<@Nullable Candidate<T>> found = new ArrayList<>(spellings.size());
		for (String spelling : spellings) {
			found.add(find(PathElements.ofDecoded(spelling)));
		}
		return found;
	}

	/**
	 * Find the most specific pattern that needs no matcher and matches a path.
	 * @return the index, {@link #NONE}, or {@link #NOT_PLAIN} for a path that is not in
	 * its plain spelling or has a character that Spring would decode
	 */
	private int decided(String path) {
		if (path.isEmpty() || path.charAt(0) != '/') {
			return NOT_PLAIN;
		}
		int found = this.root;
		int hash = 0;
		int hashed = 0;
		int start = 1;
		while (true) {
			int end = segmentEnd(path, start);
			boolean last = end == path.length();
			if ((!last && path.charAt(end) != '/') || (end == start && !(last && end == 1))
					|| PathSpelling.isDotSegment(path, start, end)) {
				return NOT_PLAIN;
			}
			if (hasLength(end)) {
				hash = hash(path, hashed, end, hash);
				hashed = end;
				Node node = this.nodes.get(path, 0, end, hash);
				if (node != null) {
					found = Math.min(found, last ? Math.min(node.rest, node.literal) : node.rest);
				}
			}
			if (last) {
				return found;
			}
			start = end + 1;
		}
	}

	/** The index of the first character that a segment cannot contain unencoded. */
	private static int segmentEnd(String path, int start) {
		int end = start;
		while (end < path.length() && path.charAt(end) < PLAIN.length && PLAIN[path.charAt(end)]) {
			end++;
		}
		return end;
	}

	private boolean hasLength(int length) {
		return (this.lengths & bit(length)) != 0;
	}

	private static long bit(int length) {
		return 1L << Math.min(length, Long.SIZE - 1);
	}

	/**
	 * Callers hash a path only up to the index of the next lookup, because hashing costs
	 * more than checking the characters.
	 */
	private static int hash(String path, int start, int end, int hash) {
		int all = hash;
		for (int i = start; i < end; i++) {
			all = 31 * all + path.charAt(i);
		}
		return all;
	}

	/**
	 * Find the most specific pattern that matches a path, including the patterns that
	 * need a matcher.
	 * @param path a plain path
	 * @param limit the index of the most specific pattern that is already known to match,
	 * or {@link #NONE}
	 */
	private @Nullable PathMatch<T> open(String path, int limit) {
		Search search = new Search(limit);
		@Nullable PathElements elements = null;
		int hash = 0;
		for (int i = 0; i <= path.length(); i++) {
			boolean end = i == path.length();
			if (end || path.charAt(i) == '/') {
				Node node = this.nodes.get(path, 0, i, hash);
				if (node != null && !node.open.isEmpty() && node.open.get(0) < search.first()) {
					elements = (elements != null) ? elements : PathElements.ofDecoded(path);
					search.match(node, elements);
				}
			}
			hash = end ? hash : 31 * hash + path.charAt(i);
		}
		if (search.isUndecided()) {
			Candidate<T> candidate = search.candidate();
			return (candidate != null) ? new PathMatch<>(candidate) : null;
		}
		return (search.found != NONE) ? this.matches.get(search.found) : null;
	}

	/**
	 * Find the most specific pattern that matches a path, in whatever spelling.
	 */
	private @Nullable Candidate<T> find(PathElements path) {
		Search search = new Search(NONE);
		String text = path.text();
		int hash = 0;
		int end = 0;
		search.visit(this.nodes.get(text, 0, 0, 0), path, 0);
		// No key of the index extends past a segment that is empty without its parameters
		// (/;v=1) or contains an encoded slash.
		for (int i = 0; i < path.size() && (path.isSeparator(i) || isLiteral(path.segment(i))); i++) {
			int next = end + (path.isSeparator(i) ? 1 : path.segment(i).length());
			hash = hash(text, end, next, hash);
			end = next;
			search.visit(this.nodes.get(text, 0, end, hash), path, i + 1);
		}
		return search.candidate();
	}

	private static boolean isLiteral(String segment) {
		return !segment.isEmpty() && segment.indexOf('/') == -1;
	}

	/**
	 * A search for the first pattern that matches. An instance is used by one thread for
	 * one path.
	 */
	private final class Search {

		private int found;

		private int undecided = NONE;

		private Search(int limit) {
			this.found = limit;
		}

		/**
		 * The index from which on no pattern needs to be tried, because a more specific
		 * one matches or may match.
		 */
		private int first() {
			return Math.min(this.found, this.undecided);
		}

		private boolean isUndecided() {
			return this.undecided < this.found;
		}

		private void visit(@Nullable Node node, PathElements path, int index) {
			if (node == null) {
				return;
			}
			boolean end = index == path.size();
			if (end) {
				this.found = Math.min(this.found, node.literal);
			}
			if (end || path.isSeparator(index)) {
				this.found = Math.min(this.found, node.rest);
			}
			match(node, path);
		}

		private void match(Node node, PathElements path) {
			for (int index : node.open) {
				PathPatternMatcher matcher = (index < first()) ? PathIndex.this.matchers.get(index) : null;
				if (matcher == null) {
					return;
				}
				PathPatternMatcher.Result result = matcher.match(path);
				this.found = (result == PathPatternMatcher.Result.MATCH) ? index : this.found;
				this.undecided = (result == PathPatternMatcher.Result.UNDECIDED) ? index : this.undecided;
			}
		}

		private @Nullable Candidate<T> candidate() {
			if (isUndecided()) {
				Candidate<T> candidate = PathIndex.this.candidates.get(this.undecided);
				return new Candidate<>(candidate.pattern(), candidate.value(), false);
			}
			return (this.found != NONE) ? PathIndex.this.candidates.get(this.found) : null;
		}

	}

	/**
	 * The indexes of the patterns that begin with the same literal segments.
	 */
	private static final class Node {

		/** The pattern that consists of these segments only. */
		private int literal = NONE;

		/** The pattern that consists of these segments and {@code /**}. */
		private int rest = NONE;

		/** The patterns that need a matcher. */
		private final List<Integer> open = new ArrayList<>(0);

	}

}
