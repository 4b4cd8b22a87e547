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
import io.github.corsstarter.web.CorsReload;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that reloads the policies and shows the CORS state of the
 * application: the policies in force, the other CORS rules, warnings, recent rejections,
 * and recent differences that candidate policies, and policies that are not enforced,
 * would make. Safe for use by many threads.
 */
@Endpoint(id = "cors")
public class CorsEndpoint {

	private final CorsPolicies policies;

	private final CorsRejections rejections;

	private final CorsShadows shadows;

	private final ApplicationRules applicationRules;

	/**
	 * Create the endpoint.
	 * @param policies the policies in force
	 * @param rejections the recent rejections
	 * @param shadows the recent differences that other policies would make
	 * @param applicationRules the other CORS rules of the application
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
	 * @return the policies in force, and everything else that this endpoint shows
	 */
	@ReadOperation
	public CorsDescriptor cors() {
		CorsGeneration rules = this.policies.current();
		return CorsDescriptor.of(rules, this.policies.sources(), this.applicationRules.all(),
				this.applicationRules.warnings(), this.rejections.recent(rules), this.shadows.recent());
	}

	/**
	 * Show one policy, with complete lists.
	 * @param policy the name of the policy
	 * @return the policy, or {@code null} if no policy has this name
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
	 * Load all policies again and put them in force in one step. If the policies have
	 * errors or a source fails, the policies in force stay.
	 * @return the generation in force after the reload. After a success, the problems are
	 * the warnings about it. After a failure, they are the errors and warnings about the
	 * policies that were loaded.
	 */
	@WriteOperation
	public ReloadDescriptor reload() {
		try {
			return ReloadDescriptor.of(this.policies.reload());
		}
		catch (InvalidCorsPolicyException ex) {
			return ReloadDescriptor.failed(this.policies.generation(), ex.problems());
		}
	}

	/**
	 * The result of a reload.
	 *
	 * @param reloaded whether new policies are in force
	 * @param generation the generation that is in force
	 * @param problems the errors and warnings about the policies that were loaded
	 * @param removedPolicies the names of the policies that are gone
	 * @param removedPaths the paths that no policy names any more, at most
	 * {@value CorsReload#MAX_REMOVED_PATHS}
	 */
	public record ReloadDescriptor(boolean reloaded, long generation, List<ProblemDescriptor> problems,
			List<String> removedPolicies, List<RemovedPathDescriptor> removedPaths) {

		static ReloadDescriptor of(CorsReload reload) {
			return new ReloadDescriptor(true, reload.current().number(), descriptors(reload.current().warnings()),
					reload.removedPolicies(), reload.removedPaths().stream().map(RemovedPathDescriptor::of).toList());
		}

		static ReloadDescriptor failed(long generation, List<CorsProblem> problems) {
			return new ReloadDescriptor(false, generation, descriptors(problems), List.of(), List.of());
		}

		private static List<ProblemDescriptor> descriptors(List<CorsProblem> problems) {
			return problems.stream().map(ProblemDescriptor::of).toList();
		}

	}

	/**
	 * A path that no policy names any more.
	 *
	 * @param path the path pattern
	 * @param policy the name of the policy that had it
	 * @param now the name of the policy that covers all of it now, or {@code null} if no
	 * single policy does
	 */
	public record RemovedPathDescriptor(String path, String policy, @Nullable String now) {

		static RemovedPathDescriptor of(CorsReload.RemovedPath removed) {
			return new RemovedPathDescriptor(removed.path(), removed.policy(), removed.now());
		}

	}

	/**
	 * A problem of the policies that were loaded.
	 *
	 * @param reason the kind of problem, such as {@code origin-trailing-slash}
	 * @param error {@code true} for an error, which prevents the reload, {@code false}
	 * for a warning
	 * @param policy the policy, or {@code null} if the problem does not belong to a
	 * policy
	 * @param property the property
	 * @param value the value as written, or {@code null} if there is no value
	 * @param message describes the problem, and what to do about it if the suggestion
	 * does not say it
	 * @param suggestion the value to write instead, or {@code null} if no value can be
	 * derived
	 * @param source where the property is written, or {@code null} if that is unknown
	 */
	public record ProblemDescriptor(String reason, boolean error, @Nullable String policy, String property,
			@Nullable String value, String message, @Nullable String suggestion, @Nullable String source) {

		static ProblemDescriptor of(CorsProblem problem) {
			return new ProblemDescriptor(problem.reason().code(), problem.isError(), problem.policy(),
					problem.property(), problem.value(), problem.text(), problem.suggestion(), problem.place());
		}

	}

}
