package io.github.corsstarter.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.web.CorsPolicySource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that the metrics exist when an application needs them, however it starts, and
 * that they do not break the start.
 */
class CorsMetersAtStartTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(CorsAutoConfiguration.class,
			CorsMetricsAutoConfiguration.class, CorsServletAutoConfiguration.class,
			CorsReactiveAutoConfiguration.class);

	@Test
	void applicationShouldHaveMetersWhenItIsReady() {
		try (ConfigurableApplicationContext context = run(Ready.class)) {
			assertThat(context.getBean(Ready.class).hadMeters).isTrue();
			assertHasMeters(context);
		}
	}

	@Test
	void lazyRegistryShouldHaveMeters() {
		try (ConfigurableApplicationContext context = run(LazyRegistry.class)) {
			assertHasMeters(context);
		}
	}

	@Test
	void applicationWithLazyInitializationShouldHaveMeters() {
		try (ConfigurableApplicationContext context = run(Application.class, "spring.main.lazy-initialization=true")) {
			assertHasMeters(context);
		}
	}

	/** Such a runner may be a consumer of messages, or a long import. */
	@Test
	void applicationWhoseRunnerDoesNotReturnShouldHaveMeters() throws InterruptedException {
		EndlessRunner.started = new CountDownLatch(1);
		EndlessRunner.end = new CountDownLatch(1);
		Thread main = new Thread(() -> run(EndlessRunner.class).close());
		main.start();
		try {
			assertThat(EndlessRunner.started.await(60, TimeUnit.SECONDS)).isTrue();
			assertHasMeters(EndlessRunner.context);
		}
		finally {
			EndlessRunner.end.countDown();
			main.join(TimeUnit.SECONDS.toMillis(30));
		}
	}

	/** Only the parent becomes ready. */
	@Test
	void childContextWithoutASpringApplicationShouldHaveMeters() {
		try (ConfigurableApplicationContext parent = new SpringApplicationBuilder(Object.class)
			.web(WebApplicationType.NONE)
			.run(); AnnotationConfigWebApplicationContext child = new AnnotationConfigWebApplicationContext()) {
			child.setParent(parent);
			child.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test",
						Map.of("cors.policies.p.paths", "/a", "cors.policies.p.allowed-origins", "https://a.example")));
			child.setServletContext(new MockServletContext());
			child.register(Application.class);
			child.refresh();
			assertHasMeters(child);
		}
	}

	/**
	 * An event can be published while beans are created. Spring then creates each
	 * listener that may be for this event, with its dependencies.
	 */
	@Test
	void eventOfASourceThatIsBeingCreatedShouldNotBreakTheStart() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withUserConfiguration(PublishingSource.class)
			.run((context) -> assertThat(context).hasNotFailed());
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withUserConfiguration(PublishingSource.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void eventOfABeanThatIsBeingCreatedShouldNotCreateThePolicies() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withUserConfiguration(PublishingBean.class)
			.run((context) -> assertThat(context.getBean(PublishingBean.class).policiesExisted).isFalse());
	}

	private static void assertHasMeters(ApplicationContext context) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		assertThat(registry.find("cors.generation").gauge()).isNotNull();
		assertThat(registry.find("cors.requests").counters()).isNotEmpty();
		assertThat(registry.find("cors.reload").timers()).isNotEmpty();
	}

	private static ConfigurableApplicationContext run(Class<?> source, String... properties) {
		return new SpringApplicationBuilder(source).properties(properties)
			.properties("server.port=0", "cors.policies.p.paths=/a",
					"cors.policies.p.allowed-origins=https://a.example", "spring.main.web-application-type=servlet",
					"spring.main.register-shutdown-hook=false")
			.run();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ CorsAutoConfiguration.class, CorsMetricsAutoConfiguration.class,
			CorsServletAutoConfiguration.class, MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class })
	static class Framework {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@Import(Framework.class)
	static class Application {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@Import(Framework.class)
	static class LazyRegistry {

		@Bean
		@Lazy
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@Import(Application.class)
	static class Ready implements ApplicationListener<ApplicationReadyEvent> {

		boolean hadMeters;

		@Override
		public void onApplicationEvent(ApplicationReadyEvent event) {
			this.hadMeters = !event.getApplicationContext()
				.getBean(MeterRegistry.class)
				.find("cors.requests")
				.counters()
				.isEmpty();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@Import(Application.class)
	static class EndlessRunner {

		static volatile CountDownLatch started = new CountDownLatch(1);

		static volatile CountDownLatch end = new CountDownLatch(1);

		static volatile ApplicationContext context;

		@Bean
		ApplicationRunner consumer(ApplicationContext present) {
			return (arguments) -> {
				context = present;
				started.countDown();
				end.await();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PublishingBean {

		final boolean policiesExisted;

		PublishingBean(ConfigurableApplicationContext context) {
			context.publishEvent("loading");
			this.policiesExisted = context.getBeanFactory().containsSingleton("corsPolicies");
		}

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PublishingSource {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		CorsPolicySource source(ApplicationEventPublisher events) {
			events.publishEvent("loading");
			return List::of;
		}

	}

}
