package io.github.corsstarter.reference;

import java.util.List;

import io.github.corsstarter.web.CorsPolicies;

/**
 * All policies together.
 *
 * @param policies the policies
 * @param debug {@code cors.debug}
 */
record PlainConfiguration(List<PlainPolicy> policies, boolean debug) {

	CorsPolicies toPolicies() {
		return new CorsPolicies(List.of(() -> this.policies.stream().map(PlainPolicy::toSpecification).toList()),
				this.debug);
	}

}
