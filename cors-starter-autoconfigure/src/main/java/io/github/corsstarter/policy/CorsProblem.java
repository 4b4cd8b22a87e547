package io.github.corsstarter.policy;

import java.util.EnumMap;
import java.util.Map;

import io.github.corsstarter.origin.OriginProblem;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration: what, where, and what to write instead.
 *
 * @param reason what kind of problem this is
 * @param policy the name of the policy, or {@code null} where the problem belongs to none
 * @param property the full name of the property, with an index for one element of a list
 * @param value the value as it was written, or {@code null} where there is none; can hold
 * anything
 * @param message what is wrong, in one sentence; may quote values, which can hold
 * anything
 * @param suggestion the value to write instead (for an unknown key, the key), or
 * {@code null} where none can be derived
 * @param place where the property was written, as Spring Boot describes it, or
 * {@code null} where that is not known, as in code
 */
public record CorsProblem(Reason reason, @Nullable String policy, String property, @Nullable String value,
		String message, @Nullable String suggestion, @Nullable String place) {

	/**
	 * Whether the policies cannot be put in force because of this problem.
	 * @return whether it is an error, not a warning
	 */
	public boolean isError() {
		return this.reason.isError();
	}

	/**
	 * The kinds of problems: errors, which can never work or are unsafe, and warnings,
	 * which are redundant or of less effect than they look.
	 */
	public enum Reason implements Coded {

		/** A key that does not exist. */
		UNKNOWN_KEY,

		/** A value of another type than the key has. */
		INVALID_VALUE,

		/** A placeholder that no property source resolves. */
		UNRESOLVED_PLACEHOLDER,

		/** An environment variable that could mean several policies. */
		AMBIGUOUS_POLICY,

		/**
		 * A policy's name with other characters than lower case letters, digits, dashes.
		 */
		INVALID_POLICY_NAME,

		/** A source of policies that failed, so that nothing is known of its policies. */
		SOURCE_FAILED,

		/** Two policies of the same name. */
		DUPLICATE_POLICY_NAME,

		/** A policy without a path. */
		NO_PATHS,

		/** A path pattern that Spring's {@code PathPattern} does not accept. */
		INVALID_PATH,

		/** A path pattern that matches no path a server receives. */
		UNMATCHABLE_PATH,

		/** A path pattern that another policy, or the same one, has too. */
		DUPLICATE_PATH,

		/** A policy without an allowed origin. */
		NO_ORIGINS,

		/** An empty element of the list of origins. */
		ORIGIN_EMPTY(OriginProblem.EMPTY),

		/** White space or a control character in an origin. */
		ORIGIN_WHITE_SPACE(OriginProblem.WHITE_SPACE),

		/** A regular expression for an origin. */
		ORIGIN_REGULAR_EXPRESSION(OriginProblem.REGULAR_EXPRESSION),

		/** An origin without a scheme. */
		ORIGIN_MISSING_SCHEME(OriginProblem.MISSING_SCHEME),

		/** An origin with an invalid scheme, or with a wildcard for one. */
		ORIGIN_INVALID_SCHEME(OriginProblem.INVALID_SCHEME),

		/** A {@code file:} address for an origin. */
		ORIGIN_FILE_SCHEME(OriginProblem.FILE_SCHEME),

		/** A {@code ws:} or {@code wss:} address for an origin. */
		ORIGIN_WEBSOCKET_SCHEME(OriginProblem.WEBSOCKET_SCHEME),

		/** An origin without a host. */
		ORIGIN_MISSING_HOST(OriginProblem.MISSING_HOST),

		/** An origin with a user name or password. */
		ORIGIN_USER_INFO(OriginProblem.USER_INFO),

		/** An origin with a slash at its end. */
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

		/** An origin with a host that is no host name. */
		ORIGIN_INVALID_HOST(OriginProblem.INVALID_HOST),

		/** An origin with a host name of more than 253 characters. */
		ORIGIN_HOST_TOO_LONG(OriginProblem.HOST_TOO_LONG),

		/** An origin with a label of more than 63 characters. */
		ORIGIN_LABEL_TOO_LONG(OriginProblem.LABEL_TOO_LONG),

		/** An origin with an IPv4 address in another form than browsers send. */
		ORIGIN_INVALID_IPV4(OriginProblem.INVALID_IPV4),

		/** An origin with an IPv6 address in another form than browsers send. */
		ORIGIN_INVALID_IPV6(OriginProblem.INVALID_IPV6),

		/** A {@code *} in a place of an origin where it has no meaning. */
		ORIGIN_MISPLACED_WILDCARD(OriginProblem.MISPLACED_WILDCARD),

		/** An origin with an invalid port. */
		ORIGIN_INVALID_PORT(OriginProblem.INVALID_PORT),

		/** An origin with the default port of its scheme. */
		ORIGIN_DEFAULT_PORT(OriginProblem.DEFAULT_PORT),

		/** {@code *} or {@code none} beside other origins. */
		CONTRADICTING_ORIGINS,

		/** A policy without an allowed method. */
		NO_METHODS,

		/** A method that is no token. */
		INVALID_METHOD,

		/** A method in another case than it is sent in. */
		METHOD_CASE,

		/** A method that browsers let no script send. */
		FORBIDDEN_METHOD,

		/** A header name that is no token. */
		INVALID_HEADER,

		/** A request header that browsers let no script set. */
		FORBIDDEN_REQUEST_HEADER,

		/** A header of the CORS protocol among the allowed request headers. */
		PROTOCOL_HEADER,

		/** A response header that browsers let no script read. */
		FORBIDDEN_RESPONSE_HEADER,

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

		/** A max-age below zero, or one that no cache knows. */
		INVALID_MAX_AGE,

		/** A max-age above what browsers honour. */
		MAX_AGE_CAPPED(false),

		/** A max-age with a fraction of a second. */
		MAX_AGE_FRACTION(false),

		/** An allowed request header that browsers send without asking. */
		SAFELISTED_REQUEST_HEADER(false),

		/** An exposed response header that scripts can read anyway. */
		SAFELISTED_RESPONSE_HEADER(false),

		/** An element of a list that says nothing beside another one. */
		REDUNDANT_VALUE(false),

		/** An origin that another pattern of the policy covers. */
		COVERED_ORIGIN(false),

		/** A path that more specific patterns leave nothing of. */
		UNREACHABLE_PATH(false),

		/** A policy none of whose paths is ever reached. */
		UNREACHABLE_POLICY(false),

		/** The legacy Private Network Access header is allowed. */
		PRIVATE_NETWORK_SUPERSEDED(false),

		/** A danger that is tolerated, but that the policy does not run. */
		USELESS_TOLERANCE(false),

		/** A CORS rule of the application's own on a path that a policy covers. */
		APPLICATION_RULE_ON_COVERED_PATH(false);

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
		 * Whether policies cannot be put in force because of such a problem.
		 * @return whether it is an error, not a warning
		 */
		public boolean isError() {
			return this.error;
		}

		static Reason of(OriginProblem problem) {
			return BY_ORIGIN_PROBLEM.getOrDefault(problem, ORIGIN_INVALID_HOST);
		}

	}

}
