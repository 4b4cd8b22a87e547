package io.github.corsstarter.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.policy.Coded;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a policy.
 */
enum PolicyKey implements Coded {

	ENFORCE(Type.BOOLEAN), PATHS(Type.LIST), ALLOWED_ORIGINS(Type.LIST), ALLOWED_METHODS(Type.LIST),
	ALLOWED_HEADERS(Type.LIST), EXPOSED_HEADERS(Type.LIST), ALLOW_CREDENTIALS(Type.BOOLEAN), ALLOW_TIMING(Type.BOOLEAN),
	ALLOW_PRIVATE_NETWORK(Type.BOOLEAN), MAX_AGE(Type.DURATION), ON_DISALLOWED(Type.ON_DISALLOWED),
	DANGEROUSLY_TOLERATE(Type.TOLERANCES), SHADOW(Type.SECTION);

	enum Type {

		LIST("a list"), BOOLEAN("true or false"), DURATION("a duration such as 30m or 90s, or a number of seconds"),
		ON_DISALLOWED("reject or omit-headers"),
		TOLERANCES("one or more of insecure-origins, public-suffix-subdomains and null-origin"), SECTION("a section");

		private final String description;

		Type(String description) {
			this.description = description;
		}

		/**
		 * The value that was probably meant, or {@code null} if there is no close match.
		 */
		@Nullable String nearest(String value) {
			return switch (this) {
				case BOOLEAN -> NearestKey.find(value, List.of("true", "false"));
				case ON_DISALLOWED -> NearestKey.find(value, List.of("reject", "omit-headers"));
				case TOLERANCES ->
					NearestKey.find(value, List.of("insecure-origins", "public-suffix-subdomains", "null-origin"));
				case DURATION -> duration(value);
				default -> null;
			};
		}

		private static @Nullable String duration(String value) {
			Matcher matcher = Words.DURATION.matcher(value.strip().toLowerCase(Locale.ROOT));
			// A longer number of days could be more than max-age allows.
			return (matcher.matches() && matcher.group(1).length() <= Words.MAX_DIGITS)
					? matcher.group(1) + matcher.group(2) : null;
		}

		boolean isList() {
			return this == LIST || this == TOLERANCES;
		}

		@Override
		public String toString() {
			return this.description;
		}

	}

	private static final Map<String, PolicyKey> BY_UNIFORM_NAME = new HashMap<>();

	static {
		for (PolicyKey key : values()) {
			BY_UNIFORM_NAME.put(uniform(key.code()), key);
		}
	}

	private final Type type;

	PolicyKey(Type type) {
		this.type = type;
	}

	Type type() {
		return this.type;
	}

	/**
	 * Whether a section can have this key.
	 * @param policy whether the section is a policy, and not the defaults or a candidate
	 * @param candidate whether the section is the candidate of a policy
	 */
	boolean isAllowed(boolean policy, boolean candidate) {
		return switch (this) {
			case PATHS, SHADOW -> policy;
			case ENFORCE -> !candidate;
			default -> true;
		};
	}

	/**
	 * Find a key by its name, in any form that Spring Boot's relaxed binding allows.
	 */
	static @Nullable PolicyKey find(String element) {
		return BY_UNIFORM_NAME.get(uniform(element));
	}

	/**
	 * A name without the differences that Spring Boot's relaxed binding allows.
	 */
	static String uniform(String element) {
		for (int i = 0; i < element.length(); i++) {
			if (element.charAt(i) < 'a' || element.charAt(i) > 'z') {
				return element.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
			}
		}
		return element;
	}

	/**
	 * What is needed only for an invalid duration.
	 */
	private static final class Words {

		static final int MAX_DIGITS = 4;

		static final Pattern DURATION = Pattern
			.compile("([0-9]+)\\s*(s|m|h|d)(?:ec|ecs|econd|econds|in|ins|inute|inutes|our|ours|ay|ays)?");

		private Words() {
		}

	}

}
