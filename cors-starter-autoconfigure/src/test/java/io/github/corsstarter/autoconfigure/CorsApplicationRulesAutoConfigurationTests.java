package io.github.corsstarter.autoconfigure;

import java.util.List;

import io.github.corsstarter.applicationrules.ApplicationRule;
import io.github.corsstarter.applicationrules.ApplicationRuleSource;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.web.CorsPolicies;
import jakarta.servlet.Servlet;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsApplicationRulesAutoConfiguration}.
 */
class CorsApplicationRulesAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(CorsAutoConfiguration.class,
			CorsServletAutoConfiguration.class, CorsReactiveAutoConfiguration.class,
			CorsApplicationRulesAutoConfiguration.class);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void runShouldHaveTheSourcesOfItsStack() {
		this.servlet.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(ApplicationRules.class)
			.hasSingleBean(ApplicationRulesReport.class)
			.getBeanNames(ApplicationRuleSource.class)
			.containsExactlyInAnyOrder("corsPropertyApplicationRules", "corsFilterApplicationRules",
					"corsSourceApplicationRules", "corsMvcApplicationRules", "corsWebSocketApplicationRules"));
		this.reactive.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(ApplicationRules.class)
			.getBeanNames(ApplicationRuleSource.class)
			.containsExactlyInAnyOrder("corsPropertyApplicationRules", "corsWebFilterApplicationRules",
					"corsWebFluxApplicationRules", "corsNettyApplicationRules"));
	}

	@Test
	void runWithoutReactorNettyShouldFindTheRest() {
		this.reactive.withClassLoader(new FilteredClassLoader("reactor.netty"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("corsNettyApplicationRules")
				.hasBean("corsWebFluxApplicationRules"));
	}

	@Test
	void runWithoutSpringMvcShouldFindTheRest() {
		this.servlet.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("corsMvcApplicationRules")
				.doesNotHaveBean("corsWebSocketApplicationRules")
				.hasBean("corsSourceApplicationRules")
				.hasBean("corsPolicyFilterRegistration"));
	}

	@Test
	void runWithoutWebSocketsShouldFindTheRest() {
		this.servlet.withClassLoader(new FilteredClassLoader("org.springframework.web.socket"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("corsWebSocketApplicationRules")
				.hasBean("corsMvcApplicationRules"));
	}

	@Test
	void runWithoutWebFluxShouldHaveNoSources() {
		this.reactive.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApplicationRuleSource.class));
	}

	@Test
	void runWithoutTheOtherStackShouldNotMissIt() {
		this.servlet
			.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive",
					"org.springframework.web.server", "reactor", "org.reactivestreams"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("corsMvcApplicationRules"));
		this.reactive.withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.web.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("corsWebFluxApplicationRules"));
	}

	@Test
	void runWithoutTheClassesOfTheStackShouldHaveNoSources() {
		this.servlet.withClassLoader(new FilteredClassLoader(Servlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApplicationRuleSource.class));
		this.servlet.withClassLoader(new FilteredClassLoader(FilterRegistrationBean.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApplicationRuleSource.class));
		this.reactive.withClassLoader(new FilteredClassLoader(Mono.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApplicationRuleSource.class));
	}

	@Test
	void runWhenDisabledOrOutsideAWebApplicationShouldContributeNothing() {
		this.servlet.withPropertyValues("cors.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ApplicationRules.class)
				.doesNotHaveBean(ApplicationRuleSource.class));
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApplicationRules.class));
	}

	@Test
	void runWithOwnRulesShouldBackOff() {
		this.servlet
			.withBean("mine", ApplicationRules.class,
					() -> new ApplicationRules(List.of(), new CorsPolicies(List.of(), false)))
			.run((context) -> assertThat(context).hasSingleBean(ApplicationRules.class).hasBean("mine"));
	}

	@Test
	void runWithOwnSourceShouldAddIt() {
		this.servlet.withBean(ApplicationRuleSource.class, () -> () -> List.of(ApplicationRule.unknown("a proxy")))
			.run((context) -> assertThat(context.getBean(ApplicationRules.class).all())
				.map((rule) -> rule.rule().source())
				.containsExactly("a proxy"));
	}

}
