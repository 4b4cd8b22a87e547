package io.github.corsstarter.policy;

import org.jspecify.annotations.Nullable;

/**
 * The properties and locations that the settings of a policy come from, for messages that
 * say what to change. Implementations are immutable. If two instances are equal, the
 * messages about a policy are the same with both.
 */
public interface SettingLocations {

	/**
	 * The property that a setting of the policy comes from.
	 * @param key a key of the policy in kebab case, such as {@code allowed-origins}
	 * @return the full name of the property, such as
	 * {@code cors.defaults.allowed-origins}
	 */
	String property(String key);

	/**
	 * The property that changes a setting of this policy only.
	 * @param key a key of the policy in kebab case, such as {@code allowed-origins}
	 * @return the full name of the property. It differs from {@link #property(String)} if
	 * the setting comes from properties that other policies share
	 */
	default String ownProperty(String key) {
		return property(key);
	}

	/**
	 * The location of a property.
	 * @param property a full name as {@link #property(String)} returns it, with an index
	 * for one element of a list
	 * @return the location as Spring Boot describes it, such as
	 * {@code class path resource [application.yml] - 8:7}, or {@code null} if it is not
	 * known
	 */
	@Nullable String place(String property);

	/**
	 * Whether a setting of the policy was configured.
	 * @param key a key of the policy in kebab case, such as {@code allowed-origins}
	 * @return {@code true} if the setting is known to be configured; {@code false} if it
	 * has its default, or if it is not known whether it was configured
	 */
	default boolean isSet(String key) {
		return false;
	}

	/**
	 * The value of a property as written.
	 * @param property a full name as {@link #property(String)} returns it
	 * @return the value, with its placeholders, or {@code null} if it is not known. For a
	 * list, the value is known only if it has placeholders
	 */
	default @Nullable String value(String property) {
		return null;
	}

	/**
	 * Whether a list was written as one text with commas.
	 * @param property the full name of the list as {@link #property(String)} returns it
	 * @return {@code true} if it was; {@code false} if each element was written
	 * separately, or if it is not known how the list was written
	 */
	default boolean isText(String property) {
		return false;
	}

	/**
	 * Whether the policy was built in code, so that its settings do not come from
	 * properties.
	 * @return {@code true} if it was built in code
	 */
	default boolean isInCode() {
		return false;
	}

	/**
	 * Whether properties can change the settings of the policy. If not, an application
	 * with a property for this policy does not start, so a fix must not propose such a
	 * property.
	 * @return {@code false} if it is known that properties cannot change the policy
	 */
	default boolean isConfigurable() {
		return true;
	}

	/**
	 * Whether a policy with this name exists. A new policy then needs another name.
	 * @param policy the name of a policy
	 * @return {@code true} if the name is known to be in use
	 */
	default boolean isPolicyName(String policy) {
		return false;
	}

	/**
	 * Give a new policy the defaults that policies share.
	 * @param policy receives the settings; unchanged if the defaults are not known
	 */
	default void applyDefaults(CorsPolicySpecification.Builder policy) {
	}

	/**
	 * Create the locations of a policy that was built in code.
	 * @param policy the name of the policy
	 * @return the locations. They return the property names that a configured policy
	 * would have, and {@code null} for every place
	 */
	static SettingLocations inCode(String policy) {
		return new LocationsInCode(policy);
	}

}
