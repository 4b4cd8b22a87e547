package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.origin.SubstringMap;
import io.github.corsstarter.web.PathMatch.Candidate;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the most specific of the path patterns that match a path, as Spring's handler
 * mappings do: the first match in the order of {@link PathPattern#compareTo}, but a
 * literal before any pattern that is equally specific ({@code /a/b} before {@code /a/?}),
 * because Spring looks literals up first. A path that is not in its plain spelling is
 * looked up twice.
 * <p>
 * Patterns are kept by the literal segments that they begin with. A path is read from
 * slash to slash, and its beginning up to there is looked up. Literals, and literals
 * followed by {@code /**}, are found by that alone; other patterns that begin in this way
 * are matched one by one. Immutable.
 *
 * @param <T> what belongs to a pattern
 */
final class PathIndex<T> {

	static final Comparator<PathPattern> ORDER = PathPattern.SPECIFICITY_COMPARATOR
		.thenComparing(PathPattern::hasPatternSyntax)
		.thenComparing(PathPattern::getPatternString);

	private static final String REST = "/**";

	/**
	 * The characters that a segment can contain without being encoded (RFC 3986,
	 * "pchar"), except {@code ;} and {@code *}.
	 */
	private static final boolean[] PLAIN = new boolean[128];
	static {
		("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + "-._~!$&'()+,=:@").chars()
			.forEach((c) -> PLAIN[c] = true);
	}

	private static final int NONE = Integer.MAX_VALUE;

	private static final int NOT_PLAIN = -1;

	/** The most specific first, each found for a path and for its plain spelling. */
	private final List<PathMatch<T>> matches;

	private final List<Candidate<T>> candidates;

	/** {@code null} for patterns that are found without matching. */
	private final List<@Nullable PathPatternMatcher> matchers;

	/** By the literal segments that patterns begin with, up to a slash or the end. */
	private final SubstringMap<Node> nodes;

	/**
	 * The lengths of the keys of the nodes, bit by bit; the last bit is for all longer
	 * ones.
	 */
	private final long lengths;

	/** The pattern that takes every path, whatever it begins with. */
	private final int root;

	/** The first pattern that has to be matched. */
	private final int firstOpen;

	PathIndex(Map<PathPattern, T> patterns) {
		this.candidates = patterns.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey(ORDER))
			.map((entry) -> new Candidate<>(entry.getKey(), entry.getValue(), true))
			.toList();
		this.matches = this.candidates.stream().map(PathMatch::new).toList();
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
		this.lengths = building.keySet().stream().mapToLong((key) -> bit(key.length())).reduce(0, (a, b) -> a | b);
		@Nullable Node everything = building.get("");
		this.root = (everything != null) ? everything.rest : NONE;
		this.firstOpen = first;
	}

	private static Node node(Map<String, Node> nodes, String front) {
		return nodes.computeIfAbsent(front, (key) -> new Node());
	}

	/** The literal segments that every path begins with that a pattern matches. */
	private static String plainSegments(String pattern) {
		int end = 0;
		int next = pattern.indexOf('/', 1);
		while (next != -1 && isPlain(pattern.substring(0, next))) {
			end = next;
			next = pattern.indexOf('/', next + 1);
		}
		return pattern.substring(0, end);
	}

	/** Whether every character of a text means itself, in a path and in a pattern. */
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

	private static boolean isPlain(String text, int index) {
		char c = text.charAt(index);
		return (c == '/') ? (index == 0 || text.charAt(index - 1) != '/') : (c < PLAIN.length && PLAIN[c]);
	}

	/**
	 * Find what belongs to a path.
	 * @param path the path below the context path, as sent
	 * @return what is found, or {@code null} if the path is in its plain spelling and no
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
	 * Find what belongs to a path that a server has decoded.
	 * @param path the path below the context path, decoded
	 * @return what is found for each spelling
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
	 * The first pattern that matches without being matched one by one.
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
		for (int i = 1; i < path.length(); i++) {
			char c = path.charAt(i);
			if (c == '/') {
				if (i == start || PathSpelling.isDotSegment(path, start, i)) {
					return NOT_PLAIN;
				}
				start = i + 1;
				if (hasLength(i)) {
					hash = hash(path, hashed, i, hash);
					hashed = i;
					Node node = this.nodes.get(path, 0, i, hash);
					found = (node != null) ? Math.min(found, node.rest) : found;
				}
			}
			else if (c >= PLAIN.length || !PLAIN[c]) {
				return NOT_PLAIN;
			}
		}
		if ((start == path.length() && start > 1) || PathSpelling.isDotSegment(path, start, path.length())) {
			return NOT_PLAIN;
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

	/** Only as far as there is something to look up: to check characters is cheaper. */
	private static int hash(String path, int start, int end, int hash) {
		int all = hash;
		for (int i = start; i < end; i++) {
			all = 31 * all + path.charAt(i);
		}
		return all;
	}

	/**
	 * The first pattern that matches, one by one.
	 * @param path a plain path
	 * @param limit the first pattern that is known to match
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
	 * The first pattern that matches a path with anything in it.
	 */
	private @Nullable Candidate<T> find(PathElements path) {
		Search search = new Search(NONE);
		String text = path.text();
		int hash = 0;
		int end = 0;
		search.visit(this.nodes.get(text, 0, 0, 0), path, 0);
		// Nothing literal goes on after a segment without text (/;v=1) or with a slash in
		// it.
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
	 * A search for the first pattern that matches. For one thread and one path.
	 */
	private final class Search {

		private int found;

		private int undecided = NONE;

		private Search(int limit) {
			this.found = limit;
		}

		/** The first pattern that need not be matched any more. */
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
	 * The patterns that begin with the same literal segments, by their place in the
	 * order.
	 */
	private static final class Node {

		/** The pattern that has nothing after them. */
		private int literal = NONE;

		/** The pattern that takes everything after them. */
		private int rest = NONE;

		/** The patterns that have to be matched. */
		private final List<Integer> open = new ArrayList<>(0);

	}

}
