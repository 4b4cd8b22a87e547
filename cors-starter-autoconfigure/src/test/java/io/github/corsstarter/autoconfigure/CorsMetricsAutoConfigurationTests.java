package io.github.corsstarter.autoconfigure;

import java.time.Duration;

import io.github.corsstarter.metrics.CorsMeters;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsMetricsAutoConfiguration}.
 */
class CorsMetricsAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(CorsAutoConfiguration.class,
			CorsMetricsAutoConfiguration.class, CorsServletAutoConfiguration.class,
			CorsReactiveAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void runShouldContributeMeters() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(CorsMeters.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(CorsMeters.class));
	}

	@Test
	void runWithoutMicrometerShouldHaveFilterAndNoMeters() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("corsMeters")
				.hasBean("corsPolicyFilterRegistration"));
	}

	@Test
	void runWithoutMicrometerCoreShouldHaveNoMeters() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("corsMeters"));
	}

	@Test
	void runWithOwnMetersShouldBackOff() {
		this.contextRunner.withUserConfiguration(OwnMetersConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(CorsMeters.class).hasBean("ownMeters"));
	}

	@Test
	void runWhenDisabledShouldContributeNothing() {
		this.contextRunner.withPropertyValues("cors.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CorsMeters.class)
				.doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(CorsPolicyFilter.class));
	}

	/** Only an application that Spring Boot starts becomes ready. */
	@Test
	void runShouldCreateMetersAtOnceWithoutASpringApplication() {
		this.contextRunner.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(CorsMeters.class).bindTo(registry);
			assertThat(registry.find("cors.generation").gauge()).isNotNull();
		});
	}

	@Test
	void runInASpringApplicationShouldCreateMetersWhenItIsReady() {
		this.contextRunner
			.withBean("springApplicationArguments", ApplicationArguments.class, DefaultApplicationArguments::new)
			.run((context) -> {
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				context.getBean(CorsMeters.class).bindTo(registry);
				assertThat(registry.getMeters()).isEmpty();
				context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0],
						context.getSourceApplicationContext(), Duration.ZERO));
				assertThat(registry.find("cors.generation").gauge()).isNotNull();
			});
	}

	@Test
	void runOutsideAWebApplicationShouldContributeNothing() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(CorsMeters.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMetersConfiguration {

		@Bean
		CorsMeters ownMeters(CorsPolicies policies) {
			return new CorsMeters(policies);
		}

	}

}
