package io.github.corsstarter.policy;

import org.jspecify.annotations.Nullable;

/**
 * Where the settings of a policy were written, for messages that say what to change.
 * Implementations are immutable.
 */
public interface SettingLocations {

	/**
	 * The property that a setting of the policy was taken from.
	 * @param key a policy's key in dashed form, such as {@code allowed-origins}
	 * @return the full name, such as {@code cors.defaults.allowed-origins}
	 */
	String property(String key);

	/**
	 * The place where a property was written.
	 * @param property a full name as {@link #property(String)} gives it, with an index
	 * for one element of a list
	 * @return the place as Spring Boot describes it, such as
	 * {@code class path resource [application.yml] - 8:7}, or {@code null} if it is not
	 * known
	 */
	@Nullable String place(String property);

	/**
	 * Whether a setting of the policy was written at all.
	 * @param key a policy's key in dashed form, such as {@code allowed-origins}
	 * @return whether it was, as far as is known; otherwise it has its default
	 */
	default boolean isSet(String key) {
		return false;
	}

	/**
	 * The value of a property as it was written.
	 * @param property a full name as {@link #property(String)} gives it
	 * @return the value, or {@code null} if it is not known or a list
	 */
	default @Nullable String value(String property) {
		return null;
	}

	/**
	 * Whether the policy was made in code, so that no property has its settings.
	 * @return whether it was
	 */
	default boolean isInCode() {
		return false;
	}

	/**
	 * The provenance of a policy that was made in code.
	 * @param policy the name of the policy
	 * @return a provenance that names properties as if they were configured, and no
	 * places
	 */
	static SettingLocations inCode(String policy) {
		return new SettingLocations() {

			@Override
			public String property(String key) {
				return "cors.policies." + policy + "." + key;
			}

			@Override
			public @Nullable String place(String property) {
				return null;
			}

			@Override
			public boolean isInCode() {
				return true;
			}

		};
	}

}
