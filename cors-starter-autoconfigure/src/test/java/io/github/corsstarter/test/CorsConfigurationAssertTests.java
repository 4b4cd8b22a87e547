package io.github.corsstarter.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.decision.CorsReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static io.github.corsstarter.test.CorsAssertions.assertThatCorsConfiguration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link CorsConfigurationAssert}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CorsConfigurationAssertTests {

	private static final Map<String, String> LOCATION = Map.of("SPRING_CONFIG_LOCATION", "classpath:/checking/");

	private final CorsConfigurationAssert checked = assertThatCorsConfiguration().withEnvironment(LOCATION);

	@Test
	void filesAreLoadedAsAtStartUp() {
		this.checked.isValid().hasNoWarnings().policies().hasExactlyPolicies("public-api", "imported");
	}

	@Test
	void applicationWithoutConfigurationIsValid() {
		assertThatCorsConfiguration().isValid().hasNoWarnings().policies().hasExactlyPolicies();
	}

	@Test
	void unsetVariableOfAProfileIsFound() {
		CorsConfigurationAssert live = this.checked.withProfiles("live");
		live.hasProblem("cors.policies.orders.allowed-origins");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(live::isValid)
			.withMessageContaining(
					"Expecting the application to start with the profiles [live] and the environment variables"
							+ " [SPRING_CONFIG_LOCATION], but:")
			.withMessageContaining("The CORS configuration has 1 problem:")
			.withMessageContaining("The variable 'ORDERS_ORIGIN' is not set")
			.withMessageContaining("at class path resource [checking/application.yml] - ");
		live.withEnvironment(Map.of("ORDERS_ORIGIN", "https://orders.example"))
			.isValid()
			.policies()
			.from("https://orders.example")
			.sending("GET", "/orders/1")
			.isAllowed()
			.isDecidedBy("orders");
	}

	@Test
	void groupActivatesItsProfiles() {
		CorsConfigurationAssert production = this.checked
			.withEnvironment(Map.of("ORDERS_ORIGIN", "https://orders.example"))
			.withProfiles("production");
		production.policies().hasExactlyPolicies("public-api", "imported", "orders", "audit");
		production.policies().from("https://audit.example").sending("GET", "/audit/1").isAllowed();
	}

	@Test
	void profileOfAVariableIsActive() {
		CorsConfigurationAssert byVariable = this.checked.withEnvironment(Map.of("SPRING_PROFILES_ACTIVE", "live"));
		byVariable.hasProblem("cors.policies.orders.allowed-origins");
		byVariable.withProfiles("audit").isValid().policies().hasExactlyPolicies("public-api", "imported", "audit");
	}

	@Test
	void variableWithUnderscoresInPlaceOfDashesIsReported() {
		this.checked
			.withEnvironment(Map.of("CORS_POLICIES_PUBLICAPI_ALLOWEDORIGINS", "https://a.example, https://b.example",
					"CORS_POLICIES_PUBLICAPI_ALLOWED_METHODS_0_", "ignored"))
			.hasProblem("cors.policies.public-api.allowed.methods");
	}

	@Test
	void variablesSetLists() {
		CorsPoliciesAssert policies = this.checked.withEnvironment(Map.of("CORS_POLICIES_PUBLICAPI_ALLOWEDORIGINS",
				"https://a.example, https://b.example", "CORS_POLICIES_PUBLICAPI_ALLOWEDMETHODS_0", "GET",
				"CORS_POLICIES_PUBLICAPI_ALLOWEDMETHODS_1", "PUT"))
			.policies();
		policies.hasExactlyPolicies("public-api", "imported");
		policies.from("https://b.example").sending("PUT", "/public/1").isAllowed();
		policies.from("https://spa.example").sending("GET", "/public/1").isRejected();
		policies.from("https://b.example")
			.sending("POST", "/public/1")
			.isRejectedBecause(CorsReason.METHOD_NOT_ALLOWED);
	}

	@Test
	void variableOfAPlaceholderHasARelaxedName() {
		this.checked.withEnvironment(Map.of("SPA_ORIGIN", "https://other.example"))
			.policies()
			.from("https://other.example")
			.sending("GET", "/public/1")
			.isAllowed();
	}

	@Test
	void unknownKeyIsReportedWithTheNearestKey() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.checked.withProfiles("typo")::isValid)
			.withMessageContaining("cors.policies.public-api.allowed-orgins")
			.withMessageContaining("Use the key cors.policies.public-api.allowed-origins");
	}

	@Test
	void warningsDoNotMakeItInvalid() {
		CorsConfigurationAssert warning = this.checked.withProfiles("warning").isValid();
		warning.hasProblem("cors.policies.public-api.allowed-headers");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(warning::hasNoWarnings)
			.withMessageStartingWith("Expecting no warnings about the profiles [warning]")
			.withMessageContaining("cors.policies.public-api.allowed-headers");
	}

	@Test
	void misspelledVariableIsAWarning() {
		CorsConfigurationAssert misspelled = this.checked.withEnvironment(Map.of("CORS_DEBGU", "true")).isValid();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(misspelled::hasNoWarnings)
			.withMessageContaining("CORS_DEBGU");
	}

	@Test
	void missingImportIsAFailureOfItsOwn() {
		CorsConfigurationAssert broken = this.checked.withProfiles("broken");
		for (Throwable failure : new Throwable[] { catchThrowable(broken::isValid),
				catchThrowable(() -> broken.hasProblem("cors.x")), catchThrowable(broken::policies) }) {
			assertThat(failure).isInstanceOf(AssertionError.class)
				.hasMessageContaining("The configuration files cannot be loaded: ")
				.hasMessageContaining("does-not-exist.yml")
				.hasCauseInstanceOf(RuntimeException.class);
		}
	}

	@Test
	void problemThatDoesNotExistIsAFailure() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.checked.hasProblem("cors.policies.public-api.paths"))
			.withMessageContaining("but there is none");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.checked.withProfiles("live").hasProblem("cors.policies.orders.paths"))
			.withMessageContaining(
					"but only these properties have problems: [cors.policies.orders.allowed-origins[0]]");
	}

	@Test
	void disabledStarterHasNoPolicies() {
		this.checked.withProfiles("typo")
			.withEnvironment(Map.of("CORS_ENABLED", "off"))
			.isValid()
			.policies()
			.hasExactlyPolicies();
	}

	@Test
	void systemPropertiesOfTheTestHaveNoEffect() {
		try {
			System.setProperty("cors.policies.mine.max-age", "-1");
			System.setProperty("spring.profiles.active", "typo");
			this.checked.isValid().policies().hasExactlyPolicies("public-api", "imported");
		}
		finally {
			System.clearProperty("cors.policies.mine.max-age");
			System.clearProperty("spring.profiles.active");
		}
	}

	/** Every process has the variable PATH. */
	@Test
	void variablesOfTheProcessHaveNoEffect(@TempDir Path folder) throws Exception {
		assertThat(System.getenv("PATH")).isNotEmpty();
		Files.writeString(folder.resolve("application.properties"), """
				cors.policies.p.paths=/a/**
				cors.policies.p.allowed-origins=https://${PATH}.example,https://${user.name}.example
				""");
		CorsConfigurationAssert own = assertThatCorsConfiguration()
			.withEnvironment(Map.of("SPRING_CONFIG_LOCATION", folder.toUri().toString()));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(own::isValid)
			.withMessageContaining("The variable 'PATH' is not set")
			.withMessageNotContaining("user.name' is not set");
	}

	@Test
	void valuesOfVariablesAreNotPrinted() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(this.checked.withProfiles("live").withEnvironment(Map.of("DB_PASSWORD", "secret"))::isValid)
			.withMessageContaining("DB_PASSWORD")
			.withMessageNotContaining("secret");
	}

	@Test
	void descriptionIsKept() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.checked.as("production").withProfiles("live").isValid())
			.withMessageStartingWith("[production] ");
	}

	/** The same files and variables in an application that starts. */
	@Test
	void reportIsThatOfTheStartUp(CapturedOutput output) {
		Map<String, String> variables = new HashMap<>(LOCATION);
		variables.put("SPRING_PROFILES_ACTIVE", "production,typo");
		variables.put("CORS_POLICIES_PUBLICAPI_ALLOWEDMETHODS", "get");
		assertThat(catchThrowable(() -> application(variables).run())).isNotNull();
		Throwable failure = catchThrowable(() -> assertThatCorsConfiguration().withEnvironment(variables).isValid());
		assertThat(failure).isInstanceOf(AssertionError.class);
		String report = failure.getMessage().substring(failure.getMessage().indexOf("The CORS configuration has"));
		assertThat(report).startsWith("The CORS configuration has 3 problems");
		String[] parts = report.split("(?=Change the configuration:)");
		assertThat(parts).hasSize(2);
		assertThat(output.getAll()).contains("Description:%n%n%s".formatted(parts[0]))
			.contains("Action:%n%n%s".formatted(parts[1]));
	}

	private static SpringApplication application(Map<String, String> variables) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
		return new SpringApplicationBuilder(CorsAutoConfiguration.class).environment(environment)
			.contextFactory((type) -> new GenericWebApplicationContext())
			.web(WebApplicationType.SERVLET)
			.build();
	}

}
