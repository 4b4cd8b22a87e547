package io.github.corsstarter.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Collects the problems of one specification and adds their locations. An instance is
 * used by one thread for one validation.
 */
final class ProblemCollector {

	private final CorsPolicySpecification specification;

	private final List<CorsProblem> problems;

	/** The properties that have a problem. */
	private final Set<String> properties = new HashSet<>();

	private boolean errors;

	/**
	 * Create a collector.
	 * @param specification the specification
	 * @param problems receives the problems
	 */
	ProblemCollector(CorsPolicySpecification specification, List<CorsProblem> problems) {
		this.specification = specification;
		this.problems = problems;
		for (CorsProblem problem : problems) {
			this.errors |= problem.isError() && specification.name().equals(problem.policy());
		}
	}

	/**
	 * Add a problem with a whole setting.
	 * @param reason the reason
	 * @param key the key of the policy
	 * @param message a description of the problem, in one or two sentences
	 * @param suggestion the value to write instead, if one can be derived
	 */
	void add(Reason reason, String key, String message, @Nullable String suggestion) {
		String property = this.specification.locations().property(key);
		boolean missing = reason == Reason.NO_PATHS || reason == Reason.NO_ORIGINS || reason == Reason.NO_METHODS;
		if (missing) {
			add(this.specification.problem(reason, property, null,
					message + ListActions.emptyVariables(this.specification, property), suggestion,
					new ListActions(this.specification, key).emptyList()));
		}
		else {
			add(reason, property, null, message, suggestion);
		}
	}

	/**
	 * Add a problem with a setting that has one value, not a list.
	 * @param reason the reason
	 * @param key the key of the policy
	 * @param value the value to show if the value as written is not known
	 * @param message a description of the problem, in one or two sentences
	 * @param suggestion the value to write instead, if one can be derived
	 */
	void add(Reason reason, String key, Object value, String message, @Nullable String suggestion) {
		String property = this.specification.locations().property(key);
		String written = this.specification.locations().value(property);
		add(reason, property, (written != null) ? written : value.toString(), message, suggestion);
	}

	/**
	 * Add a problem with one element of a list.
	 * @param reason the reason
	 * @param key the key of the policy
	 * @param index the position of the element
	 * @param value the element
	 * @param message a description of the problem, in one or two sentences
	 * @param suggestion the value to write instead, if one can be derived
	 */
	void add(Reason reason, String key, int index, String value, String message, @Nullable String suggestion) {
		add(this.specification.elementProblem(reason, key, index, value, message, suggestion));
	}

	/**
	 * Add a problem with the syntax of a list in one element.
	 * @param key the key of the policy
	 * @param index the position of the element
	 * @param value the element
	 * @param values the values in the element
	 * @param suggestion the value to write instead, if one can be derived
	 */
	void addList(String key, int index, String value, List<String> values, @Nullable String suggestion) {
		add(this.specification.listProblem(key, index, value, values, suggestion));
	}

	/**
	 * Add a problem with the policy itself.
	 * @param reason the reason
	 * @param message a description of the problem, in one or two sentences
	 * @param suggestion the name to write instead, if one can be derived
	 */
	void addToPolicy(Reason reason, String message, @Nullable String suggestion) {
		add(this.specification.policyProblem(reason, message, suggestion));
	}

	private void add(Reason reason, String property, @Nullable String value, String message,
			@Nullable String suggestion) {
		add(this.specification.problem(reason, property, value, message, suggestion));
	}

	private void add(CorsProblem problem) {
		this.errors |= problem.isError();
		this.properties.add(problem.property());
		this.problems.add(problem);
	}

	/**
	 * Whether this collector has a problem with an element of a list.
	 * @param key the key of the policy
	 * @param index the position of the element
	 */
	boolean has(String key, int index) {
		return !this.properties.isEmpty()
				&& this.properties.contains(this.specification.locations().property(key + "[" + index + "]"));
	}

	/**
	 * Create a collector for the candidate version of the policy. It appends its problems
	 * to those of the policy.
	 */
	ProblemCollector forCandidate(CorsPolicySpecification candidate) {
		return new ProblemCollector(candidate, this.problems);
	}

	/**
	 * Whether the specification has an error.
	 * @return {@code true} if there is an error for a policy of this name
	 */
	boolean hasErrors() {
		return this.errors;
	}

}
