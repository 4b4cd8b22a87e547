package io.github.corsstarter.policy;

import java.util.EnumMap;
import java.util.Map;

import io.github.corsstarter.origin.OriginProblem;
import org.jspecify.annotations.Nullable;

/**
 * A problem in a configuration: what is wrong, where it is, and what to write instead.
 *
 * @param reason the kind of problem
 * @param policy the name of the policy, or {@code null} if the problem does not belong to
 * a policy
 * @param property the full name of the property, with an index for one element of a list
 * @param value the value as written, or {@code null} if there is none. It can contain any
 * character
 * @param message a description of the problem, in one or two sentences. It can quote
 * configured values, which can contain any character
 * @param suggestion the value to write instead, or the key to write instead of an unknown
 * key; {@code null} if none can be derived
 * @param place the location of the property, as Spring Boot describes it, or {@code null}
 * if it is not known, for example for a policy from code
 * @param action what to do, in one or two sentences, or {@code null} if the message and
 * the suggestion say it. It can quote configured values, which can contain any character
 */
public record CorsProblem(Reason reason, @Nullable String policy, String property, @Nullable String value,
		String message, @Nullable String suggestion, @Nullable String place, @Nullable String action) {

	/**
	 * Create a problem without an action.
	 * @param reason the kind of problem
	 * @param policy the name of the policy, or {@code null} if the problem does not
	 * belong to a policy
	 * @param property the full name of the property, with an index for one element of a
	 * list
	 * @param value the value as written, or {@code null} if there is none
	 * @param message a description of the problem, in one or two sentences
	 * @param suggestion the value or the key to write instead, or {@code null} if none
	 * can be derived
	 * @param place the location of the property, or {@code null} if it is not known
	 */
	public CorsProblem(Reason reason, @Nullable String policy, String property, @Nullable String value, String message,
			@Nullable String suggestion, @Nullable String place) {
		this(reason, policy, property, value, message, suggestion, place, null);
	}

	/**
	 * Describe the problem and what to do about it.
	 * @return the message, followed by the action if there is one
	 */
	public String text() {
		return (this.action != null) ? this.message + " " + this.action : this.message;
	}

	/**
	 * Whether this problem prevents the policies from taking effect.
	 * @return {@code true} for an error, {@code false} for a warning
	 */
	public boolean isError() {
		return this.reason.isError();
	}

	/**
	 * The kinds of problems. An error is a setting that can never work or is unsafe. A
	 * warning is a setting that is redundant or has less effect than it seems to have.
	 */
	public enum Reason implements Coded {

		/** A key that does not exist. */
		UNKNOWN_KEY,

		/** A value of the wrong type for its key. */
		INVALID_VALUE,

		/**
		 * The syntax of a list inside one element: several values, quotes or brackets.
		 */
		LIST_IN_ELEMENT,

		/** Indexes of a list that do not start at 0 or have gaps. */
		INDEX_GAP,

		/**
		 * An element of a list that YAML reads as keys, because it is not in quotes.
		 */
		UNQUOTED_ELEMENT,

		/** A placeholder that cannot be resolved. */
		UNRESOLVED_PLACEHOLDER,

		/** A reload interval of less than a second. */
		INVALID_RELOAD_INTERVAL,

		/** An environment variable that matches several policies. */
		AMBIGUOUS_POLICY,

		/**
		 * A policy name with characters other than lower-case letters, digits and dashes.
		 */
		INVALID_POLICY_NAME,

		/** A policy source that failed, so that its policies are unknown. */
		SOURCE_FAILED,

		/** Two policies with the same name. */
		DUPLICATE_POLICY_NAME,

		/** A policy without paths. */
		NO_PATHS,

		/** A path pattern that Spring's {@code PathPattern} does not accept. */
		INVALID_PATH,

		/** A path pattern that is unlikely to match any path that a server receives. */
		UNMATCHABLE_PATH,

		/** A path pattern with a query or a fragment. */
		PATH_QUERY_OR_FRAGMENT,

		/** A path pattern with parts of a regular expression outside a variable. */
		PATH_REGULAR_EXPRESSION,

		/**
		 * A path variable in the syntax of another framework, such as {@code :id} or
		 * {@code <id>}.
		 */
		PATH_FOREIGN_VARIABLE,

		/** A path pattern that occurs twice in a policy. */
		DUPLICATE_PATH,

		/** A policy without allowed origins. */
		NO_ORIGINS,

		/** An empty element in the list of origins. */
		ORIGIN_EMPTY(OriginProblem.EMPTY),

		/** White space or a control character in an origin. */
		ORIGIN_WHITE_SPACE(OriginProblem.WHITE_SPACE),

		/** A regular expression instead of an origin. */
		ORIGIN_REGULAR_EXPRESSION(OriginProblem.REGULAR_EXPRESSION),

		/** An origin without a scheme. */
		ORIGIN_MISSING_SCHEME(OriginProblem.MISSING_SCHEME),

		/** An origin with an invalid scheme or a wildcard as its scheme. */
		ORIGIN_INVALID_SCHEME(OriginProblem.INVALID_SCHEME),

		/** A {@code file:} address instead of an origin. */
		ORIGIN_FILE_SCHEME(OriginProblem.FILE_SCHEME),

		/** A {@code ws:} or {@code wss:} address instead of an origin. */
		ORIGIN_WEBSOCKET_SCHEME(OriginProblem.WEBSOCKET_SCHEME),

		/** An origin without a host. */
		ORIGIN_MISSING_HOST(OriginProblem.MISSING_HOST),

		/** An origin with a user name or password. */
		ORIGIN_USER_INFO(OriginProblem.USER_INFO),

		/** An origin with a trailing slash. */
		ORIGIN_TRAILING_SLASH(OriginProblem.TRAILING_SLASH),

		/** An origin with a path. */
		ORIGIN_PATH(OriginProblem.PATH),

		/** An origin with a query. */
		ORIGIN_QUERY(OriginProblem.QUERY),

		/** An origin with a fragment. */
		ORIGIN_FRAGMENT(OriginProblem.FRAGMENT),

		/** An origin with upper-case letters. */
		ORIGIN_UPPER_CASE(OriginProblem.UPPER_CASE),

		/** An origin with an international host name that is not in punycode. */
		ORIGIN_NON_ASCII_HOST(OriginProblem.NON_ASCII_HOST),

		/** An origin with a label that begins with {@code xn--} and is not punycode. */
		ORIGIN_INVALID_PUNYCODE(OriginProblem.INVALID_PUNYCODE),

		/** An origin with an invalid host name. */
		ORIGIN_INVALID_HOST(OriginProblem.INVALID_HOST),

		/** An origin with a host name of more than 253 characters. */
		ORIGIN_HOST_TOO_LONG(OriginProblem.HOST_TOO_LONG),

		/** An origin with a label of more than 63 characters. */
		ORIGIN_LABEL_TOO_LONG(OriginProblem.LABEL_TOO_LONG),

		/** An origin with an IPv4 address that is not in the form that browsers send. */
		ORIGIN_INVALID_IPV4(OriginProblem.INVALID_IPV4),

		/** An origin with an IPv6 address that is not in the form that browsers send. */
		ORIGIN_INVALID_IPV6(OriginProblem.INVALID_IPV6),

		/** A {@code *} in a part of an origin where it is not allowed. */
		ORIGIN_MISPLACED_WILDCARD(OriginProblem.MISPLACED_WILDCARD),

		/** An origin with a {@code *} in an IP address. */
		ORIGIN_ADDRESS_WILDCARD(OriginProblem.ADDRESS_WILDCARD),

		/** An origin with an invalid port. */
		ORIGIN_INVALID_PORT(OriginProblem.INVALID_PORT),

		/** An origin with the default port of its scheme. */
		ORIGIN_DEFAULT_PORT(OriginProblem.DEFAULT_PORT),

		/** {@code *} or {@code none} together with other origins. */
		CONTRADICTING_ORIGINS,

		/** An origin that two policies for the same path allow. */
		OVERLAPPING_ORIGINS,

		/** Policies for the same path with different values of {@code on-disallowed}. */
		DIFFERENT_ON_DISALLOWED,

		/** Policies for the same path of which only some are enforced. */
		DIFFERENT_ENFORCE,

		/**
		 * A method that a policy with {@code *} allows, and that another policy for the
		 * same path does not allow.
		 */
		METHOD_ONLY_FOR_EVERYONE(false),

		/** A scheme in an allowed host. */
		HOST_WITH_SCHEME,

		/** A path in an allowed host. */
		HOST_WITH_PATH,

		/** A port in an allowed host. */
		HOST_WITH_PORT,

		/** An allowed host that is not the name of a host. */
		INVALID_HOST,

		/**
		 * Allowed hosts in an application that has paths without a policy. The host is
		 * not checked there.
		 */
		HOSTS_NOT_CHECKED_EVERYWHERE(false),

		/** A policy without allowed methods. */
		NO_METHODS,

		/** A method name that is not a valid HTTP token, or {@code ALL}. */
		INVALID_METHOD,

		/** A standard method that is not written in upper case. */
		METHOD_CASE,

		/** A method that browsers do not let scripts send. */
		FORBIDDEN_METHOD,

		/** A name of a method or header with {@code *} in it, such as {@code x-*}. */
		WILDCARD_IN_NAME,

		/** A header name that is not a valid HTTP token. */
		INVALID_HEADER,

		/** A request header that browsers do not let scripts set. */
		FORBIDDEN_REQUEST_HEADER(false),

		/**
		 * A response header of the CORS protocol among the allowed request headers, or a
		 * header of the protocol among the exposed headers.
		 */
		PROTOCOL_HEADER(false),

		/** A response header that browsers do not let scripts read. */
		FORBIDDEN_RESPONSE_HEADER(false),

		/** {@code *} as an origin together with credentials. */
		ANY_ORIGIN_WITH_CREDENTIALS,

		/** Any host of a scheme, such as {@code app://*}, together with credentials. */
		ANY_HOST_WITH_CREDENTIALS,

		/** {@code *} as an exposed header together with credentials. */
		ANY_EXPOSED_HEADER_WITH_CREDENTIALS,

		/** An {@code http} origin together with credentials. */
		INSECURE_ORIGIN_WITH_CREDENTIALS,

		/**
		 * A wildcard directly before the letters of a domain, such as {@code
		 * *shop.example}, which also matches the domains of others, such as {@code
		 * evilshop.example}.
		 */
		WILDCARD_IN_REGISTRABLE_NAME,

		/** A wildcard for names that anyone can get. */
		PUBLIC_SUFFIX_WILDCARD(false),

		/** A wildcard for names that anyone can get, together with credentials. */
		PUBLIC_SUFFIX_WITH_CREDENTIALS,

		/** The opaque origin, or {@code file://}, together with credentials. */
		NULL_ORIGIN_WITH_CREDENTIALS,

		/** A max-age that is negative or longer than caches must support. */
		INVALID_MAX_AGE,

		/** A max-age above the limit of Chromium. */
		MAX_AGE_CAPPED(false),

		/** A max-age with a fraction of a second. */
		MAX_AGE_FRACTION(false),

		/** A method name that is probably a misspelled standard method. */
		MISSPELLED_METHOD(false),

		/** An allowed request header that browsers send without a preflight. */
		SAFELISTED_REQUEST_HEADER(false),

		/** An exposed response header that scripts can always read. */
		SAFELISTED_RESPONSE_HEADER(false),

		/** An element of a list that another element already includes. */
		REDUNDANT_VALUE(false),

		/** An origin that another pattern of the policy covers. */
		COVERED_ORIGIN(false),

		/**
		 * A path pattern that never applies, because more specific patterns match all its
		 * paths.
		 */
		UNREACHABLE_PATH(false),

		/** A policy whose path patterns never apply. */
		UNREACHABLE_POLICY(false),

		/** The legacy Private Network Access header is allowed. */
		PRIVATE_NETWORK_SUPERSEDED(false),

		/** A tolerance that the policy does not need. */
		USELESS_TOLERANCE(false);

		private static final Map<OriginProblem, Reason> BY_ORIGIN_PROBLEM = new EnumMap<>(OriginProblem.class);

		static {
			for (Reason reason : values()) {
				if (reason.originProblem != null) {
					BY_ORIGIN_PROBLEM.put(reason.originProblem, reason);
				}
			}
		}

		private final boolean error;

		private final @Nullable OriginProblem originProblem;

		Reason() {
			this(true, null);
		}

		Reason(boolean error) {
			this(error, null);
		}

		Reason(OriginProblem originProblem) {
			this(true, originProblem);
		}

		Reason(boolean error, @Nullable OriginProblem originProblem) {
			this.error = error;
			this.originProblem = originProblem;
		}

		/**
		 * Whether problems of this kind prevent the policies from taking effect.
		 * @return {@code true} for errors, {@code false} for warnings
		 */
		public boolean isError() {
			return this.error;
		}

		static Reason of(OriginProblem problem) {
			return BY_ORIGIN_PROBLEM.getOrDefault(problem, ORIGIN_INVALID_HOST);
		}

	}

}
