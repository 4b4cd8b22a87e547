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
 * The keys below {@code cors}.
 *
 * @param enabled Whether policies are enforced. If not, the starter contributes nothing
 * at all.
 * @param debug Whether rejections are explained to clients, for development: a rejected
 * preflight lets the browser name the check that failed, and bodies say what to change.
 * @param filterOrder Order of the filter. The default is after the processing of
 * forwarded headers and before Spring Security.
 * @param defaults What holds in every policy that does not say otherwise.
 * @param policies Policies by name: lower case letters, digits and dashes.
 */
@ConfigurationProperties("cors")
record CorsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean debug,
		@DefaultValue("" + CorsProperties.FILTER_ORDER) int filterOrder, @Nullable Settings defaults,
		@DefaultValue Map<String, Policy> policies) {

	/** After forwarded headers and observation, before Spring Security. */
	static final int FILTER_ORDER = -2147483598;

	/**
	 * Who may call, and how.
	 *
	 * @param allowedOrigins Who may read: origins and patterns, '*' for everyone, 'none'
	 * for nobody.
	 * @param allowedMethods Methods that may be used, '*' for all. GET implies HEAD.
	 * @param allowedHeaders Request headers that may be sent beyond the safelisted ones,
	 * '*' for all.
	 * @param exposedHeaders Response headers that scripts may read beyond the safelisted
	 * ones, '*' for all (not with credentials).
	 * @param allowCredentials Whether requests may carry cookies and other credentials.
	 * Origins must then be listed.
	 * @param allowPrivateNetwork Whether pages on public addresses may call this server
	 * on a private one. Legacy, superseded by Local Network Access.
	 * @param maxAge How long browsers may keep the answer to a preflight. A bare number
	 * means seconds, 0 means not at all.
	 * @param onDisallowed What happens to an actual request that is not allowed: 403
	 * without running the handler, or the handler's response without CORS headers.
	 * @param dangerouslyTolerate Dangers that a policy with credentials accepts.
	 */
	record Settings(@Nullable List<String> allowedOrigins, @Nullable List<String> allowedMethods,
			@Nullable List<String> allowedHeaders, @Nullable List<String> exposedHeaders,
			@Nullable Boolean allowCredentials, @Nullable Boolean allowPrivateNetwork,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxAge, @Nullable OnDisallowed onDisallowed,
			@Nullable Set<DangerousTolerance> dangerouslyTolerate) {

	}

	/**
	 * Which paths a policy covers, who may call them, and how.
	 *
	 * @param paths Paths that the policy covers, in the syntax of Spring's PathPattern,
	 * relative to the context path.
	 * @param allowedOrigins Who may read: origins and patterns, '*' for everyone, 'none'
	 * for nobody.
	 * @param allowedMethods Methods that may be used, '*' for all. GET implies HEAD.
	 * @param allowedHeaders Request headers that may be sent beyond the safelisted ones,
	 * '*' for all.
	 * @param exposedHeaders Response headers that scripts may read beyond the safelisted
	 * ones, '*' for all (not with credentials).
	 * @param allowCredentials Whether requests may carry cookies and other credentials.
	 * Origins must then be listed.
	 * @param allowPrivateNetwork Whether pages on public addresses may call this server
	 * on a private one. Legacy, superseded by Local Network Access.
	 * @param maxAge How long browsers may keep the answer to a preflight. A bare number
	 * means seconds, 0 means not at all.
	 * @param onDisallowed What happens to an actual request that is not allowed: 403
	 * without running the handler, or the handler's response without CORS headers.
	 * @param dangerouslyTolerate Dangers that a policy with credentials accepts.
	 * @param shadow Candidate version of the policy, evaluated but never enforced. What
	 * it does not say is as in the policy.
	 */
	record Policy(@Nullable List<String> paths, @Nullable List<String> allowedOrigins,
			@Nullable List<String> allowedMethods, @Nullable List<String> allowedHeaders,
			@Nullable List<String> exposedHeaders, @Nullable Boolean allowCredentials,
			@Nullable Boolean allowPrivateNetwork, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxAge,
			@Nullable OnDisallowed onDisallowed, @Nullable Set<DangerousTolerance> dangerouslyTolerate,
			@Nullable Settings shadow) {

		Settings settings() {
			return new Settings(this.allowedOrigins, this.allowedMethods, this.allowedHeaders, this.exposedHeaders,
					this.allowCredentials, this.allowPrivateNetwork, this.maxAge, this.onDisallowed,
					this.dangerouslyTolerate);
		}

	}

}
