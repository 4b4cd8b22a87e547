package io.github.corsstarter.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.corsstarter.actuate.CorsCheckDescriptor;
import io.github.corsstarter.actuate.CorsCheckEndpoint;
import io.github.corsstarter.actuate.CorsEndpoint;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the property {@code enforce}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WatchingConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class, CorsEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=cors,corscheck", "cors.policies.a.paths=/a/**",
				"cors.policies.a.allowed-origins=https://a.example", "cors.policies.b.paths=/b/**",
				"cors.policies.b.allowed-origins=https://b.example");

	@Test
	void policyReplacesTheDefault(CapturedOutput output) {
		this.contextRunner.withPropertyValues("cors.defaults.enforce=false", "cors.policies.b.enforce=true")
			.run((context) -> assertThat(context.getBean(CorsPolicies.class).policies())
				.extracting((policy) -> policy.name() + " " + policy.enforced())
				.containsExactlyInAnyOrder("a false", "b true"));
		assertThat(warnings(output)).singleElement().asString().contains("WARN", "(enforce: false): 'a'.");
	}

	@Test
	void everyPolicyIsEnforcedUnlessToldOtherwise(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(context.getBean(CorsPolicies.class).policies())
			.allMatch((policy) -> policy.enforced()));
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void environmentVariableEnforcesAll(CapturedOutput output) {
		this.contextRunner.withPropertyValues("cors.defaults.enforce=false")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("CORS_DEFAULTS_ENFORCE", "true"))))
			.run((context) -> assertThat(context.getBean(CorsPolicies.class).policies())
				.allMatch((policy) -> policy.enforced()));
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void eachReloadNamesThePoliciesThatAreNotEnforced(CapturedOutput output) {
		Map<String, Object> properties = new ConcurrentHashMap<>(Map.of("cors.defaults.enforce", "false"));
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("changing", properties)))
			.run((context) -> {
				CorsPolicies policies = context.getBean(CorsPolicies.class);
				policies.reload();
				assertThat(warnings(output)).hasSize(2).allMatch((line) -> line.contains("'a', 'b'"));
				properties.put("cors.defaults.enforce", "true");
				policies.reload();
				assertThat(warnings(output)).hasSize(2);
				assertThat(policies.policies()).allMatch((policy) -> policy.enforced());
			});
	}

	@Test
	void endpointsSayWhatIsEnforced() {
		this.contextRunner.withPropertyValues("cors.policies.a.enforce=false").run((context) -> {
			CorsEndpoint endpoint = context.getBean(CorsEndpoint.class);
			assertThat(endpoint.cors().policies().get("a").enforced()).isFalse();
			assertThat(endpoint.cors().policies().get("b").enforced()).isTrue();
			assertThat(endpoint.policy("a").sources().enforce()).contains("cors.policies.a.enforce");
			CorsCheckEndpoint check = context.getBean(CorsCheckEndpoint.class);
			CorsCheckDescriptor watched = check.check("/a/x", "https://a.example", null, null, null, null);
			assertThat(watched.allowed()).isTrue();
			assertThat(watched.enforced()).isFalse();
			assertThat(watched.explanation())
				.endsWith("The policy 'a' is not enforced, so now the request is decided without it.");
			assertThat(check.check("/b/x", "https://b.example", null, null, null, null).enforced()).isTrue();
			assertThat(check.check("/c", "https://b.example", null, null, null, null).enforced()).isNull();
		});
	}

	@Test
	void invalidValueStopsTheStartUp() {
		this.contextRunner.withPropertyValues("cors.policies.a.enforce=flase")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("cors.policies.a.enforce"));
	}

	private static java.util.List<String> warnings(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("are not enforced")).toList();
	}

}
