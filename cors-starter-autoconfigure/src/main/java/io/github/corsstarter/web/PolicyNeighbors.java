package io.github.corsstarter.web;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.SettingLocations;

/**
 * What advice about one policy has to know of all policies in force. A policy that a
 * reload has not changed stays the same object, so this knowledge is not part of the
 * policy. Safe for use by many threads.
 */
final class PolicyNeighbors {

	private volatile Known known = new Known(Set.of(), SettingLocations.inCode(""));

	/**
	 * Replace the policies.
	 * @param policies the policies in force from now on
	 */
	void set(Collection<CorsPolicySpecification> policies) {
		Set<String> names = new HashSet<>();
		SettingLocations configured = null;
		for (CorsPolicySpecification policy : policies) {
			names.add(withoutDashes(policy.name()));
			if (configured == null && !policy.locations().isInCode()) {
				configured = policy.locations();
			}
		}
		this.known = new Known(names, (configured != null) ? configured : SettingLocations.inCode(""));
	}

	boolean isPolicyName(String policy) {
		return this.known.names().contains(withoutDashes(policy));
	}

	/**
	 * The locations of a policy that was built from properties, whose defaults a new
	 * policy takes.
	 */
	SettingLocations configured() {
		return this.known.configured();
	}

	private static String withoutDashes(String name) {
		return name.replace("-", "");
	}

	/**
	 * What is known.
	 *
	 * @param names the names of all policies, without dashes, because Spring Boot ignores
	 * dashes when it compares names of properties
	 * @param configured the locations of a policy that was built from properties
	 */
	private record Known(Set<String> names, SettingLocations configured) {

	}

}
