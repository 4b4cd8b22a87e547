package io.github.corsstarter.web;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * What is found for a path: the most specific pattern that matches it as it is written,
 * and the one that matches its plain spelling. Immutable.
 *
 * @param <T> what belongs to a pattern
 */
final class PathMatch<T> {

	private final @Nullable Candidate<T> written;

	private final @Nullable Candidate<T> plain;

	/** What belongs to both spellings, or {@code null} if they differ. */
	private final @Nullable T value;

	PathMatch(@Nullable Candidate<T> written, @Nullable Candidate<T> plain) {
		this.written = written;
		this.plain = plain;
		boolean certain = written != null && plain != null && written.decided() && plain.decided()
				&& written.value() == plain.value();
		this.value = (certain && written != null) ? written.value() : null;
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
		return this.plain;
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
