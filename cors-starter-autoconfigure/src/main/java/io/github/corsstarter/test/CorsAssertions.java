package io.github.corsstarter.test;

import java.util.Collection;
import java.util.List;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsPolicies;

/**
 * The entry point for assertions on CORS policies. The assertions check what a browser
 * would do. They use the same engine that decides in production, need no server and send
 * no request.
 *
 * <pre>
 * assertThatCors(policies).from("https://spa.example")
 *     .sending("PUT", "/api/orders")
 *     .withHeaders("x-a")
 *     .isAllowed();
 * </pre>
 *
 * A failure names the reason, the policy, the property with its location, and the
 * smallest change that fixes it.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
public final class CorsAssertions {

	private CorsAssertions() {
	}

	/**
	 * Create assertions on the policies in force.
	 * @param policies the {@code CorsPolicies} bean of the application
	 * @return the assertions
	 */
	public static CorsPoliciesAssert assertThatCors(CorsPolicies policies) {
		return new CorsPoliciesAssert(policies);
	}

	/**
	 * Create assertions on policies from code.
	 * @param specifications the specifications of the policies
	 * @return assertions on the policies as if they were in force together
	 * @throws InvalidCorsPolicyException if the specifications have errors. The exception
	 * lists all of them
	 */
	public static CorsPoliciesAssert assertThatCors(CorsPolicySpecification... specifications) {
		return assertThatCors(List.of(specifications));
	}

	/**
	 * Create assertions on policies from code.
	 * @param specifications the specifications of the policies
	 * @return assertions on the policies as if they were in force together
	 * @throws InvalidCorsPolicyException if the specifications have errors. The exception
	 * lists all of them
	 */
	public static CorsPoliciesAssert assertThatCors(Collection<CorsPolicySpecification> specifications) {
		List<CorsPolicySpecification> copy = List.copyOf(specifications);
		return assertThatCors(new CorsPolicies(List.of(() -> copy), false));
	}

	/**
	 * Create assertions on the configuration below {@code cors}, loaded as the
	 * application would load it, without an application context.
	 *
	 * <pre>
	 * assertThatCorsConfiguration().withProfiles("prod")
	 *     .withEnvironment(Map.of("SPA_ORIGIN", "https://spa.example"))
	 *     .isValid();
	 * </pre>
	 * @return assertions on the configuration without profiles and environment variables
	 */
	public static CorsConfigurationAssert assertThatCorsConfiguration() {
		return new CorsConfigurationAssert();
	}

}
