package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The CORS rules of the application's own, and which of them a policy takes the decision
 * from. Each answer is by the rules that are in force at that time. Safe for use by many
 * threads.
 */
public final class ApplicationRules {

	private static final Log logger = LogFactory.getLog(ApplicationRules.class);

	private static final int MAX_NAMED = 10;

	private final List<ApplicationRuleSource> sources;

	private final CorsPolicies policies;

	/**
	 * Create a view of the rules that some sources find.
	 * @param sources what finds the rules
	 * @param policies the policies beside them
	 */
	public ApplicationRules(Collection<ApplicationRuleSource> sources, CorsPolicies policies) {
		this.sources = List.copyOf(sources);
		this.policies = policies;
	}

	/**
	 * All rules, with the policy that decides instead of each, if one does. A rule whose
	 * paths have different fates is there once for each fate.
	 * @return the rules in the order of their sources
	 */
	public List<ShadowedRule> all() {
		return parts().stream().map((part) -> new ShadowedRule(part.rule(), part.shadowedBy())).toList();
	}

	/**
	 * One warning for each rule, or part of one, on paths that policies cover.
	 * @return the warnings, with the property of the policy and its place
	 */
	public List<CorsProblem> warnings() {
		List<CorsProblem> warnings = new ArrayList<>();
		for (Part part : parts()) {
			if (!part.fate().isFree() && !part.isForHandshakes()) {
				warnings.add(warning(part));
			}
		}
		return List.copyOf(warnings);
	}

	/**
	 * Who decides, in a sentence for each rule.
	 * @return the sentences in the order of {@link #all()}
	 */
	public List<Verdict> verdicts() {
		return parts().stream().map((part) -> new Verdict(sentence(part), isMistake(part))).toList();
	}

	private static boolean isMistake(Part part) {
		PathFates.Fate fate = part.fate();
		return part.shadowedBy() != null || fate.isBeaten() || (fate.isElsewhere() && !fate.isFree());
	}

	private List<Part> parts() {
		PathFates fates = new PathFates(this.policies.policies());
		List<Part> parts = new ArrayList<>();
		for (ApplicationRuleSource source : this.sources) {
			for (ApplicationRule rule : rules(source)) {
				boolean first = source.decidesFirst(rule);
				boolean handshakes = source.decidesOnHandshakes(rule);
				Map<PathFates.Fate, List<String>> paths = new LinkedHashMap<>();
				rule.paths()
					.forEach((path) -> paths.computeIfAbsent(fates.of(path, first), (key) -> new ArrayList<>())
						.add(path));
				paths.forEach((fate, those) -> parts
					.add(new Part(new ApplicationRule(rule.source(), those, rule.allowedOrigins()), fate, handshakes)));
			}
		}
		return parts;
	}

	/** Rules are for people to see: what cannot be found must not break anything else. */
	private static List<ApplicationRule> rules(ApplicationRuleSource source) {
		try {
			return source.applicationRules();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("CORS rules of the application cannot be found by " + source, ex);
			return List.of();
		}
	}

	private static CorsProblem warning(Part part) {
		PathFates.Cover cover = part.fate().covers().get(0);
		CorsPolicy policy = cover.policy();
		String property = policy.provenance().property("paths[" + cover.index() + "]");
		return new CorsProblem(Reason.APPLICATION_RULE_ON_COVERED_PATH, policy.name(), property,
				policy.paths().get(cover.index()), sentence(part), null, policy.provenance().place(property));
	}

	private static String sentence(Part part) {
		PathFates.Fate fate = part.fate();
		String rule = part.rule().source();
		String paths = listed(part.rule().paths());
		if (fate.isFree()) {
			return rule + " decides on " + paths + "; no policy covers it.";
		}
		if (fate.isElsewhere()) {
			return rule + " decides on " + paths + ", a port of its own where " + named(fate)
					+ ((fate.covers().size() > 1) ? " have" : " has") + " no effect.";
		}
		if (fate.isBeaten()) {
			return rule + " is ahead of the policies: it answers preflights on " + paths
					+ ", and a request must pass both where " + named(fate)
					+ ((fate.covers().size() > 1) ? " decide" : " decides") + "; order it behind cors.filter-order.";
		}
		if (part.isForHandshakes()) {
			return "The policy '" + fate.decider() + "' decides on " + paths + ", but WebSocket handshakes must pass "
					+ rule + ", too.";
		}
		if (fate.decider() != null) {
			return "The policy '" + fate.decider() + "' decides on " + paths + "; remove " + rule
					+ ", it has no effect there.";
		}
		return rule + " decides on " + paths + ", except on the paths of " + named(fate) + ".";
	}

	private static String named(PathFates.Fate fate) {
		List<String> names = fate.covers().stream().map((cover) -> cover.policy().name()).distinct().toList();
		return (names.size() > 1) ? "the policies " + listed(names.stream().map((name) -> "'" + name + "'").toList())
				: "the policy '" + names.get(0) + "'";
	}

	private static String listed(List<String> values) {
		String first = values.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
		return (values.size() > MAX_NAMED) ? first + " and " + (values.size() - MAX_NAMED) + " more" : first;
	}

	/**
	 * Who decides where a rule of the application's own is.
	 *
	 * @param sentence who decides, for people
	 * @param warning whether something should be changed
	 */
	public record Verdict(String sentence, boolean warning) {
	}

	private record Part(ApplicationRule rule, PathFates.Fate fate, boolean handshakes) {

		boolean isForHandshakes() {
			return this.handshakes && this.fate.decider() != null;
		}

		@Nullable String shadowedBy() {
			return this.handshakes ? null : this.fate.decider();
		}

	}

}
