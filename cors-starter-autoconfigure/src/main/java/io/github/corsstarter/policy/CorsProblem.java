package io.github.corsstarter.policy;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration: what, where, and what to write instead.
 *
 * @param reason what kind of problem this is
 * @param policy the name of the policy, or {@code null} where the problem belongs to none
 * @param property the full name of the property, with an index for one element of a list
 * @param value the value as it was written, or {@code null} where there is none
 * @param message what is wrong, in one sentence; may quote the value, which can hold
 * anything
 * @param suggestion the value to write instead, or {@code null} where none can be derived
 * @param place where the property was written, or {@code null} if it is not known
 */
public record CorsProblem(Reason reason, @Nullable String policy, String property, @Nullable String value,
		String message, @Nullable String suggestion, @Nullable String place) {

	/**
	 * The kinds of problems.
	 */
	public enum Reason {

		/** A key that does not exist. */
		UNKNOWN_KEY,

		/** A value of another type than the key has. */
		INVALID_VALUE,

		/** An environment variable that could mean several policies. */
		AMBIGUOUS_POLICY,

		/**
		 * A policy's name with other characters than lower case letters, digits, dashes.
		 */
		INVALID_POLICY_NAME,

		/** Two policies of the same name. */
		DUPLICATE_POLICY_NAME,

		/** A policy without a path. */
		NO_PATHS,

		/** A path pattern that Spring's {@code PathPattern} does not accept. */
		INVALID_PATH,

		/** A path pattern that another policy, or the same one, has too. */
		DUPLICATE_PATH,

		/** A policy without an allowed origin. */
		NO_ORIGINS,

		/** An origin that no browser would send. */
		INVALID_ORIGIN,

		/** {@code *} or {@code none} beside other origins. */
		CONTRADICTING_ORIGINS,

		/** A policy without an allowed method. */
		NO_METHODS,

		/** A method that is no token, or written in another case than browsers send. */
		INVALID_METHOD,

		/** A method that browsers never send. */
		FORBIDDEN_METHOD,

		/** A header name that is no token. */
		INVALID_HEADER,

		/** A header that scripts cannot set or read. */
		FORBIDDEN_HEADER,

		/** {@code *} origins together with credentials. */
		ANY_ORIGIN_WITH_CREDENTIALS,

		/** {@code *} exposed headers together with credentials. */
		ANY_EXPOSED_HEADER_WITH_CREDENTIALS,

		/** An {@code http} origin together with credentials. */
		INSECURE_ORIGIN_WITH_CREDENTIALS,

		/** A wildcard directly below a public suffix together with credentials. */
		PUBLIC_SUFFIX_WITH_CREDENTIALS,

		/** The opaque origin together with credentials. */
		NULL_ORIGIN_WITH_CREDENTIALS,

		/** A max-age below zero, or one that no header can carry. */
		INVALID_MAX_AGE

	}

}
