package io.github.corsstarter.policy;

import org.jspecify.annotations.Nullable;

/**
 * The locations of a policy that was built in code: the property names that a configured
 * policy would have, and no places.
 *
 * @param policy the name of the policy
 */
record LocationsInCode(String policy) implements SettingLocations {

	@Override
	public String property(String key) {
		return "cors.policies." + this.policy + "." + key;
	}

	@Override
	public @Nullable String place(String property) {
		return null;
	}

	@Override
	public boolean isInCode() {
		return true;
	}

}
