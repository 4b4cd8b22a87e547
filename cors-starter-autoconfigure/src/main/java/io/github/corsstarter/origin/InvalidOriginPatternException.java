package io.github.corsstarter.origin;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a text is not an {@link OriginPattern}. It holds the problem and, if one can
 * be derived, the value to write instead. The message is
 * {@link OriginProblem#description()}.
 */
public class InvalidOriginPatternException extends IllegalArgumentException {

	private final OriginProblem problem;

	private final @Nullable String suggestion;

	InvalidOriginPatternException(OriginProblem problem, @Nullable String suggestion) {
		super(problem.description());
		this.problem = problem;
		this.suggestion = suggestion;
	}

	/**
	 * The problem that makes the text invalid.
	 * @return the first problem found
	 */
	public OriginProblem problem() {
		return this.problem;
	}

	/**
	 * The value to write instead, itself a valid pattern.
	 * @return the value, or {@code null} if none can be derived
	 */
	public @Nullable String suggestion() {
		return this.suggestion;
	}

}
