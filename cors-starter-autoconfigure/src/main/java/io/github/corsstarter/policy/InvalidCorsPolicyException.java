package io.github.corsstarter.policy;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says that policies cannot be put in force, with everything that is wrong with them.
 */
public class InvalidCorsPolicyException extends RuntimeException {

	private final transient List<CorsProblem> problems;

	/**
	 * Create an exception.
	 * @param problems what is wrong, at least one error; warnings are left out
	 */
	public InvalidCorsPolicyException(Collection<CorsProblem> problems) {
		super(problems.stream()
			.filter(CorsProblem::isError)
			.map((problem) -> problem.property() + ": " + problem.message())
			.collect(Collectors.joining("; ", "Invalid CORS policies: ", "")));
		this.problems = problems.stream().filter(CorsProblem::isError).toList();
	}

	/**
	 * Everything that is wrong.
	 * @return the problems, in the order of the configuration
	 */
	public List<CorsProblem> problems() {
		return this.problems;
	}

}
