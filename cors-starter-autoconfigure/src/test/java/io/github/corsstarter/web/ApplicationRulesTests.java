package io.github.corsstarter.web;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsProblem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationRules}.
 */
class ApplicationRulesTests {

	private final CorsPolicies policies = PathFatesTests.TestPolicies
		.of(Map.of("orders", "/else,/orders/**", "shop", "/shop"));

	@Test
	void ruleOfDifferentFatesIsSplit() {
		ApplicationRule rule = new ApplicationRule("@CrossOrigin A#list",
				List.of("/orders/7", "/free", "/shop", "/orders"), List.of("*"));
		assertThat(rules(rule).all()).containsExactly(
				new ShadowedRule(new ApplicationRule(rule.source(), List.of("/orders/7", "/orders"), List.of("*")),
						"orders"),
				new ShadowedRule(new ApplicationRule(rule.source(), List.of("/free"), List.of("*")), null),
				new ShadowedRule(new ApplicationRule(rule.source(), List.of("/shop"), List.of("*")), "shop"));
	}

	@Test
	void warningNamesThePropertyOfThePolicy() {
		assertThat(rules(new ApplicationRule("@CrossOrigin A#list", List.of("/orders", "/free"), null)).warnings())
			.containsExactly(new CorsProblem(CorsProblem.Reason.APPLICATION_RULE_ON_COVERED_PATH, "orders",
					"cors.policies.orders.paths[1]", "/orders/**",
					"The policy 'orders' decides on /orders; remove @CrossOrigin A#list, it has no effect there.", null,
					null));
	}

	@Test
	void patternThatIsPartlyCoveredIsNotShadowed() {
		ApplicationRules rules = rules(new ApplicationRule("addCorsMappings", List.of("/**"), List.of()));
		assertThat(rules.all()).map(ShadowedRule::shadowedBy).containsOnlyNulls();
		assertThat(rules.warnings()).map(CorsProblem::message)
			.containsExactly("addCorsMappings decides on /**, except on the paths of the policies 'orders', 'shop'.");
		assertThat(rules.verdicts()).map(ApplicationRules.Verdict::warning).containsExactly(false);
	}

	@Test
	void ruleThatDecidesFirstIsNotShadowed() {
		ApplicationRuleSource source = new ApplicationRuleSource() {

			@Override
			public List<ApplicationRule> applicationRules() {
				return List.of(ApplicationRule.unknown("CorsFilter 'mine'"));
			}

			@Override
			public boolean decidesFirst(ApplicationRule rule) {
				return true;
			}

		};
		ApplicationRules rules = new ApplicationRules(List.of(source), this.policies);
		assertThat(rules.all()).map(ShadowedRule::shadowedBy).containsOnlyNulls();
		assertThat(rules.verdicts()).containsExactly(new ApplicationRules.Verdict(
				"CorsFilter 'mine' is ahead of the policies: it answers preflights on /**, and a request must pass both where the policies 'orders', 'shop' decide; order it behind cors.filter-order.",
				true));
	}

	@Test
	void freeRuleIsNoWarning() {
		ApplicationRules rules = rules(new ApplicationRule("@CrossOrigin A#list", List.of("/free"), null));
		assertThat(rules.warnings()).isEmpty();
		assertThat(rules.verdicts()).containsExactly(
				new ApplicationRules.Verdict("@CrossOrigin A#list decides on /free; no policy covers it.", false));
	}

	@Test
	void policyForAPortOfItsOwnIsAMistake() {
		ApplicationRules rules = rules(
				new ApplicationRule("management.endpoints.web.cors", List.of(":8081/orders/**"), List.of()));
		assertThat(rules.all()).map(ShadowedRule::shadowedBy).containsOnlyNulls();
		String sentence = "management.endpoints.web.cors decides on :8081/orders/**, a port of its own where the policy 'orders' has no effect.";
		assertThat(rules.verdicts()).containsExactly(new ApplicationRules.Verdict(sentence, true));
		assertThat(rules.warnings())
			.containsExactly(new CorsProblem(CorsProblem.Reason.APPLICATION_RULE_ON_COVERED_PATH, "orders",
					"cors.policies.orders.paths[1]", "/orders/**", sentence, null, null));
		rules = rules(new ApplicationRule("management.endpoints.web.cors", List.of(":8081/free/**"), List.of()));
		assertThat(rules.verdicts()).containsExactly(new ApplicationRules.Verdict(
				"management.endpoints.web.cors decides on :8081/free/**; no policy covers it.", false));
		assertThat(rules.warnings()).isEmpty();
	}

	@Test
	void ruleThatHandshakesNeedIsNotShadowed() {
		ApplicationRuleSource source = new ApplicationRuleSource() {

			@Override
			public List<ApplicationRule> applicationRules() {
				return List.of(new ApplicationRule("spring.graphql.cors", List.of("/shop", "/free"), List.of("*")));
			}

			@Override
			public boolean decidesOnHandshakes(ApplicationRule rule) {
				return true;
			}

		};
		ApplicationRules rules = new ApplicationRules(List.of(source), this.policies);
		assertThat(rules.all()).map(ShadowedRule::shadowedBy).containsOnlyNulls();
		assertThat(rules.verdicts()).containsExactly(new ApplicationRules.Verdict(
				"The policy 'shop' decides on /shop, but WebSocket handshakes must pass spring.graphql.cors, too.",
				false),
				new ApplicationRules.Verdict("spring.graphql.cors decides on /free; no policy covers it.", false));
		assertThat(rules.warnings()).isEmpty();
	}

	@Test
	void sourceThatFailsHidesNoOther() {
		ApplicationRuleSource failing = () -> {
			throw new IllegalStateException("on purpose");
		};
		ApplicationRules rules = new ApplicationRules(
				List.of(failing, () -> List.of(ApplicationRule.unknown("CorsFilter 'mine'"))), this.policies);
		assertThat(rules.all()).hasSize(1);
	}

	@Test
	void longListsAreCut() {
		List<String> paths = Arrays.asList(new String[1000]);
		for (int i = 0; i < 1000; i++) {
			paths.set(i, "/free/" + i);
		}
		assertThat(rules(new ApplicationRule("addCorsMappings", paths, null)).verdicts().get(0).sentence())
			.contains("/free/9 and 990 more;");
	}

	private ApplicationRules rules(ApplicationRule... rules) {
		return new ApplicationRules(List.of(() -> List.of(rules)), this.policies);
	}

}
