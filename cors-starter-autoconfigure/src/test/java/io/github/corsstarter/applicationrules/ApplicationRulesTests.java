package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.policy.CorsPolicySpecification;
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
		assertThat(rules(new ApplicationRule("@CrossOrigin A#list", List.of("/orders", "/free"), Settings.UNKNOWN))
			.warnings())
			.containsExactly(new ApplicationRuleStatement("@CrossOrigin A#list",
					"The policy 'orders' decides on /orders; @CrossOrigin A#list has no effect there.", true,
					"cors.policies.orders.paths[1]", null));
	}

	@Test
	void patternThatIsPartlyCoveredIsNotShadowed() {
		ApplicationRules rules = rules(new ApplicationRule("addCorsMappings", List.of("/**"), List.of()));
		assertThat(rules.all()).map(ApplicationRuleOutcome::shadowedBy).containsOnlyNulls();
		assertThat(rules.warnings()).map(ApplicationRuleStatement::sentence)
			.containsExactly(
					"addCorsMappings decides on /**, except on the paths of the policies 'orders', 'shop'. Remove it once policies cover all paths that need CORS.");
		assertThat(rules.warnings()).map(ApplicationRuleStatement::property).containsOnlyNulls();
		assertThat(Statement.of(rules)).map(Statement::warning).containsExactly(true);
	}

	@Test
	void ruleThatDecidesFirstIsNotShadowed() {
		ApplicationRules rules = rules(ApplicationRule.unknown("CorsFilter 'mine'").with(Precedence.BEFORE_POLICIES));
		assertThat(rules.all()).map(ApplicationRuleOutcome::shadowedBy).containsOnlyNulls();
		assertThat(Statement.of(rules)).containsExactly(new Statement(
				"CorsFilter 'mine' runs before the policies. It answers preflights on /**. On the paths of the policies 'orders', 'shop', every other request must pass both this rule and the policy. Order it after cors.filter-order. Remove it once policies cover all paths that need CORS.",
				true));
		assertThat(rules.warnings()).map(ApplicationRuleStatement::property).containsExactly("cors.filter-order");
	}

	@Test
	void ruleOnUncoveredPathsIsNotAWarning() {
		ApplicationRules rules = rules(new ApplicationRule("@CrossOrigin A#list", List.of("/free"), Settings.UNKNOWN));
		assertThat(rules.warnings()).isEmpty();
		assertThat(Statement.of(rules))
			.containsExactly(new Statement("@CrossOrigin A#list decides on /free; no policy covers it.", false));
	}

	@Test
	void ruleOnThePathsOfPoliciesThatAreNotEnforcedDecides() {
		CorsPolicySpecification watched = CorsPolicySpecification.builder("watched")
			.paths("/watched")
			.allowedOrigins("https://spa.example")
			.enforce(false)
			.build();
		ApplicationRule rule = new ApplicationRule("addCorsMappings", List.of("/watched"), Settings.UNKNOWN);
		ApplicationRules rules = new ApplicationRules(List.of(() -> List.of(rule)),
				new CorsPolicies(List.of(() -> List.of(watched)), false));
		assertThat(Statement.of(rules)).containsExactly(
				new Statement("addCorsMappings decides on /watched; no enforced policy covers it.", false));
	}

	@Test
	void ruleThatHandshakesNeedIsNotShadowed() {
		ApplicationRules rules = rules(new ApplicationRule("spring.graphql.cors", List.of("/shop", "/free"),
				Settings.ofOrigins(List.of("*"), null), Precedence.ON_HANDSHAKES));
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
		assertThat(statement(new ApplicationRule("addCorsMappings", paths, Settings.UNKNOWN)))
			.isEqualTo("addCorsMappings decides on 1000 paths that begin with /free; no policy covers them.");
		paths.replaceAll((path) -> path.substring("/free".length()));
		assertThat(statement(new ApplicationRule("addCorsMappings", paths, Settings.UNKNOWN)))
			.contains("/9 and 990 more;");
	}

	@Test
	void handlersOfAnAnnotatedTypeShareAStatement() {
		List<ApplicationRule> rules = new ArrayList<>();
		for (String path : List.of("/orders/a/1", "/orders/a/2", "/orders/a", "/orders/a/{id}/b", "/free/1")) {
			rules.add(new ApplicationRule("@CrossOrigin A", List.of(path),
					List.of("https://" + rules.size() + ".example")));
		}
		assertThat(Statement.of(rules(rules.toArray(ApplicationRule[]::new)))).containsExactly(new Statement(
				"The policy 'orders' decides on 4 paths that begin with /orders/a; @CrossOrigin A has no effect there.",
				true), new Statement("@CrossOrigin A decides on /free/1; no policy covers it.", false));
	}

	@Test
	void onlyARuleWithoutAnyEffectIsToBeRemoved() {
		assertThat(statement(new ApplicationRule("CorsFilter 'mine'", List.of("/orders/**"), Settings.UNKNOWN)))
			.isEqualTo(
					"The policy 'orders' decides on /orders/**; remove CorsFilter 'mine', which has no effect there.");
		assertThat(
				statement(new ApplicationRule("CorsFilter 'mine'", List.of("/orders/**", "/free"), Settings.UNKNOWN)))
			.isEqualTo("The policy 'orders' decides on /orders/**; CorsFilter 'mine' has no effect there.");
	}

	/** The annotation of a method adds to the one of its type. */
	@Test
	void annotationWhoseSettingsAMethodUsesIsNotToBeRemoved() {
		ApplicationRule type = new ApplicationRule("@CrossOrigin A", List.of("/orders/a"),
				List.of("https://a.example"));
		ApplicationRule method = new ApplicationRule("@CrossOrigin A#list", List.of("/free/1"),
				List.of("https://a.example"));
		assertThat(Statement.of(rules(type, method))).containsExactly(
				new Statement("The policy 'orders' decides on /orders/a; @CrossOrigin A has no effect there.", true),
				new Statement("@CrossOrigin A#list decides on /free/1; no policy covers it.", false));
		ApplicationRule covered = new ApplicationRule("@CrossOrigin A#list", List.of("/orders/1"),
				List.of("https://a.example"));
		assertThat(Statement.of(rules(type, covered))).map(Statement::toString)
			.allSatisfy((statement) -> assertThat(statement).contains("remove @CrossOrigin A"));
	}

	@Test
	void filterThatSeveralPoliciesCoverTogetherIsToBeRemoved() {
		CorsPolicies all = TestPolicies.of(Map.of("wide", "/**", "orders", "/orders/**"));
		ApplicationRules rules = new ApplicationRules(
				List.of(() -> List.of(ApplicationRule.unknown("CorsFilter 'mine'"))), all);
		assertThat(rules.all()).map(ApplicationRuleOutcome::shadowedBy).containsExactly("wide");
		assertThat(rules.warnings()).containsExactly(new ApplicationRuleStatement("CorsFilter 'mine'",
				"The policies 'orders', 'wide' decide on /**; remove CorsFilter 'mine', which has no effect there.",
				true, "cors.policies.wide.paths[0]", null));
	}

	@Test
	void componentThatAnswersEarlyOnUnknownPathsIsAboutNoProperty() {
		ApplicationRules rules = rules(
				ApplicationRule.unknown("NettyRouteProvider 'x'").with(Precedence.BEFORE_FILTERS),
				new ApplicationRule("RSocket server", List.of("/shop"), Settings.UNKNOWN, Precedence.BEFORE_FILTERS));
		assertThat(rules.warnings()).map(ApplicationRuleStatement::property)
			.containsExactly(null, "cors.policies.shop.paths[0]");
	}

	private String statement(ApplicationRule rule) {
		return rules(rule).statements().get(0).sentence();
	}

	private ApplicationRules rules(ApplicationRule... rules) {
		return new ApplicationRules(List.of(() -> List.of(rules)), this.policies);
	}

}
