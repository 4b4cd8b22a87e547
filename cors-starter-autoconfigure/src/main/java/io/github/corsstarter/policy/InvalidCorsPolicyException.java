package io.github.corsstarter.policy;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says that policies cannot be put in force, with everything that is wrong with them.
 */
public class InvalidCorsPolicyException extends RuntimeException {

	private static final int MAX_LISTED = 10;

	private final transient List<CorsProblem> problems;

	/**
	 * Create an exception.
	 * @param problems what is wrong, at least one error; warnings are left out
	 */
	public InvalidCorsPolicyException(Collection<CorsProblem> problems) {
		super(message(problems.stream().filter(CorsProblem::isError).toList()));
		this.problems = problems.stream().filter(CorsProblem::isError).toList();
	}

	/** One line, whatever the configuration holds: this ends up in logs. */
	private static String message(List<CorsProblem> errors) {
		String listed = errors.stream()
			.limit(MAX_LISTED)
			.map((problem) -> SafeText.ofConfiguration(problem.property() + ": " + problem.message()))
			.collect(Collectors.joining(" ", "The CORS configuration has " + errors.size()
					+ ((errors.size() == 1) ? " problem. " : " problems. "), ""));
		String rest = (errors.size() > MAX_LISTED) ? " And " + (errors.size() - MAX_LISTED) + " more." : "";
		return listed + rest;
	}

	/**
	 * Everything that is wrong.
	 * @return the problems, in the order of the configuration
	 */
	public List<CorsProblem> problems() {
		return this.problems;
	}

}
