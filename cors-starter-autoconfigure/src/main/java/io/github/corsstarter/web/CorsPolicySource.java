package io.github.corsstarter.web;

import java.util.Collection;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;

/**
 * Supplies policies, for example from a database or a tenant service. Every bean of this
 * type is called once at start-up and once for each reload, never during a request.
 */
@FunctionalInterface
public interface CorsPolicySource {

	/**
	 * Load the current policies of this source. This method may be slow. It must not
	 * reload the policies.
	 * @return the policies to put in force; they are validated together with the policies
	 * of all other sources
	 * @throws InvalidCorsPolicyException if the data cannot be read as policies; the
	 * exception lists every problem. Any other exception means that the current policies
	 * of this source are unknown. In both cases the application does not start, and a
	 * reload leaves the policies in force unchanged.
	 */
	Collection<CorsPolicySpecification> load();

}
