package io.github.corsstarter.web;

import java.util.List;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import org.jspecify.annotations.Nullable;

/**
 * Supplies what is configured below {@code cors}. Only one thread at a time calls a
 * source.
 */
public interface ConfigurationSource {

	/**
	 * Read the configuration.
	 * @return the rules
	 * @throws InvalidCorsPolicyException if the configuration cannot be read; it lists
	 * every problem
	 */
	Rules load();

	/**
	 * Read the configuration again, to find out whether it has changed.
	 * @param inForce the rules in force, as this source has returned them
	 * @return the same instance if nothing has changed, or {@code null} if this source
	 * cannot tell yet. The rules and the status of the source then stay as they are
	 * @throws InvalidCorsPolicyException if the configuration cannot be read; it lists
	 * every problem
	 */
	@Nullable Rules loadIfChanged(Rules inForce);

	/**
	 * What is configured.
	 *
	 * @param policies the policies
	 * @param hosts the names under which browsers reach the application
	 * @param content what the rules were made from. If the contents are equal, so are the
	 * rules
	 */
	record Rules(List<CorsPolicySpecification> policies, AllowedHosts hosts, Object content) {

		/**
		 * Create the rules.
		 * @param policies the policies
		 * @param hosts the allowed hosts
		 * @param content what the rules were made from
		 */
		public Rules {
			policies = List.copyOf(policies);
		}

	}

}
