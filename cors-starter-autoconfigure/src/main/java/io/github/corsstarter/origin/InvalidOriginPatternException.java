package io.github.corsstarter.origin;

import org.jspecify.annotations.Nullable;

/**
 * Says that a text is no {@link OriginPattern}, why, and what to write instead.
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
	 * What is wrong with the text.
	 * @return the first problem found
	 */
	public OriginProblem problem() {
		return this.problem;
	}

	/**
	 * The value to write instead, itself a valid pattern.
	 * @return the value, or {@code null} where none can be derived
	 */
	public @Nullable String suggestion() {
		return this.suggestion;
	}

}
