package io.github.corsstarter.actuate;

import java.util.List;

import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.observe.CorsShadows;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that shows the rules in force and all that is known about CORS in
 * this application, and loads the rules anew. Safe for use by many threads.
 */
@Endpoint(id = "cors")
public class CorsEndpoint {

	private final CorsPolicies policies;

	private final CorsRejections rejections;

	private final CorsShadows shadows;

	private final ApplicationRules applicationRules;

	/**
	 * Create the endpoint.
	 * @param policies the rules in force
	 * @param rejections the recent rejections
	 * @param shadows the recent differences of candidates
	 * @param applicationRules the rules of the application's own
	 */
	public CorsEndpoint(CorsPolicies policies, CorsRejections rejections, CorsShadows shadows,
			ApplicationRules applicationRules) {
		this.policies = policies;
		this.rejections = rejections;
		this.shadows = shadows;
		this.applicationRules = applicationRules;
	}

	/**
	 * Show everything.
	 * @return the rules in force and what is known about them
	 */
	@ReadOperation
	public CorsDescriptor cors() {
		CorsGeneration rules = this.policies.current();
		return CorsDescriptor.of(rules, this.applicationRules.all(), this.applicationRules.warnings(),
				this.rejections.recent(rules), this.shadows.recent());
	}

	/**
	 * Show one policy whole.
	 * @param policy the name of the policy
	 * @return the policy, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable PolicyDescriptor policy(@Selector String policy) {
		for (CorsPolicy candidate : this.policies.policies()) {
			if (candidate.name().equals(policy)) {
				return PolicyDescriptor.whole(candidate);
			}
		}
		return null;
	}

	/**
	 * Load all policies anew and put them in force at once. When anything is wrong, the
	 * rules in force stay.
	 * @return the generation that is in force now, and every problem if it is the old one
	 */
	@WriteOperation
	public ReloadDescriptor reload() {
		try {
			this.policies.reload();
			CorsGeneration rules = this.policies.current();
			return ReloadDescriptor.of(true, rules.number(), rules.warnings());
		}
		catch (InvalidCorsPolicyException ex) {
			return ReloadDescriptor.of(false, this.policies.generation(), ex.problems());
		}
	}

	/**
	 * What came of a reload.
	 *
	 * @param reloaded whether new rules are in force
	 * @param generation the generation that is in force
	 * @param problems everything that is wrong with what was loaded, warnings included
	 */
	public record ReloadDescriptor(boolean reloaded, long generation, List<ProblemDescriptor> problems) {

		static ReloadDescriptor of(boolean reloaded, long generation, List<CorsProblem> problems) {
			return new ReloadDescriptor(reloaded, generation, problems.stream().map(ProblemDescriptor::of).toList());
		}

	}

	/**
	 * Something that is wrong with what was loaded.
	 *
	 * @param reason what kind of problem it is, such as {@code origin-trailing-slash}
	 * @param error whether the rules cannot be put in force because of it
	 * @param policy the policy, or {@code null} where it belongs to none
	 * @param property the property
	 * @param value the value as it was written, or {@code null} where there is none
	 * @param message what is wrong, in a sentence
	 * @param suggestion the value to write instead, or {@code null} where none can be
	 * derived
	 * @param source where the property was written, or {@code null} where that is not
	 * known
	 */
	public record ProblemDescriptor(String reason, boolean error, @Nullable String policy, String property,
			@Nullable String value, String message, @Nullable String suggestion, @Nullable String source) {

		static ProblemDescriptor of(CorsProblem problem) {
			return new ProblemDescriptor(problem.reason().code(), problem.isError(), problem.policy(),
					problem.property(), problem.value(), problem.message(), problem.suggestion(), problem.place());
		}

	}

}
