package io.github.corsstarter.autoconfigure;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The keys of a policy.
 */
enum PolicyKey {

	PATHS(Type.LIST), ALLOWED_ORIGINS(Type.LIST), ALLOWED_METHODS(Type.LIST), ALLOWED_HEADERS(Type.LIST),
	EXPOSED_HEADERS(Type.LIST), ALLOW_CREDENTIALS(Type.BOOLEAN), ALLOW_PRIVATE_NETWORK(Type.BOOLEAN),
	MAX_AGE(Type.DURATION), ON_DISALLOWED(Type.ON_DISALLOWED), DANGEROUSLY_TOLERATE(Type.TOLERANCES),
	SHADOW(Type.SECTION);

	enum Type {

		LIST("a list"), BOOLEAN("true or false"), DURATION("a time such as 30m or 90s, or a bare number of seconds"),
		ON_DISALLOWED("reject or omit-headers"),
		TOLERANCES("a list of insecure-origins, public-suffix-subdomains, null-origin"), SECTION("a section");

		private final String description;

		Type(String description) {
			this.description = description;
		}

		boolean isList() {
			return this == LIST || this == TOLERANCES;
		}

		@Override
		public String toString() {
			return this.description;
		}

	}

	private final Type type;

	PolicyKey(Type type) {
		this.type = type;
	}

	Type type() {
		return this.type;
	}

	String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Find a key by any of the forms that Spring Boot's relaxed binding allows.
	 */
	static @Nullable PolicyKey find(String element) {
		String uniform = uniform(element);
		for (PolicyKey key : values()) {
			if (uniform(key.key()).equals(uniform)) {
				return key;
			}
		}
		return null;
	}

	static String uniform(String element) {
		return element.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
	}

}
