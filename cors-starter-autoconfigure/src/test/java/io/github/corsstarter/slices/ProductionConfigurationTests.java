package io.github.corsstarter.slices;

import java.util.Map;

import io.github.corsstarter.test.CorsConfigurationAssert;
import org.junit.jupiter.api.Test;

import static io.github.corsstarter.test.CorsAssertions.assertThatCorsConfiguration;

/**
 * The check of a deployment that docs/testing.md shows.
 */
class ProductionConfigurationTests {

	@Test
	void productionStarts() {
		assertThatCorsConfiguration().withProfiles("prod")
			.withEnvironment(Map.of("SPA_ORIGIN", "https://spa.example"))
			.isValid();
	}

	/** The compatibility tests run this on each version of Spring Boot. */
	@Test
	void filesAndVariablesAreLoaded() {
		CorsConfigurationAssert orders = assertThatCorsConfiguration()
			.withEnvironment(Map.of("SPRING_CONFIG_LOCATION", "classpath:/slices/"));
		orders.isValid().policies().hasExactlyPolicies("orders", "sign-in");
		orders.withEnvironment(Map.of("CORS_POLICIES_SIGNIN_ALLOWEDORIGINS", "https://idp.example/"))
			.hasProblem("cors.policies.sign-in.allowed-origins");
	}

}
