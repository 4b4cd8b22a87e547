package io.github.corsstarter.autoconfigure;

import java.util.EnumSet;

import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.PreFlightRequestHandler;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.HiddenHttpMethodFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsServletAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CorsServletAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(CorsAutoConfiguration.class,
			CorsServletAutoConfiguration.class);

	private static final String REGISTRATION = "corsPolicyFilterRegistration";

	/** The default of {@code spring.security.filter.order}. */
	private static final int SECURITY_ORDER = -100;

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
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
	void runShouldRegisterTheFilterBeforeSpringSecurity() {
		this.contextRunner.run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean(REGISTRATION, FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(CorsPolicyFilter.class);
			assertThat(registration.getFilterName()).isEqualTo("corsPolicyFilter");
			assertThat(registration.getOrder()).isEqualTo(-2147483598)
				.isGreaterThan(Ordered.HIGHEST_PRECEDENCE)
				.isLessThan(SECURITY_ORDER);
			assertThat(registration.isEnabled()).isTrue();
			assertThat(registration.getUrlPatterns()).isEmpty();
			assertThat(registration.getServletNames()).isEmpty();
			assertThat(ReflectionTestUtils.getField(registration, "dispatcherTypes")).isEqualTo(EnumSet
				.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD));
		});
	}

	@Test
	void runWithFilterOrderShouldUseIt() {
		this.contextRunner.withPropertyValues("cors.filter-order=-500")
			.run((context) -> assertThat(context.getBean(REGISTRATION, FilterRegistrationBean.class).getOrder())
				.isEqualTo(-500));
	}

	@Test
	void runWithFilterOrderAfterSpringSecurityShouldWarn(CapturedOutput output) {
		this.contextRunner.withPropertyValues("cors.filter-order=-101")
			.run((context) -> assertThat(output).doesNotContain("cors.filter-order"));
		this.contextRunner.withPropertyValues("cors.filter-order=0", "spring.security.filter.order=1")
			.run((context) -> assertThat(output).doesNotContain("cors.filter-order"));
		this.contextRunner.withPropertyValues("cors.filter-order=-100")
			.run((context) -> assertThat(output).contains(
					"cors.filter-order is -100, but must be lower than the order of Spring Security's filter (-100)"));
	}

	@Test
	void runWithFilterOrderAndWithoutSpringSecurityShouldNotWarn(CapturedOutput output) {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.withPropertyValues("cors.filter-order=0")
			.run((context) -> assertThat(output).doesNotContain("cors.filter-order"));
	}

	@Test
	void runShouldHaveNoBeanThatSpringSecurityLooksFor() {
		this.contextRunner
			.withPropertyValues("cors.policies.partners.paths=/partners/**",
					"cors.policies.partners.allowed-origins=https://partner.example")
			.run((context) -> assertThat(context).doesNotHaveBean(CorsFilter.class)
				.doesNotHaveBean(CorsConfigurationSource.class)
				.doesNotHaveBean(CorsProcessor.class)
				.doesNotHaveBean(PreFlightRequestHandler.class)
				.doesNotHaveBean(Filter.class)
				.doesNotHaveBean("corsFilter")
				.doesNotHaveBean("corsConfigurationSource"));
	}

	@Test
	void runWhenDisabledShouldContributeNothing() {
		this.contextRunner.withPropertyValues("cors.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(CorsServletAutoConfiguration.class));
	}

	@Test
	void runWithOwnRegistrationShouldBackOff() {
		this.contextRunner.withUserConfiguration(OwnRegistrationConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(FilterRegistrationBean.class);
			assertThat(context.getBean(REGISTRATION, FilterRegistrationBean.class).getOrder()).isEqualTo(7);
		});
	}

	@Test
	void runWithOtherRegistrationsShouldKeepThem() {
		this.contextRunner.withUserConfiguration(OtherRegistrationConfiguration.class)
			.run((context) -> assertThat(context.getBeansOfType(FilterRegistrationBean.class))
				.containsOnlyKeys("otherRegistration", REGISTRATION));
	}

	@Test
	void runWithoutServletClassShouldContributeNothing() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Servlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(REGISTRATION));
	}

	@Test
	void runWithoutServletSupportOfSpringBootShouldContributeNothing() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(FilterRegistrationBean.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CorsPolicies.class)
				.doesNotHaveBean(REGISTRATION));
	}

	@Test
	void runInAReactiveApplicationShouldContributeNothing() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(REGISTRATION));
	}

	@Test
	void runOutsideAWebApplicationShouldContributeNothing() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CorsPolicies.class)
				.doesNotHaveBean(REGISTRATION));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistrationConfiguration {

		@Bean(REGISTRATION)
		FilterRegistrationBean<CorsPolicyFilter> ownRegistration(CorsPolicies policies) {
			FilterRegistrationBean<CorsPolicyFilter> registration = new FilterRegistrationBean<>(
					new CorsPolicyFilter(policies));
			registration.setOrder(7);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherRegistrationConfiguration {

		@Bean
		FilterRegistrationBean<Filter> otherRegistration() {
			return new FilterRegistrationBean<>((request, response, chain) -> chain.doFilter(request, response));
		}

	}

}
