package io.github.corsstarter.applicationrules;

import io.github.corsstarter.autoconfigure.TestConfiguration;
import io.github.corsstarter.web.CorsPolicies;

/**
 * A generated configuration, loaded as an application would load it.
 */
public final class GeneratedConfiguration {

	private GeneratedConfiguration() {
	}

	/**
	 * Put the policies in force.
	 * @throws io.github.corsstarter.policy.InvalidCorsPolicyException if the starter does
	 * not accept the configuration
	 */
	public static CorsPolicies load(String yaml) {
		return new TestConfiguration().yaml(yaml).start();
	}

}
