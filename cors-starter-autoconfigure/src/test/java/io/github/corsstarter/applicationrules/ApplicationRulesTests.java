package io.github.corsstarter.applicationrules;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.testing.TestPolicies;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationRules}.
 */
class ApplicationRulesTests {

	private final CorsPolicies policies = TestPolicies.of(Map.of("orders", "/else,/orders/**", "shop", "/shop"));

	@Test
	void ruleWithSeveralDecidersIsSplit() {
		ApplicationRule rule = new ApplicationRule("@CrossOrigin A#list",
				List.of("/orders/7", "/free", "/shop", "/orders"), List.of("*"));
		assertThat(ShownRule.of(rules(rule))).containsExactly(
				new ShownRule(rule.source(), List.of("/orders/7", "/orders"), List.of("*"), "orders"),
				new ShownRule(rule.source(), List.of("/free"), List.of("*"), null),
				new ShownRule(rule.source(), List.of("/shop"), List.of("*"), "shop"));
	}

	@Test
	void warningNamesThePropertyOfThePolicy() {
		assertThat(rules(new ApplicationRule("@CrossOrigin A#list", List.of("/orders", "/free"), null)).warnings())
			.containsExactly(new CorsProblem(CorsProblem.Reason.APPLICATION_RULE_ON_COVERED_PATH, "orders",
					"cors.policies.orders.paths[1]", "/orders/**",
					"The policy 'orders' decides on /orders; remove @CrossOrigin A#list, which has no effect there.",
					null, null));
	}

	@Test
	void patternThatIsPartlyCoveredIsNotShadowed() {
		ApplicationRules rules = rules(new ApplicationRule("addCorsMappings", List.of("/**"), List.of()));
		assertThat(rules.all()).map(ApplicationRuleOutcome::shadowedBy).containsOnlyNulls();
		assertThat(rules.warnings()).map(CorsProblem::message)
			.containsExactly("addCorsMappings decides on /**, except on the paths of the policies 'orders', 'shop'.");
		assertThat(Statement.of(rules)).map(Statement::warning).containsExactly(true);
	}

	@Test
	void ruleThatDecidesFirstIsNotShadowed() {
		ApplicationRules rules = rules(ApplicationRule.unknown("CorsFilter 'mine'").with(Precedence.BEFORE_POLICIES));
		assertThat(rules.all()).map(ApplicationRuleOutcome::shadowedBy).containsOnlyNulls();
		assertThat(Statement.of(rules)).containsExactly(new Statement(
				"CorsFilter 'mine' runs before the policies. It answers preflights on /**. On the paths of the policies 'orders', 'shop', every other request must pass both this rule and the policy. Order it after cors.filter-order.",
				true));
	}

	@Test
	void ruleOnUncoveredPathsIsNotAWarning() {
		ApplicationRules rules = rules(new ApplicationRule("@CrossOrigin A#list", List.of("/free"), null));
		assertThat(rules.warnings()).isEmpty();
		assertThat(Statement.of(rules))
			.containsExactly(new Statement("@CrossOrigin A#list decides on /free; no policy covers it.", false));
	}

	@Test
	void ruleThatHandshakesNeedIsNotShadowed() {
		ApplicationRules rules = rules(new ApplicationRule("spring.graphql.cors", List.of("/shop", "/free"),
				List.of("*"), Precedence.ON_HANDSHAKES));
		assertThat(rules.all()).map(ApplicationRuleOutcome::shadowedBy).containsOnlyNulls();
		assertThat(Statement.of(rules)).containsExactly(new Statement(
				"The policy 'shop' decides on /shop, but WebSocket handshakes must also pass spring.graphql.cors.",
				false), new Statement("spring.graphql.cors decides on /free; no policy covers it.", false));
		assertThat(rules.warnings()).isEmpty();
	}

	@Test
	void failingSourceDoesNotHideOtherSources() {
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
		assertThat(rules(new ApplicationRule("addCorsMappings", paths, null)).all().get(0).sentence())
			.contains("/free/9 and 990 more;");
	}

	private ApplicationRules rules(ApplicationRule... rules) {
		return new ApplicationRules(List.of(() -> List.of(rules)), this.policies);
	}

}
