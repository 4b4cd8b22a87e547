package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.PolicyCoverage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * The CORS rules that an application has in addition to its policies, and who decides on
 * the paths of each rule. Each method uses the policies that are in force when it is
 * called. Safe for use by many threads.
 */
public final class ApplicationRules {

	private static final Log logger = LogFactory.getLog(ApplicationRules.class);

	private final SingletonSupplier<List<ApplicationRuleSource>> sources;

	private final CorsPolicies policies;

	private final Supplier<? extends @Nullable ApplicationRuleAnswers> answers;

	/** The rules that apply before any filter; {@code null} until first use. */
	private volatile @Nullable List<ApplicationRule> early;

	/**
	 * Create a view of the rules that sources find.
	 * @param sources the sources
	 * @param policies the policies to compare the rules with
	 */
	public ApplicationRules(Collection<ApplicationRuleSource> sources, CorsPolicies policies) {
		this(sources, policies, null);
	}

	/**
	 * Create a view of the rules that sources find.
	 * @param sources the sources
	 * @param policies the policies to compare the rules with
	 * @param answers predicts the answers of the components that apply the rules; if
	 * {@code null}, only the settings that the sources find are used
	 */
	public ApplicationRules(Collection<ApplicationRuleSource> sources, CorsPolicies policies,
			@Nullable ApplicationRuleAnswers answers) {
		this(SingletonSupplier.of(List.copyOf(sources)), policies, () -> answers);
	}

	/**
	 * Create a view of the rules that sources find. The suppliers are called on first
	 * use, because the start of an application needs neither the sources nor the answers.
	 * @param sources supplies the sources
	 * @param policies the policies to compare the rules with
	 * @param answers supplies the object that predicts the answers of the components that
	 * apply the rules; it may supply {@code null}
	 */
	public ApplicationRules(Supplier<List<ApplicationRuleSource>> sources, CorsPolicies policies,
			Supplier<? extends @Nullable ApplicationRuleAnswers> answers) {
		this.sources = SingletonSupplier.of(sources);
		this.policies = policies;
		this.answers = answers;
	}

	/**
	 * All rules, and who decides on their paths. A rule appears more than once if its
	 * paths are not all covered by the same policies.
	 * @return the rules in the order of their sources
	 */
	public List<ApplicationRuleOutcome> all() {
		CorsGeneration generation = this.policies.current();
		List<ApplicationRuleOutcome> outcomes = new ArrayList<>();
		for (ApplicationRuleSource source : this.sources.obtain()) {
			for (ApplicationRule rule : rules(source)) {
				Map<PolicyCoverage, List<String>> paths = new LinkedHashMap<>();
				for (String path : rule.paths()) {
					paths.computeIfAbsent(generation.coverage(path), (coverage) -> new ArrayList<>()).add(path);
				}
				paths.forEach((coverage, some) -> {
					// Where no policy is, a filter for preflights changes nothing.
					if (rule.precedence() != Precedence.PREFLIGHTS_BEFORE_POLICIES || !coverage.paths().isEmpty()) {
						outcomes.add(ApplicationRuleOutcome.of(rule.withPaths(some), coverage));
					}
				});
			}
		}
		return outcomes;
	}

	/**
	 * Sentences that say who decides on the paths of the rules. Rules of the same source
	 * share a sentence if the same policies cover their paths.
	 * @return the statements, in the order of {@link #all()}
	 */
	public List<ApplicationRuleStatement> statements() {
		boolean watching = this.policies.policies().stream().anyMatch((policy) -> !policy.enforced());
		return ApplicationRuleStatement.of(all(), watching);
	}

	/**
	 * The statements about rules that apply to the same paths as a policy.
	 * @return the warnings
	 */
	public List<ApplicationRuleStatement> warnings() {
		return statements().stream().filter(ApplicationRuleStatement::warning).toList();
	}

	/**
	 * Find a component that answers requests to a path before any filter runs. The
	 * components are looked up once, because a server keeps its routes.
	 * @param path the path relative to the context path, as sent, without a query
	 * @return the component, or {@code null} if there is none; one that is certain to
	 * answer comes first
	 */
	public @Nullable EarlyAnswer earlyAnswer(String path) {
		List<ApplicationRule> rules = this.early;
		if (rules == null) {
			rules = this.sources.obtain()
				.stream()
				.flatMap((source) -> rules(source).stream())
				.filter((rule) -> rule.precedence() == Precedence.BEFORE_FILTERS)
				.toList();
			this.early = rules;
		}
		EarlyAnswer possible = null;
		for (ApplicationRule rule : rules) {
			if (rule.names(path)) {
				return new EarlyAnswer(rule.source(), true);
			}
			if (possible == null && rule.hasUnknownPaths()) {
				possible = new EarlyAnswer(rule.source(), false);
			}
		}
		return possible;
	}

	/**
	 * Find the rules that would have no effect on a path if a policy covered it.
	 * @param path the path relative to the context path, as sent, without a query
	 * @return the distinct sources of the rules
	 */
	public List<String> replaceable(String path) {
		return this.sources.obtain()
			.stream()
			.flatMap((source) -> rules(source).stream())
			.filter((rule) -> rule.precedence() == Precedence.AFTER_POLICIES)
			.filter((rule) -> rule.paths().contains("/**") || rule.names(path))
			.map(ApplicationRule::source)
			.distinct()
			.toList();
	}

	/**
	 * Predict what the rules answer to a request of a script, as if there were no
	 * policies.
	 * @param request the request
	 * @return the answer, or {@code null} if no rule applies
	 */
	public @Nullable ApplicationRuleAnswer answer(BrowserRequest request) {
		ApplicationRuleAnswers components = this.answers.get();
		ApplicationRuleAnswer answer = null;
		try {
			answer = (components != null) ? components.answer(request) : null;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The CORS rules of the application cannot be asked", ex);
		}
		return (answer != null) ? answer
				: new AnswerPrediction(new RuleSimulation(() -> otherRules(components != null))).answer(request);
	}

	/**
	 * The rules of components that cannot be asked.
	 * @param asked whether Spring's components have been asked. They apply the rules of
	 * the starter's own sources themselves
	 */
	private List<ApplicationRule> otherRules(boolean asked) {
		List<ApplicationRule> rules = new ArrayList<>();
		for (ApplicationRuleSource source : this.sources.obtain()) {
			boolean own = source.getClass().getPackageName().equals(ApplicationRules.class.getPackageName());
			if (!asked || !own) {
				rules.addAll(rules(source));
			}
			else if (source instanceof PropertyApplicationRules properties) {
				rules.addAll(properties.ofManagementPort());
			}
		}
		return rules;
	}

	/** The rules are only reported, so a source that fails must not break anything. */
	private static List<ApplicationRule> rules(ApplicationRuleSource source) {
		try {
			return source.applicationRules();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The source " + source + " failed to find CORS rules of the application", ex);
			return List.of();
		}
	}

	/**
	 * A component that answers requests before any filter runs.
	 *
	 * @param source the name of the component
	 * @param certain whether the component is known to have a route for the path;
	 * otherwise its paths are unknown
	 */
	public record EarlyAnswer(String source, boolean certain) {

	}

}
