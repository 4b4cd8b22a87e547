package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * What is found for a path: the most specific pattern that matches it as it is written,
 * and those that match its other spellings. Immutable.
 *
 * @param <T> what belongs to a pattern
 */
final class PathMatch<T> {

	private final @Nullable Candidate<T> written;

	private final List<@Nullable Candidate<T>> others;

	private final boolean plain;

	/** What belongs to all spellings, or {@code null} if they differ. */
	private final @Nullable T value;

	/**
	 * Create what is found for a path in its plain spelling.
	 */
	PathMatch(Candidate<T> candidate) {
		this(candidate, List.of(candidate), true);
	}

	/**
	 * Create what is found for a path that is not in its plain spelling.
	 * @param written what is found for the path as it is written
	 * @param others what is found for each of its other spellings, the plain one first
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
	 * Add what is found for more spellings.
	 */
	PathMatch<T> with(List<@Nullable Candidate<T>> more) {
		List<@Nullable Candidate<T>> all = new ArrayList<>(this.others);
		all.addAll(more);
		return new PathMatch<>(this.written, all, this.plain);
	}

	/**
	 * Whether the path is in its plain spelling, so that every server takes it for the
	 * same.
	 */
	boolean isPlain() {
		return this.plain;
	}

	/**
	 * What belongs to the path, whatever its spelling.
	 * @return the value, or {@code null} if that is uncertain: the spellings differ, or a
	 * pattern could not be matched in time
	 */
	@Nullable T value() {
		return this.value;
	}

	/**
	 * What is found for the path as it is written, as Spring's handler mappings find it.
	 */
	@Nullable Candidate<T> written() {
		return this.written;
	}

	/**
	 * What is found for the plain spelling.
	 */
	@Nullable Candidate<T> plain() {
		return this.others.isEmpty() ? null : this.others.get(0);
	}

	/**
	 * What is found for each of the other spellings, the plain one first.
	 */
	List<@Nullable Candidate<T>> others() {
		return this.others;
	}

	/**
	 * A pattern that matches.
	 *
	 * @param <T> what belongs to a pattern
	 * @param pattern the pattern
	 * @param value what belongs to it
	 * @param decided {@code false} if the pattern may match, but could not be matched in
	 * time
	 */
	record Candidate<T>(PathPattern pattern, T value, boolean decided) {

	}

}
