package io.github.corsstarter.applicationrules;

import java.util.regex.Pattern;

import io.github.corsstarter.autoconfigure.TestConfiguration;
import io.github.corsstarter.web.CorsPolicies;

/**
 * A generated configuration, loaded as an application would load it.
 */
public final class GeneratedConfiguration {

	/**
	 * MERGE: remove this when {@code enforce} exists. Until then it is an unknown key.
	 */
	private static final Pattern ENFORCE = Pattern.compile("(?m)^  defaults:\n    enforce: false\n|^ +enforce: false\n");

	private GeneratedConfiguration() {
	}

	/**
	 * Put the policies in force.
	 * @throws io.github.corsstarter.policy.InvalidCorsPolicyException if the starter does
	 * not accept the configuration
	 */
	public static CorsPolicies load(String yaml) {
		return new TestConfiguration().yaml(ENFORCE.matcher(yaml).replaceAll("")).start();
	}

}
