package io.github.corsstarter.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.policy.OnDisallowed;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * The configuration properties below {@code cors}.
 *
 * @param enabled Whether policies are enforced. If false, the starter contributes nothing
 * and logs one line.
 * @param debug Whether to explain rejections to clients. Use this only in development.
 * The response to a rejected preflight lets the browser name the failed check, and
 * response bodies say what to change.
 * @param filterOrder Order of the filter. By default, the filter runs after forwarded
 * headers are processed and before Spring Security.
 * @param reloadInterval How often the sources of policies are asked again. An environment
 * that Spring Cloud manages is not read. The rules change only if a source has changed.
 * At least 1s; a number without a unit is in seconds. If not set, no source is asked at
 * intervals.
 * @param allowedHosts Names under which browsers reach the application, as protection
 * against DNS rebinding. Requests to other names are rejected on the paths of policies.
 * IP addresses and localhost are always allowed. Empty allows every name.
 * @param defaults Default settings of all policies. A key in a policy replaces the
 * default completely.
 * @param policies Policies by name. A name consists of lower-case letters, digits and
 * dashes.
 */
@ConfigurationProperties("cors")
record CorsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean debug,
		@DefaultValue("" + CorsProperties.FILTER_ORDER) int filterOrder,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration reloadInterval, @DefaultValue List<String> allowedHosts,
		@Nullable Settings defaults, @DefaultValue Map<String, Policy> policies) {

	/**
	 * The default order: after the filters for forwarded headers and observation, before
	 * Spring Security.
	 */
	static final int FILTER_ORDER = -2147483598;

	/**
	 * The settings that policies and the defaults have in common.
	 *
	 * @param enforce Whether the policy decides on requests. If false, it is only
	 * compared with the responses that the application sends without it.
	 * @param allowedOrigins Allowed origins and origin patterns. '*' allows every origin,
	 * 'none' allows no origin.
	 * @param allowedMethods Allowed methods. '*' allows every method. GET implies HEAD.
	 * @param allowedHeaders Request headers that scripts may send in addition to the
	 * CORS-safelisted ones. '*' allows every header.
	 * @param exposedHeaders Response headers that scripts may read in addition to the
	 * CORS-safelisted ones. '*' exposes every header, but is not allowed with
	 * credentials.
	 * @param allowCredentials Whether requests may carry cookies and other credentials.
	 * If true, allowed-origins must not contain '*'.
	 * @param allowTiming Whether the allowed origins may read detailed timings of
	 * responses (Resource Timing). If true, responses have Timing-Allow-Origin.
	 * @param allowPrivateNetwork Whether pages on public addresses may call this server
	 * on a private address. Legacy: Local Network Access has replaced it.
	 * @param maxAge How long browsers may cache the response to a preflight. A number
	 * without a unit is in seconds. 0 disables caching.
	 * @param onDisallowed What to do with an actual request that is not allowed. 'reject'
	 * answers with 403 without running the handler. 'omit-headers' runs the handler and
	 * sends its response without CORS headers.
	 * @param dangerouslyTolerate Risks to accept in a policy with credentials. Each value
	 * turns off one check.
	 */
	record Settings(@Nullable Boolean enforce, @Nullable List<String> allowedOrigins,
			@Nullable List<String> allowedMethods, @Nullable List<String> allowedHeaders,
			@Nullable List<String> exposedHeaders, @Nullable Boolean allowCredentials, @Nullable Boolean allowTiming,
			@Nullable Boolean allowPrivateNetwork, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxAge,
			@Nullable OnDisallowed onDisallowed, @Nullable Set<DangerousTolerance> dangerouslyTolerate) {

	}

	/**
	 * The settings of a candidate version of a policy.
	 *
	 * @param allowedOrigins Allowed origins and origin patterns. '*' allows every origin,
	 * 'none' allows no origin.
	 * @param allowedMethods Allowed methods. '*' allows every method. GET implies HEAD.
	 * @param allowedHeaders Request headers that scripts may send in addition to the
	 * CORS-safelisted ones. '*' allows every header.
	 * @param exposedHeaders Response headers that scripts may read in addition to the
	 * CORS-safelisted ones. '*' exposes every header, but is not allowed with
	 * credentials.
	 * @param allowCredentials Whether requests may carry cookies and other credentials.
	 * If true, allowed-origins must not contain '*'.
	 * @param allowTiming Whether the allowed origins may read detailed timings of
	 * responses (Resource Timing). If true, responses have Timing-Allow-Origin.
	 * @param allowPrivateNetwork Whether pages on public addresses may call this server
	 * on a private address. Legacy: Local Network Access has replaced it.
	 * @param maxAge How long browsers may cache the response to a preflight. A number
	 * without a unit is in seconds. 0 disables caching.
	 * @param onDisallowed What to do with an actual request that is not allowed. 'reject'
	 * answers with 403 without running the handler. 'omit-headers' runs the handler and
	 * sends its response without CORS headers.
	 * @param dangerouslyTolerate Risks to accept in a policy with credentials. Each value
	 * turns off one check.
	 */
	record Candidate(@Nullable List<String> allowedOrigins, @Nullable List<String> allowedMethods,
			@Nullable List<String> allowedHeaders, @Nullable List<String> exposedHeaders,
			@Nullable Boolean allowCredentials, @Nullable Boolean allowTiming, @Nullable Boolean allowPrivateNetwork,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxAge, @Nullable OnDisallowed onDisallowed,
			@Nullable Set<DangerousTolerance> dangerouslyTolerate) {

		Settings settings() {
			return new Settings(null, this.allowedOrigins, this.allowedMethods, this.allowedHeaders,
					this.exposedHeaders, this.allowCredentials, this.allowTiming, this.allowPrivateNetwork, this.maxAge,
					this.onDisallowed, this.dangerouslyTolerate);
		}

	}

	/**
	 * A policy: its paths and its settings.
	 *
	 * @param enforce Whether the policy decides on requests. If false, it is only
	 * compared with the responses that the application sends without it.
	 * @param paths Path patterns that the policy covers, in the syntax of Spring's
	 * PathPattern, relative to the context path. Several policies can have the same path,
	 * for different origins.
	 * @param allowedOrigins Allowed origins and origin patterns. '*' allows every origin,
	 * 'none' allows no origin.
	 * @param allowedMethods Allowed methods. '*' allows every method. GET implies HEAD.
	 * @param allowedHeaders Request headers that scripts may send in addition to the
	 * CORS-safelisted ones. '*' allows every header.
	 * @param exposedHeaders Response headers that scripts may read in addition to the
	 * CORS-safelisted ones. '*' exposes every header, but is not allowed with
	 * credentials.
	 * @param allowCredentials Whether requests may carry cookies and other credentials.
	 * If true, allowed-origins must not contain '*'.
	 * @param allowTiming Whether the allowed origins may read detailed timings of
	 * responses (Resource Timing). If true, responses have Timing-Allow-Origin.
	 * @param allowPrivateNetwork Whether pages on public addresses may call this server
	 * on a private address. Legacy: Local Network Access has replaced it.
	 * @param maxAge How long browsers may cache the response to a preflight. A number
	 * without a unit is in seconds. 0 disables caching.
	 * @param onDisallowed What to do with an actual request that is not allowed. 'reject'
	 * answers with 403 without running the handler. 'omit-headers' runs the handler and
	 * sends its response without CORS headers.
	 * @param dangerouslyTolerate Risks to accept in a policy with credentials. Each value
	 * turns off one check.
	 * @param shadow Candidate version of the policy. It is evaluated, but never enforced.
	 * A key that the candidate leaves out has the value of the policy.
	 */
	record Policy(@Nullable Boolean enforce, @Nullable List<String> paths, @Nullable List<String> allowedOrigins,
			@Nullable List<String> allowedMethods, @Nullable List<String> allowedHeaders,
			@Nullable List<String> exposedHeaders, @Nullable Boolean allowCredentials, @Nullable Boolean allowTiming,
			@Nullable Boolean allowPrivateNetwork, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxAge,
			@Nullable OnDisallowed onDisallowed, @Nullable Set<DangerousTolerance> dangerouslyTolerate,
			@Nullable Candidate shadow) {

		Settings settings() {
			return new Settings(this.enforce, this.allowedOrigins, this.allowedMethods, this.allowedHeaders,
					this.exposedHeaders, this.allowCredentials, this.allowTiming, this.allowPrivateNetwork, this.maxAge,
					this.onDisallowed, this.dangerouslyTolerate);
		}

	}

}
