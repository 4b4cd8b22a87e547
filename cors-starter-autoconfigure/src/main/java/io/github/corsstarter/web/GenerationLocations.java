package io.github.corsstarter.web;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.SettingLocations;
import org.jspecify.annotations.Nullable;

/**
 * The locations of a policy that also know the other policies of its generation, so that
 * a fix can suggest a new policy. Immutable.
 *
 * @param own the locations of the policy
 * @param names the names of all policies, without dashes, because Spring Boot ignores
 * dashes when it compares names of properties
 * @param configured the locations of a policy that was built from properties, whose
 * defaults a new policy takes
 * @param configurable whether properties can change policies that were built in code
 */
record GenerationLocations(SettingLocations own, Set<String> names, SettingLocations configured,
		boolean configurable) implements SettingLocations {

	/**
	 * Copy policies, with locations that know all of them.
	 */
	static List<CorsPolicySpecification> addTo(Collection<CorsPolicySpecification> policies, boolean configurable) {
		Set<String> names = policies.stream()
			.map((policy) -> withoutDashes(policy.name()))
			.collect(Collectors.toUnmodifiableSet());
		SettingLocations configured = policies.stream()
			.map(CorsPolicySpecification::locations)
			.filter((locations) -> !locations.isInCode())
			.findFirst()
			.orElse(SettingLocations.inCode(""));
		return policies.stream()
			.map((policy) -> policy
				.withLocations(new GenerationLocations(policy.locations(), names, configured, configurable)))
			.toList();
	}

	private static String withoutDashes(String name) {
		return name.replace("-", "");
	}

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
		return this.names.contains(withoutDashes(policy));
	}

	@Override
	public void applyDefaults(CorsPolicySpecification.Builder policy) {
		this.configured.applyDefaults(policy);
	}

}
