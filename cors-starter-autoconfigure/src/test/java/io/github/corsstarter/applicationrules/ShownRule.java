package io.github.corsstarter.applicationrules;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the endpoint shows of a rule.
 */
record ShownRule(String source, List<String> paths, @Nullable List<String> allowedOrigins,
		@Nullable String shadowedBy) {

	static ShownRule of(ApplicationRuleOutcome outcome) {
		return new ShownRule(outcome.rule().source(), outcome.rule().paths(), outcome.rule().allowedOrigins(),
				outcome.shadowedBy());
	}

	static List<ShownRule> of(ApplicationRules rules) {
		return rules.all().stream().map(ShownRule::of).toList();
	}

}
