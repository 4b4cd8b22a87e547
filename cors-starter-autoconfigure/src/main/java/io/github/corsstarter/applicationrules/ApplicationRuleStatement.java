package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.applicationrules.ApplicationRuleOutcome.Decider;
import io.github.corsstarter.policy.SettingLocations;
import io.github.corsstarter.web.PolicyCoverage;
import io.github.corsstarter.web.PolicyCoverage.CoveringPath;
import org.jspecify.annotations.Nullable;

/**
 * A sentence about a CORS rule of an application, for logs and reports. One sentence is
 * about all outcomes of a source that have the same decider and the same policies.
 *
 * @param source where the rule comes from
 * @param sentence says who decides on the paths, and what to change
 * @param warning whether the application should be changed
 * @param property the property to look at, or {@code null} if the sentence is about no
 * property
 * @param place where the property is written, or {@code null} if that is unknown
 */
public record ApplicationRuleStatement(String source, String sentence, boolean warning, @Nullable String property,
		@Nullable String place) {

	private static final int MAX_NAMED = 10;

	private static final int MAX_PATHS = 3;

	/**
	 * Makes statements about outcomes.
	 * @param outcomes the outcomes
	 * @param watching whether some policies are not enforced. These cover no path of an
	 * outcome
	 */
	static List<ApplicationRuleStatement> of(List<ApplicationRuleOutcome> outcomes, boolean watching) {
		Map<Group, List<ApplicationRuleOutcome>> groups = new LinkedHashMap<>();
		outcomes
			.forEach((outcome) -> groups.computeIfAbsent(Group.of(outcome), (key) -> new ArrayList<>()).add(outcome));
		List<ApplicationRuleStatement> statements = new ArrayList<>();
		groups.forEach((group, members) -> {
			boolean removable = !isOneComponent(group.source()) || outcomes.stream()
				.noneMatch((other) -> uses(other.rule().source(), group.source()) && other.decider() != Decider.POLICY);
			statements.add(new Writer(group, members, removable, watching).statement());
		});
		return statements;
	}

	/**
	 * Whether a rule uses the settings of a component. Spring adds the settings of an
	 * annotation on a method to those of the annotation on its type.
	 */
	private static boolean uses(String source, String component) {
		return source.equals(component) || (component.startsWith("@") && source.startsWith(component + "#"));
	}

	/**
	 * An annotation or a filter can only be removed whole. A mapping can be removed
	 * alone.
	 */
	private static boolean isOneComponent(String source) {
		return source.startsWith("@") || source.startsWith("CorsFilter ");
	}

	/**
	 * Lists values, with a limit.
	 * @param values the values
	 * @return the first values, and the number of the others
	 */
	public static String listed(List<String> values) {
		String first = values.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
		return (values.size() > MAX_NAMED) ? first + " and " + (values.size() - MAX_NAMED) + " more" : first;
	}

	/**
	 * What the outcomes of one statement have in common.
	 */
	private record Group(String source, Decider decider, List<String> policies, boolean unknownPaths) {

		static Group of(ApplicationRuleOutcome outcome) {
			List<String> policies = outcome.coverage()
				.paths()
				.stream()
				.map((path) -> "'" + path.policy().name() + "'")
				.distinct()
				.toList();
			return new Group(outcome.rule().source(), outcome.decider(), policies, outcome.rule().hasUnknownPaths());
		}

	}

	/**
	 * Writes one statement.
	 */
	private record Writer(Group group, List<ApplicationRuleOutcome> members, boolean removable, boolean watching) {

		ApplicationRuleStatement statement() {
			ApplicationRuleOutcome first = this.members.get(0);
			CoveringPath path = covering(first.decider(), first.coverage());
			if (path == null) {
				boolean earlier = first.decider() == Decider.BOTH
						|| first.decider() == Decider.POLICY_EXCEPT_PREFLIGHTS;
				return statement(earlier ? "cors.filter-order" : null, null);
			}
			SettingLocations locations = path.policy().locations();
			String setting = locations.property("paths[" + path.index() + "]");
			return statement(setting, locations.place(setting));
		}

		private ApplicationRuleStatement statement(@Nullable String property, @Nullable String place) {
			return new ApplicationRuleStatement(this.group.source(), sentence(), this.members.get(0).isWarning(),
					property, place);
		}

		/**
		 * The path of a policy that a statement is about. A rule on more paths than the
		 * policies have is about none of their paths.
		 */
		private @Nullable CoveringPath covering(Decider decider, PolicyCoverage coverage) {
			List<CoveringPath> paths = coverage.paths();
			return switch (decider) {
				case POLICY -> paths.get(paths.size() - 1);
				case BEFORE_FILTERS -> this.group.unknownPaths() ? null : paths.get(0);
				default -> null;
			};
		}

		private String sentence() {
			String source = this.group.source();
			String paths = paths();
			return switch (this.group.decider()) {
				case RULE -> source + " decides on " + paths + (this.watching ? "; no enforced policy" : "; no policy")
						+ " covers " + (isSinglePath() ? "it." : "them.");
				case RULE_EXCEPT_POLICIES ->
					source + " decides on " + paths + ", except on the paths of " + policies() + "." + removal();
				case POLICY -> capitalized(policies()) + verb(" decides", " decide") + " on " + paths
						+ (this.removable ? "; remove " + source + ", which has no effect there."
								: "; " + source + " has no effect there.");
				case POLICY_AND_HANDSHAKE_RULE -> capitalized(policies()) + verb(" decides", " decide") + " on " + paths
						+ ", but WebSocket handshakes must also pass " + source + ".";
				case BEFORE_FILTERS -> source + " answers requests "
						+ (this.group.unknownPaths() ? "to unknown paths" : "to " + paths) + " before any filter. "
						+ capitalized(policies()) + verb(" has", " have")
						+ " no effect on these requests, because no filter runs there. Check their origin in that component.";
				case BOTH ->
					source + " runs before the policies. It answers preflights on " + paths + ". On the paths of "
							+ policies() + ", every other request must pass both this rule and the policy. "
							+ "Order it after cors.filter-order." + removal();
				case POLICY_EXCEPT_PREFLIGHTS ->
					source + " runs before the policies, and answers preflights on " + paths + ". On the paths of "
							+ policies() + ", other CORS rules, such as @CrossOrigin, therefore decide on preflights. "
							+ capitalized(policies()) + verb(" decides", " decide")
							+ " only on other requests there. Order the filter after cors.filter-order.";
			};
		}

		/** Handshakes still need the rule where policies cover all paths. */
		private String removal() {
			return (this.members.get(0).rule().precedence() == Precedence.ON_HANDSHAKES) ? ""
					: " Remove it once policies cover all paths that need CORS.";
		}

		private boolean isSinglePath() {
			return distinctPaths().size() == 1;
		}

		private List<String> distinctPaths() {
			return this.members.stream().flatMap((outcome) -> outcome.rule().paths().stream()).distinct().toList();
		}

		private String paths() {
			List<String> paths = distinctPaths();
			String common = commonPath(paths);
			return (paths.size() > MAX_PATHS && !common.isEmpty()) ? paths.size() + " paths that begin with " + common
					: listed(paths);
		}

		/** The segments with which all paths begin. */
		private static String commonPath(List<String> paths) {
			String common = paths.get(0);
			for (String path : paths) {
				while (!(path + "/").startsWith(common + "/")) {
					common = common.substring(0, Math.max(0, common.lastIndexOf('/')));
				}
			}
			return common;
		}

		private String policies() {
			List<String> names = this.group.policies();
			return (names.size() > 1) ? "the policies " + listed(names) : "the policy " + names.get(0);
		}

		private String verb(String singular, String plural) {
			return (this.group.policies().size() > 1) ? plural : singular;
		}

		private static String capitalized(String text) {
			return Character.toUpperCase(text.charAt(0)) + text.substring(1);
		}

	}

}
