package io.github.corsstarter.autoconfigure;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.corsstarter.actuate.CorsCheckDescriptor;
import io.github.corsstarter.actuate.CorsCheckEndpoint;
import io.github.corsstarter.actuate.CorsCheckEndpointWebExtension;
import io.github.corsstarter.actuate.CorsEndpoint;
import io.github.corsstarter.actuate.CorsEndpointWebExtension;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.observe.CorsShadows;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsEndpointAutoConfiguration}.
 */
class CorsEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=cors,corscheck";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
		.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class, CorsEndpointAutoConfiguration.class));

	@Test
	void runWhenExposedShouldHaveEndpoints() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(CorsEndpoint.class)
				.hasSingleBean(CorsEndpointWebExtension.class)
				.hasSingleBean(CorsCheckEndpoint.class)
				.hasSingleBean(CorsCheckEndpointWebExtension.class));
	}

	@Test
	void runWhenNotExposedShouldNotHaveEndpoints() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(CorsEndpoint.class)
			.doesNotHaveBean(CorsEndpointWebExtension.class)
			.doesNotHaveBean(CorsCheckEndpoint.class)
			.doesNotHaveBean(CorsCheckEndpointWebExtension.class));
	}

	@Test
	void runWhenOneIsExposedShouldHaveThatOne() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=corscheck")
			.run((context) -> assertThat(context).doesNotHaveBean(CorsEndpoint.class)
				.hasSingleBean(CorsCheckEndpoint.class));
	}

	@Test
	void runWithoutAccessShouldNotHaveEndpoint() {
		this.contextRunner.withPropertyValues(EXPOSED, "management.endpoint.cors.access=none")
			.run((context) -> assertThat(context).doesNotHaveBean(CorsEndpoint.class)
				.hasSingleBean(CorsCheckEndpoint.class));
		this.contextRunner.withPropertyValues(EXPOSED, "management.endpoints.access.default=none")
			.run((context) -> assertThat(context).doesNotHaveBean(CorsEndpoint.class)
				.doesNotHaveBean(CorsCheckEndpoint.class));
	}

	@Test
	void runWithoutActuatorShouldNotHaveEndpoints() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CorsPolicies.class)
				.doesNotHaveBean("corsEndpoint"));
		this.contextRunner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.autoconfigure"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("corsEndpoint"));
	}

	@Test
	void runWithManagementPortShouldExplainItsBasePath() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(CorsApplicationRulesAutoConfiguration.class))
			.withPropertyValues(EXPOSED, "management.server.port=9090", "management.server.base-path=/manage",
					"cors.policies.p.paths=/actuator/**", "cors.policies.p.allowed-origins=https://a.example")
			.run((context) -> {
				CorsCheckEndpoint endpoint = context.getBean(CorsCheckEndpoint.class);
				CorsCheckDescriptor answer = endpoint.check("/manage/actuator/x?y", "https://a.example", null, null,
						null, null);
				assertThat(answer.explanation())
					.startsWith("On the management port, 'path' is relative to management.server.base-path (/manage)."
							+ " Leave /manage out there. No policy covers the path /manage/actuator/x.");
				assertThat(answer.fix()).isNull();
				assertThat(endpoint.check("/actuator/x", "https://a.example", null, null, null, null).allowed())
					.isTrue();
			});
	}

	@Test
	void runWithOwnEndpointShouldBackOff() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.withUserConfiguration(OwnEndpointsConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(CorsEndpoint.class)
				.hasBean("ownEndpoint")
				.hasSingleBean(CorsCheckEndpoint.class)
				.hasBean("ownCheckEndpoint")
				.hasSingleBean(CorsRejections.class)
				.hasBean("ownRejections"));
	}

	@Test
	void runWhenDisabledShouldContributeNothing() {
		this.contextRunner.withPropertyValues(EXPOSED, "cors.enabled=false")
			.run((context) -> assertThat(Stream.of(context.getBeanDefinitionNames())
				.filter((name) -> context.getType(name) != null
						&& context.getType(name).getName().startsWith("io.github.corsstarter")))
				.isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TOMCAT", "NETTY" })
	void byDefaultHttpHasOnlyWhatSpringBootExposes(Container container) {
		try (TestServer server = TestServer.start(container, Application.class)) {
			assertThat(server.http().send("GET", "/actuator/health").status()).isEqualTo(200);
			assertThat(server.http().send("GET", "/actuator").body()).contains("health").doesNotContain("cors");
			for (String path : List.of("/actuator/cors", "/actuator/cors/p",
					"/actuator/corscheck?path=/&origin=null")) {
				assertThat(server.http().send("GET", path).status()).as(path).isEqualTo(404);
			}
			assertThat(server.http().send("POST", "/actuator/cors").status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TOMCAT", "NETTY" })
	void readOnlyAccessRefusesReload(Container container) {
		try (TestServer server = TestServer.start(container, Application.class, EXPOSED,
				"management.endpoint.cors.access=read-only")) {
			assertThat(server.http().send("GET", "/actuator/cors").status()).isEqualTo(200);
			assertThat(server.http().send("POST", "/actuator/cors").status()).isEqualTo(405);
			assertThat(server.bean(CorsPolicies.class).generation()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TOMCAT", "NETTY" })
	void mbeansAnswerWithJsonLikeValues(Container container) throws Exception {
		try (TestServer server = TestServer.start(container, Application.class, "spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=cors,corscheck",
				"management.endpoints.jmx.domain=cors-test-" + container, "cors.policies.p.paths=/api/**",
				"cors.policies.p.allowed-origins=https://a.example")) {
			server.http().send("GET", "/api/7", "Origin: https://b.example");
			Map<?, ?> cors = (Map<?, ?>) invoke(container, "Cors", "cors");
			assertThat(cors.get("generation")).isEqualTo(1L);
			assertThat(cors.get("enabled")).isEqualTo(true);
			assertThat(cors.get("policies")).asString().contains("p={paths=[/api/**]", "maxAge=PT30M");
			assertThat((List<?>) cors.get("rejections")).singleElement()
				.asString()
				.contains("reason=origin-not-allowed", "count=1", "add https://b.example to");
			assertThat(invoke(container, "Cors", "policy", "p")).asString()
				.contains("paths=[/api/**]", "sources={", "allowedOrigins=[https://a.example]");
			assertThat(invoke(container, "Cors", "policy", "nobody")).isNull();
			assertThat(invoke(container, "Cors", "reload")).asString().contains("reloaded=true", "generation=2");
			Map<?, ?> check = (Map<?, ?>) invoke(container, "Corscheck", "check", "/api/7", "https://a.example", "PUT",
					"x-a,x-b", "true");
			assertThat(check.get("allowed")).isEqualTo(false);
			assertThat(check.get("reason")).isEqualTo("method-not-allowed");
			assertThat(check.get("preflight")).isEqualTo(true);
			assertThat(invoke(container, "Corscheck", "check", "/api/7", "https://a.example", null, null, null))
				.asString()
				.contains("allowed=true", "Access-Control-Allow-Origin=https://a.example");
		}
	}

	private static Object invoke(Container container, String endpoint, String operation, String... arguments)
			throws Exception {
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = new ObjectName("cors-test-" + container + ":type=Endpoint,name=" + endpoint);
		String[] signature = Stream.of(arguments).map((argument) -> String.class.getName()).toArray(String[]::new);
		return server.invoke(name, operation, arguments, signature);
	}

	@Test
	void answersAreKeptInNativeImages() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, CorsEndpoint.class,
				CorsEndpointWebExtension.class, CorsCheckEndpoint.class, CorsCheckEndpointWebExtension.class);
		for (String type : List.of("CorsDescriptor", "CorsDescriptor$ApplicationRuleDescriptor",
				"CorsDescriptor$WarningDescriptor", "CorsDescriptor$RejectionDescriptor",
				"CorsDescriptor$ShadowDifferenceDescriptor", "PolicyDescriptor", "PolicyDescriptor$SourcesDescriptor",
				"CorsEndpoint$ReloadDescriptor", "CorsEndpoint$RemovedPathDescriptor", "CorsEndpoint$ProblemDescriptor",
				"CorsCheckDescriptor", "CorsCheckDescriptor$ResponseDescriptor",
				"CorsCheckEndpointWebExtension$InvalidCheckDescriptor")) {
			Class<?> descriptor = Class.forName("io.github.corsstarter.actuate." + type);
			String component = descriptor.getRecordComponents()[0].getName();
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(descriptor, component)).as(type)
				.accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CorsEndpoint.class, "reload")).accepts(hints);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEndpointsConfiguration {

		@Bean
		CorsEndpoint ownEndpoint(CorsPolicies policies, CorsRejections rejections, CorsShadows shadows) {
			return new CorsEndpoint(policies, rejections, shadows, new ApplicationRules(List.of(), policies));
		}

		@Bean
		CorsCheckEndpoint ownCheckEndpoint(CorsPolicies policies) {
			return new CorsCheckEndpoint(policies);
		}

		@Bean
		CorsRejections ownRejections() {
			return new CorsRejections(Clock.systemUTC(), (event) -> {
			});
		}

	}

}
