package io.github.corsstarter.web;

import java.util.Collection;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;

/**
 * Adds policies from anywhere: a database, a tenant service. Every bean of this type is
 * asked once at start-up and once for each reload, never while a request waits.
 */
@FunctionalInterface
public interface CorsPolicySource {

	/**
	 * Load what this source has now. May be slow.
	 * @return the policies it wants to be in force; they are validated together with
	 * those of all other sources
	 * @throws InvalidCorsPolicyException if what it has cannot be read as policies, with
	 * everything that is wrong with it; any other exception means that nothing is known
	 * of its policies now, which stops the start-up, and keeps the rules in force at a
	 * reload
	 */
	Collection<CorsPolicySpecification> load();

}
