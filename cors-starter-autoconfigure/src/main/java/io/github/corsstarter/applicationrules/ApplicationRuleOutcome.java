package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.stream.Collectors;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.web.PolicyCoverage;
import io.github.corsstarter.web.PolicyCoverage.CoveringPath;
import io.github.corsstarter.web.PolicyCoverage.Extent;
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

	private static final int MAX_NAMED = 10;

	private static final String NO_FILTER = "no filter runs there";

	/**
	 * Who decides on the paths of a rule.
	 */
	public enum Decider {

		/** The rule: no policy covers the paths. */
		RULE,

		/** The rule, except on the paths that policies cover. */
		RULE_EXCEPT_POLICIES,

		/** The policy: the rule has no effect. */
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
		BOTH;

		private static Decider of(ApplicationRule rule, PolicyCoverage coverage) {
			if (coverage.paths().isEmpty()) {
				return RULE;
			}
			return switch (rule.precedence()) {
				case BEFORE_FILTERS -> BEFORE_FILTERS;
				case BEFORE_POLICIES -> BOTH;
				case ON_HANDSHAKES ->
					(coverage.extent() == Extent.ALL) ? POLICY_AND_HANDSHAKE_RULE : RULE_EXCEPT_POLICIES;
				case AFTER_POLICIES -> (coverage.extent() == Extent.ALL) ? POLICY : RULE_EXCEPT_POLICIES;
			};
		}

	}

	static ApplicationRuleOutcome of(ApplicationRule rule, PolicyCoverage coverage) {
		return new ApplicationRuleOutcome(rule, Decider.of(rule, coverage), coverage);
	}

	/**
	 * The policy that decides instead of the rule.
	 * @return the name of the policy, the first name if there are several policies, or
	 * {@code null} if the rule has any effect
	 */
	public @Nullable String shadowedBy() {
		return (this.decider == Decider.POLICY) ? this.coverage.paths().get(0).policy().name() : null;
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

	/**
	 * Describes who decides on these paths.
	 * @return the description, for logs and reports
	 */
	public String sentence() {
		String source = this.rule.source();
		String paths = listed(this.rule.paths());
		return switch (this.decider) {
			case RULE -> source + " decides on " + paths + "; no policy covers " + (isSinglePath() ? "it." : "them.");
			case RULE_EXCEPT_POLICIES ->
				source + " decides on " + paths + ", except on the paths of " + policies() + ".";
			case POLICY -> capitalized(policies()) + verb(" decides", " decide") + " on " + paths + "; remove " + source
					+ ", which has no effect there.";
			case POLICY_AND_HANDSHAKE_RULE -> capitalized(policies()) + verb(" decides", " decide") + " on " + paths
					+ ", but WebSocket handshakes must also pass " + source + ".";
			case BEFORE_FILTERS -> source + " answers requests "
					+ (this.rule.hasUnknownPaths() ? "to unknown paths" : "to " + paths) + " before any filter. "
					+ capitalized(policies()) + verb(" has", " have") + " no effect on these requests, because "
					+ NO_FILTER + ". Check their origin in that component.";
			case BOTH -> source + " runs before the policies. It answers preflights on " + paths + ". On the paths of "
					+ policies()
					+ ", every other request must pass both this rule and the policy. Order it after cors.filter-order.";
		};
	}

	private boolean isSinglePath() {
		return this.rule.paths().size() == 1;
	}

	private String policies() {
		List<String> names = names();
		return (names.size() > 1) ? "the policies " + listed(names) : "the policy " + names.get(0);
	}

	private static String capitalized(String text) {
		return Character.toUpperCase(text.charAt(0)) + text.substring(1);
	}

	private String verb(String singular, String plural) {
		return (names().size() > 1) ? plural : singular;
	}

	private List<String> names() {
		return this.coverage.paths()
			.stream()
			.map(CoveringPath::policy)
			.map((policy) -> "'" + policy.name() + "'")
			.distinct()
			.toList();
	}

	private static String listed(List<String> values) {
		String first = values.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
		return (values.size() > MAX_NAMED) ? first + " and " + (values.size() - MAX_NAMED) + " more" : first;
	}

}
