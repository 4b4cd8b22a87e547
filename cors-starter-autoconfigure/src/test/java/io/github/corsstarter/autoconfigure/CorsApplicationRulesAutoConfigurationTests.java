package io.github.corsstarter.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.corsstarter.applicationrules.ApplicationRule;
import io.github.corsstarter.applicationrules.ApplicationRuleSource;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.web.CorsPolicies;
import jakarta.servlet.Servlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsApplicationRulesAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
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

	/** Finding them takes time, and the application can start without them. */
	@Test
	void runShouldCreateTheSourcesWhenTheRulesAreNeeded() {
		this.servlet.run((context) -> {
			List<String> sources = List.of(context.getBeanNamesForType(ApplicationRuleSource.class));
			assertThat(sources).isNotEmpty().noneMatch(context.getBeanFactory()::containsSingleton);
			context.getBean(ApplicationRules.class).all();
			assertThat(sources).allMatch(context.getBeanFactory()::containsSingleton);
		});
	}

	/** Policies see the paths on the management port without its base path. */
	@ParameterizedTest
	@CsvSource({ "9090, /manage/actuator/**, true", "0, '/manage/**', true", "8080, /manage/actuator/**, false",
			"9090, /actuator/**, false", "9090, /managers/**, false" })
	void basePathOfManagementPortInPathShouldBeReported(int port, String path, boolean reported,
			CapturedOutput output) {
		String[] properties = { "management.server.port=" + port, "management.server.base-path=/manage/",
				"cors.policies.monitoring.paths=" + path,
				"cors.policies.monitoring.allowed-origins=https://a.example" };
		String warning = "On the management port, the paths of policies are relative to management.server.base-path"
				+ " (/manage). The path " + path + " of the policy 'monitoring' means /manage" + path
				+ " there. If the policy is for that port, write " + path.replaceFirst("^/manage", "") + ".";
		this.servlet.withPropertyValues(properties).run((context) -> report(context.getSourceApplicationContext()));
		this.reactive.withPropertyValues(properties).run((context) -> report(context.getSourceApplicationContext()));
		assertThat(output.toString().lines().filter((line) -> line.contains(warning))).hasSize(reported ? 2 : 0);
		assertThat(output.toString().contains("relative to management.server.base-path")).isEqualTo(reported);
	}

	private static void report(ConfigurableApplicationContext context) {
		context.getBean(ApplicationRulesReport.class)
			.onApplicationEvent(
					new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
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
