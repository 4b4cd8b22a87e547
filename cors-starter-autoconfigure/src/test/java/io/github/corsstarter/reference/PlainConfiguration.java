package io.github.corsstarter.reference;

import java.util.List;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;

/**
 * All policies together.
 *
 * @param policies the policies
 * @param debug {@code cors.debug}
 * @param hosts {@code cors.allowed-hosts}
 */
record PlainConfiguration(List<PlainPolicy> policies, boolean debug, List<String> hosts) {

	PlainConfiguration(List<PlainPolicy> policies, boolean debug) {
		this(policies, debug, List.of());
	}

	CorsPolicies toPolicies() {
		return toPolicies(this.policies.stream().map(PlainPolicy::toSpecification).toList());
	}

	/** The same configuration with other policies. */
	CorsPolicies toPolicies(List<CorsPolicySpecification> specifications) {
		return new CorsPolicies(List.of(() -> specifications), this.debug, AllowedHosts.of(this.hosts));
	}

}
