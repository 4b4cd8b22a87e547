package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.web.PolicyCoverage;
import io.github.corsstarter.web.PolicyCoverage.CoveringPath;
import org.jspecify.annotations.Nullable;

/**
 * A CORS rule of an application, and who decides on its paths. An outcome has only paths
 * that are covered by the same policies, so one rule can have several outcomes.
 * Immutable.
 *
 * @param rule the rule, with only these paths
 * @param decider who decides on these paths
 * @param coverage the policies that cover these paths
 */
public record ApplicationRuleOutcome(ApplicationRule rule, Decider decider, PolicyCoverage coverage) {

	private static final String NO_FILTER = "no filter runs there";

	/**
	 * Who decides on the paths of a rule.
	 */
	public enum Decider {

		/** The rule: no policy covers the paths. */
		RULE,

		/** The rule, except on the paths that policies cover. */
		RULE_EXCEPT_POLICIES,

		/** The policy, or several policies together: the rule has no effect. */
		POLICY,

		/** The policy, but WebSocket handshakes must also pass the rule. */
		POLICY_AND_HANDSHAKE_RULE,

		/**
		 * The component itself, because it answers before any filter runs: no policy has
		 * any effect there.
		 */
		BEFORE_FILTERS,

		/**
		 * Both: the rule is applied first and answers preflights, and other requests must
		 * also pass the policy.
		 */
		BOTH,

		/**
		 * A component on preflights, because it runs first. The policy on all other
		 * requests.
		 */
		POLICY_EXCEPT_PREFLIGHTS;

		private static Decider of(ApplicationRule rule, PolicyCoverage coverage) {
			if (coverage.paths().isEmpty()) {
				return RULE;
			}
			return switch (rule.precedence()) {
				case BEFORE_FILTERS -> BEFORE_FILTERS;
				case BEFORE_POLICIES -> BOTH;
				case PREFLIGHTS_BEFORE_POLICIES -> POLICY_EXCEPT_PREFLIGHTS;
				case ON_HANDSHAKES -> coverage.isComplete() ? POLICY_AND_HANDSHAKE_RULE : RULE_EXCEPT_POLICIES;
				case AFTER_POLICIES -> coverage.isComplete() ? POLICY : RULE_EXCEPT_POLICIES;
			};
		}

	}

	static ApplicationRuleOutcome of(ApplicationRule rule, PolicyCoverage coverage) {
		return new ApplicationRuleOutcome(rule, Decider.of(rule, coverage), coverage);
	}

	/**
	 * The policy that decides instead of the rule.
	 * @return the name of the policy, or {@code null} if the rule has any effect. If
	 * several policies cover the paths together, the one whose path covers all of them
	 */
	public @Nullable String shadowedBy() {
		List<CoveringPath> paths = this.coverage.paths();
		return (this.decider == Decider.POLICY) ? paths.get(paths.size() - 1).policy().name() : null;
	}

	/**
	 * Why no policy can have any effect on these paths.
	 * @return {@code no filter runs there}, or {@code null} if a policy on these paths
	 * has an effect
	 */
	public @Nullable String beyond() {
		return (this.rule.precedence() == Precedence.BEFORE_FILTERS) ? NO_FILTER : null;
	}

	/**
	 * Whether the application should be changed.
	 * @return whether the rule or a policy has less effect than it seems to have, because
	 * both apply to the same paths
	 */
	public boolean isWarning() {
		return this.decider != Decider.RULE && this.decider != Decider.POLICY_AND_HANDSHAKE_RULE;
	}

}
