package io.github.corsstarter.applicationrules;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A rule as the endpoint shows it.
 */
record ShownRule(String source, List<String> paths, @Nullable List<String> allowedOrigins,
		@Nullable String shadowedBy) {

	static ShownRule of(ApplicationRuleOutcome outcome) {
		return new ShownRule(outcome.rule().source(), outcome.rule().paths(),
				outcome.rule().settings().originsAndPatterns(), outcome.shadowedBy());
	}

	static List<ShownRule> of(ApplicationRules rules) {
		return rules.all().stream().map(ShownRule::of).toList();
	}

}
