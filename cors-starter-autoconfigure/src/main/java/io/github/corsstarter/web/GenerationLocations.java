package io.github.corsstarter.web;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.SettingLocations;
import org.jspecify.annotations.Nullable;

/**
 * The locations of a policy that also know the other policies, so that a fix can suggest
 * a new policy.
 *
 * @param own the locations of the policy
 * @param neighbors the policies in force. A generation that is no longer in force also
 * gives advice for the policies in force, because its advice is applied to those
 * @param configurable whether properties can change policies that were built in code
 */
record GenerationLocations(SettingLocations own, PolicyNeighbors neighbors,
		boolean configurable) implements SettingLocations {

	@Override
	public String property(String key) {
		return this.own.property(key);
	}

	@Override
	public String ownProperty(String key) {
		return this.own.ownProperty(key);
	}

	@Override
	public @Nullable String place(String property) {
		return this.own.place(property);
	}

	@Override
	public boolean isSet(String key) {
		return this.own.isSet(key);
	}

	@Override
	public boolean isText(String property) {
		return this.own.isText(property);
	}

	@Override
	public @Nullable String value(String property) {
		return this.own.value(property);
	}

	@Override
	public boolean isInCode() {
		return this.own.isInCode();
	}

	@Override
	public boolean isConfigurable() {
		return this.configurable || !this.own.isInCode();
	}

	@Override
	public boolean isPolicyName(String policy) {
		return this.neighbors.isPolicyName(policy);
	}

	@Override
	public void applyDefaults(CorsPolicySpecification.Builder policy) {
		this.neighbors.configured().applyDefaults(policy);
	}

}
