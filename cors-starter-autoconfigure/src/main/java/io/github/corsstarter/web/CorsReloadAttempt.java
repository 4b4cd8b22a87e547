package io.github.corsstarter.web;

import java.time.Duration;
import java.util.List;

import io.github.corsstarter.policy.Coded;
import io.github.corsstarter.policy.CorsProblem;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt to reload the policies has done. Immutable.
 *
 * @param duration how long the sources, the validation and the compilation took together
 * @param reload what has changed, or {@code null} if the policies in force have stayed
 * @param problems why sources have failed, or why the policies were refused. If
 * {@code reload} is not {@code null}, the sources that have failed have kept their
 * policies
 */
public record CorsReloadAttempt(Duration duration, @Nullable CorsReload reload, List<CorsProblem> problems) {

	/**
	 * Create the result of an attempt.
	 * @param duration how long it took
	 * @param reload what has changed
	 * @param problems what went wrong
	 */
	public CorsReloadAttempt {
		problems = List.copyOf(problems);
	}

	/**
	 * The outcome of the attempt.
	 * @return the outcome
	 */
	public Outcome outcome() {
		return (this.reload != null) ? Outcome.RELOADED : this.problems.isEmpty() ? Outcome.UNCHANGED : Outcome.FAILED;
	}

	/**
	 * The possible outcomes.
	 */
	public enum Outcome implements Coded {

		/** Nothing has changed, so the policies in force have stayed. */
		UNCHANGED,

		/** A new generation of policies is in force. */
		RELOADED,

		/** Something is wrong, so the policies in force have stayed. */
		FAILED

	}

}
