package io.github.corsstarter.policy;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if policies have errors and so cannot take effect. It lists every error.
 */
public class InvalidCorsPolicyException extends RuntimeException {

	private static final int MAX_LISTED = 10;

	private final transient List<CorsProblem> problems;

	/**
	 * Create an exception.
	 * @param problems the problems, with at least one error; warnings are ignored
	 */
	public InvalidCorsPolicyException(Collection<CorsProblem> problems) {
		super(message(problems.stream().filter(CorsProblem::isError).toList()));
		this.problems = problems.stream().filter(CorsProblem::isError).toList();
	}

	/**
	 * The message is one line, whatever the configuration contains, because it is logged.
	 */
	private static String message(List<CorsProblem> errors) {
		String listed = errors.stream()
			.limit(MAX_LISTED)
			.map((problem) -> SafeText.ofConfiguration(problem.property() + ": " + problem.text()))
			.collect(Collectors.joining(" ", "The CORS configuration has " + errors.size()
					+ ((errors.size() == 1) ? " problem. " : " problems. "), ""));
		String rest = (errors.size() > MAX_LISTED) ? " Not listed: " + (errors.size() - MAX_LISTED) + " more." : "";
		return listed + rest;
	}

	/**
	 * The errors, without warnings.
	 * @return the errors, in the order of the configuration
	 */
	public List<CorsProblem> problems() {
		return this.problems;
	}

}
