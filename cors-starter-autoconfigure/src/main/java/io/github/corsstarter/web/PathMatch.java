package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The result of a lookup in a {@link PathIndex}: the most specific pattern that matches a
 * path as it is written, and the most specific pattern for each of its other spellings.
 * Immutable.
 *
 * @param <T> the type of the value that belongs to each pattern
 */
final class PathMatch<T> {

	private final @Nullable Candidate<T> written;

	private final List<@Nullable Candidate<T>> others;

	private final boolean plain;

	/**
	 * The value of the pattern, if it is certain and the same for all spellings;
	 * otherwise {@code null}.
	 */
	private final @Nullable T value;

	/**
	 * Create the result for a path in its plain spelling.
	 */
	PathMatch(Candidate<T> candidate) {
		this(candidate, List.of(candidate), true);
	}

	/**
	 * Create the result for a path that is not in its plain spelling.
	 * @param written the pattern for the path as it is written
	 * @param others the pattern for each of the other spellings; the plain spelling comes
	 * first
	 */
	PathMatch(@Nullable Candidate<T> written, List<@Nullable Candidate<T>> others) {
		this(written, others, false);
	}

	private PathMatch(@Nullable Candidate<T> written, List<@Nullable Candidate<T>> others, boolean plain) {
		this.written = written;
		this.others = others;
		this.plain = plain;
		this.value = value(written, others);
	}

	private static <T> @Nullable T value(@Nullable Candidate<T> written, List<@Nullable Candidate<T>> others) {
		if (written == null || !written.decided() || others.isEmpty()) {
			return null;
		}
		for (Candidate<T> other : others) {
			if (other == null || !other.decided() || other.value() != written.value()) {
				return null;
			}
		}
		return written.value();
	}

	/**
	 * Return a copy of this result with the patterns for more spellings.
	 */
	PathMatch<T> with(List<@Nullable Candidate<T>> more) {
		List<@Nullable Candidate<T>> all = new ArrayList<>(this.others);
		all.addAll(more);
		return new PathMatch<>(this.written, all, this.plain);
	}

	/**
	 * Whether the path is in its plain spelling, which every server understands in the
	 * same way.
	 */
	boolean isPlain() {
		return this.plain;
	}

	/**
	 * The value that belongs to every spelling of the path.
	 * @return the value, or {@code null} if it is uncertain, because the spellings have
	 * different values or a pattern could not be matched in time
	 */
	@Nullable T value() {
		return this.value;
	}

	/**
	 * The pattern for the path as it is written. Spring's handler mappings choose in the
	 * same way.
	 */
	@Nullable Candidate<T> written() {
		return this.written;
	}

	/**
	 * The pattern for the plain spelling.
	 */
	@Nullable Candidate<T> plain() {
		return this.others.isEmpty() ? null : this.others.get(0);
	}

	/**
	 * The pattern for each of the other spellings. The plain spelling comes first.
	 */
	List<@Nullable Candidate<T>> others() {
		return this.others;
	}

	/**
	 * A pattern that matches.
	 *
	 * @param <T> the type of the value
	 * @param pattern the pattern
	 * @param value the value that belongs to the pattern
	 * @param decided {@code false} if the pattern may match, but could not be matched in
	 * time
	 */
	record Candidate<T>(PathPattern pattern, T value, boolean decided) {

	}

}
