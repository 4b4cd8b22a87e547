package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.reactive.CorsPolicyWebFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.PreFlightRequestHandler;
import org.springframework.web.filter.reactive.HiddenHttpMethodFilter;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsReactiveAutoConfiguration}. Mirrors
 * {@link CorsServletAutoConfigurationTests}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CorsReactiveAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(CorsAutoConfiguration.class,
			CorsServletAutoConfiguration.class, CorsReactiveAutoConfiguration.class);

	private static final String FILTER = "corsPolicyWebFilter";

	/** The order of {@code WebFilterChainProxy}. */
	private static final int SECURITY_ORDER = -100;

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void hiddenMethodsThatAPolicyDoesNotAllowShouldWarn(CapturedOutput output) {
		var runner = this.contextRunner.withPropertyValues("cors.policies.hidden.paths=/a",
				"cors.policies.hidden.allowed-origins=*", "cors.policies.hidden.allowed-methods=GET,POST,PUT",
				"cors.policies.all.paths=/b", "cors.policies.all.allowed-origins=*",
				"cors.policies.all.allowed-methods=POST,PUT,PATCH,DELETE", "cors.policies.read.paths=/c",
				"cors.policies.read.allowed-origins=*", "cors.policies.read.allowed-methods=GET",
				"cors.policies.nobody.paths=/d", "cors.policies.nobody.allowed-origins=none");
		runner.run((context) -> assertThat(output).doesNotContain("HiddenHttpMethodFilter"));
		runner.withBean(HiddenHttpMethodFilter.class)
			.run((context) -> assertThat(output).contains("The application has a HiddenHttpMethodFilter")
				.contains("not all of the other methods: [hidden]."));
	}

	@Test
	void runShouldContributeTheFilterBeforeSpringSecurity() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(WebFilter.class);
			assertThat(context.getBean(FILTER, CorsPolicyWebFilter.class).getOrder()).isEqualTo(-2147483598)
				.isGreaterThan(Ordered.HIGHEST_PRECEDENCE)
				.isLessThan(SECURITY_ORDER);
		});
	}

	@Test
	void runWithFilterOrderShouldUseIt() {
		this.contextRunner.withPropertyValues("cors.filter-order=-500")
			.run((context) -> assertThat(context.getBean(CorsPolicyWebFilter.class).getOrder()).isEqualTo(-500));
	}

	@Test
	void runWithFilterOrderAfterSpringSecurityShouldWarn(CapturedOutput output) {
		this.contextRunner.withPropertyValues("cors.filter-order=0")
			.run((context) -> assertThat(output).contains(
					"cors.filter-order is 0, but must be lower than the order of Spring Security's filter (-100)"));
	}

	@Test
	void runShouldHaveNoBeanThatSpringSecurityLooksFor() {
		this.contextRunner
			.withPropertyValues("cors.policies.partners.paths=/partners/**",
					"cors.policies.partners.allowed-origins=https://partner.example")
			.run((context) -> assertThat(context).doesNotHaveBean(CorsWebFilter.class)
				.doesNotHaveBean(CorsConfigurationSource.class)
				.doesNotHaveBean(CorsProcessor.class)
				.doesNotHaveBean(PreFlightRequestHandler.class)
				.doesNotHaveBean("corsFilter")
				.doesNotHaveBean("corsWebFilter")
				.doesNotHaveBean("corsConfigurationSource"));
	}

	@Test
	void runWhenDisabledShouldContributeNothing() {
		this.contextRunner.withPropertyValues("cors.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WebFilter.class)
				.doesNotHaveBean(CorsReactiveAutoConfiguration.class));
	}

	@Test
	void runWithOwnFilterShouldBackOff() {
		this.contextRunner.withUserConfiguration(OwnFilterConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(WebFilter.class);
			assertThat(context.getBean(FILTER)).isNotInstanceOf(CorsPolicyWebFilter.class);
		});
	}

	@Test
	void runWithOtherFiltersShouldKeepThem() {
		this.contextRunner.withUserConfiguration(OtherFilterConfiguration.class)
			.run((context) -> assertThat(context.getBeansOfType(WebFilter.class)).containsOnlyKeys("otherFilter",
					FILTER));
	}

	@Test
	void runWithoutReactorShouldContributeNothing() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Mono.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CorsPolicies.class)
				.doesNotHaveBean(FILTER));
	}

	@Test
	void runWithoutWebFilterClassShouldContributeNothing() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(WebFilter.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FILTER));
	}

	@Test
	void runWithoutServletClassesShouldContributeTheFilter() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean(FILTER));
	}

	@Test
	void runInAReactiveApplicationShouldNotContributeTheServletFilter() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class)
			.doesNotHaveBean(CorsServletAutoConfiguration.class));
	}

	@Test
	void runInAServletApplicationShouldContributeNothing() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("corsPolicyFilterRegistration")
				.doesNotHaveBean(WebFilter.class)
				.doesNotHaveBean(CorsReactiveAutoConfiguration.class));
	}

	@Test
	void runOutsideAWebApplicationShouldContributeNothing() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FILTER));
	}

	@Test
	void runWithInvalidPolicyShouldFail() {
		this.contextRunner
			.withPropertyValues("cors.policies.partners.paths=/partners/**",
					"cors.policies.partners.allowed-origins=partner.example")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFilterConfiguration {

		@Bean(FILTER)
		WebFilter ownFilter() {
			return (exchange, chain) -> chain.filter(exchange);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherFilterConfiguration {

		@Bean
		WebFilter otherFilter() {
			return (exchange, chain) -> chain.filter(exchange);
		}

	}

}
