package io.github.corsstarter.applicationrules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Reads the predicate of a route. The visitors of both stacks call these methods, which
 * have the names that Spring gives them. Not safe for use by many threads.
 */
abstract class RoutePredicates implements RouteVisitor {

	private static final Requests UNKNOWN = new Requests(null, Set.of(), true);

	private final Deque<List<Requests>> operands = new ArrayDeque<>();

	/** The requests that the predicate selects: any of these. */
	final List<Requests> requests() {
		return this.operands.isEmpty() ? List.of(UNKNOWN) : List.copyOf(this.operands.getLast());
	}

	@Override
	public final void method(Set<HttpMethod> methods) {
		Set<String> names = new LinkedHashSet<>();
		methods.forEach((method) -> names.add(method.name()));
		this.operands.addLast(List.of(new Requests(null, names, false)));
	}

	@Override
	public final void path(String pattern) {
		this.operands.addLast(List.of(new Requests(pattern, Set.of(), false)));
	}

	@Override
	public final void pathExtension(String extension) {
		addUnknown();
	}

	@Override
	public final void header(String name, String value) {
		addUnknown();
	}

	@Override
	public final void version(String version) {
		addUnknown();
	}

	@Override
	public final void startAnd() {
	}

	@Override
	public final void and() {
	}

	@Override
	public final void endAnd() {
		List<Requests> right = this.operands.removeLast();
		List<Requests> left = this.operands.removeLast();
		this.operands.addLast(Requests.both(left, right));
	}

	@Override
	public final void startOr() {
	}

	@Override
	public final void or() {
	}

	@Override
	public final void endOr() {
		List<Requests> either = new ArrayList<>(this.operands.removeLast());
		either.addAll(0, this.operands.removeLast());
		this.operands.addLast(either);
	}

	@Override
	public final void startNegate() {
	}

	@Override
	public final void endNegate() {
		this.operands.removeLast();
		addUnknown();
	}

	/** Spring's own predicates may have a pattern that they do not tell a visitor. */
	final void addUnknown(Object predicate) {
		PathPattern pattern = predicate.getClass().getName().startsWith("org.springframework.")
				? PrivateFields.read(predicate.getClass(), PathPattern.class, predicate) : null;
		this.operands
			.addLast(List.of((pattern != null) ? new Requests(pattern.getPatternString(), Set.of(), true) : UNKNOWN));
	}

	final void addUnknown() {
		this.operands.addLast(List.of(UNKNOWN));
	}

	/**
	 * Requests that a predicate selects.
	 *
	 * @param pattern the path pattern, or {@code null} for all paths
	 * @param methods the methods; empty for all
	 * @param conditional whether there are more conditions
	 */
	record Requests(@Nullable String pattern, Set<String> methods, boolean conditional) {

		/** The requests that both predicates select. */
		static List<Requests> both(Collection<Requests> left, Collection<Requests> right) {
			List<Requests> both = new ArrayList<>();
			left.forEach((one) -> right.forEach((other) -> both.add(one.and(other, false))));
			return both;
		}

		/** The requests of a route that is nested in a route with this predicate. */
		Requests nest(Requests nested) {
			return and(nested, true);
		}

		private Requests and(Requests other, boolean nested) {
			Set<String> common = new LinkedHashSet<>(this.methods.isEmpty() ? other.methods : this.methods);
			if (!other.methods.isEmpty()) {
				common.retainAll(other.methods);
			}
			// Methods that no request can have; the route then does not matter.
			boolean never = common.isEmpty() && !(this.methods.isEmpty() && other.methods.isEmpty());
			boolean twoPaths = !nested && this.pattern != null && other.pattern != null;
			String path = nested ? nested(other.pattern) : (this.pattern != null) ? this.pattern : other.pattern;
			return new Requests(path, common, this.conditional || other.conditional || never || twoPaths);
		}

		private @Nullable String nested(@Nullable String other) {
			if (this.pattern == null) {
				return other;
			}
			String start = this.pattern.endsWith("/**") ? this.pattern.substring(0, this.pattern.length() - 3)
					: UrlPath.normalize(this.pattern);
			return start + ((other != null) ? absolute(other) : "/**");
		}

		private static String absolute(String path) {
			return (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
		}

		/** Whether the route may be for any path, but only under some condition. */
		boolean isUnknown() {
			return this.pattern == null && this.conditional;
		}

		/** The path pattern of the route. */
		String path() {
			String start = (this.pattern != null && this.pattern.startsWith("/")) ? "" : "/";
			return start + ((this.pattern != null) ? this.pattern : "**");
		}

	}

}
