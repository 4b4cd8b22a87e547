package io.github.corsstarter.test;

import java.util.Collection;
import java.util.List;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsPolicies;

/**
 * Where assertions on CORS policies begin: what a browser would make of them, by the very
 * engine that decides in production. No server is needed, and no request is sent.
 *
 * <pre>
 * assertThatCors(policies).from("https://spa.example")
 *     .sending("PUT", "/api/orders")
 *     .withHeaders("x-a")
 *     .isAllowed();
 * </pre>
 *
 * Failures name the reason, the policy, the property with its place, and the smallest
 * change.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
public final class CorsAssertions {

	private CorsAssertions() {
	}

	/**
	 * Begin with the rules in force.
	 * @param policies the bean of the application
	 * @return assertions on them
	 */
	public static CorsPoliciesAssert assertThatCors(CorsPolicies policies) {
		return new CorsPoliciesAssert(policies);
	}

	/**
	 * Begin with policies that were made in code.
	 * @param specifications what the policies should be
	 * @return assertions on the policies, were they in force together
	 * @throws InvalidCorsPolicyException with everything that is wrong with them
	 */
	public static CorsPoliciesAssert assertThatCors(CorsPolicySpecification... specifications) {
		return assertThatCors(List.of(specifications));
	}

	/**
	 * Begin with policies that were made in code.
	 * @param specifications what the policies should be
	 * @return assertions on the policies, were they in force together
	 * @throws InvalidCorsPolicyException with everything that is wrong with them
	 */
	public static CorsPoliciesAssert assertThatCors(Collection<CorsPolicySpecification> specifications) {
		List<CorsPolicySpecification> copy = List.copyOf(specifications);
		return assertThatCors(new CorsPolicies(List.of(() -> copy), false));
	}

}
