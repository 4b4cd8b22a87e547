package io.github.corsstarter.actuate;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.policy.SettingLocations;
import org.jspecify.annotations.Nullable;

/**
 * A policy in force. In the overview, a list of more than {@value #MAX_LISTED} elements
 * is cut, and a second property has its full size.
 *
 * @param enforced whether the policy decides on requests; {@code false} if it is only
 * compared with the responses that the application sends without it
 * @param paths the path patterns that the policy covers
 * @param pathsTotal the full size of the list; absent if it is complete
 * @param allowedOrigins the allowed origins
 * @param allowedOriginsTotal the full size of the list; absent if it is complete
 * @param allowedMethods the allowed methods, including implied ones
 * @param allowedMethodsTotal the full size of the list; absent if it is complete
 * @param allowedHeaders the allowed request headers
 * @param allowedHeadersTotal the full size of the list; absent if it is complete
 * @param exposedHeaders the response headers that scripts may read
 * @param exposedHeadersTotal the full size of the list; absent if it is complete
 * @param allowCredentials whether requests may carry credentials
 * @param allowTiming whether the allowed origins may read detailed timings of responses
 * @param allowPrivateNetwork whether pages on public addresses may send requests to this
 * server in a private network
 * @param maxAge how long browsers may cache the response to a preflight, in ISO 8601
 * @param onDisallowed what happens to an actual request that is not allowed
 * @param dangerouslyTolerate the dangers that the policy tolerates; absent if there are
 * none
 * @param source where the policy is written, or {@code null} if that is unknown, for
 * example because the policy is defined in code
 * @param sources where each property of the policy is written; absent in the overview
 * @param shadow the settings that the candidate version of the policy changes; absent if
 * there is no candidate
 */
public record PolicyDescriptor(boolean enforced, List<String> paths,
		@JsonInclude(Include.NON_NULL) @Nullable Integer pathsTotal, List<String> allowedOrigins,
		@JsonInclude(Include.NON_NULL) @Nullable Integer allowedOriginsTotal, List<String> allowedMethods,
		@JsonInclude(Include.NON_NULL) @Nullable Integer allowedMethodsTotal, List<String> allowedHeaders,
		@JsonInclude(Include.NON_NULL) @Nullable Integer allowedHeadersTotal, List<String> exposedHeaders,
		@JsonInclude(Include.NON_NULL) @Nullable Integer exposedHeadersTotal, boolean allowCredentials,
		boolean allowTiming, boolean allowPrivateNetwork, String maxAge, String onDisallowed,
		@JsonInclude(Include.NON_EMPTY) List<String> dangerouslyTolerate, @Nullable String source,
		@JsonInclude(Include.NON_NULL) @Nullable SourcesDescriptor sources,
		@JsonInclude(Include.NON_NULL) @Nullable ShadowDescriptor shadow) {

	/** The maximum number of elements of a list in the overview. */
	static final int MAX_LISTED = 100;

	static PolicyDescriptor overview(CorsPolicy policy) {
		return of(policy, MAX_LISTED, null, ShadowDescriptor.of(policy, MAX_LISTED));
	}

	static PolicyDescriptor whole(CorsPolicy policy) {
		return of(policy, Integer.MAX_VALUE, SourcesDescriptor.of(policy.locations()),
				ShadowDescriptor.of(policy, Integer.MAX_VALUE));
	}

	private static PolicyDescriptor of(CorsPolicy policy, int max, @Nullable SourcesDescriptor sources,
			@Nullable ShadowDescriptor shadow) {
		return new PolicyDescriptor(policy.enforced(), cut(policy.paths(), max), total(policy.paths(), max),
				cut(policy.allowedOrigins(), max), total(policy.allowedOrigins(), max),
				cut(policy.allowedMethods(), max), total(policy.allowedMethods(), max),
				cut(policy.allowedHeaders(), max), total(policy.allowedHeaders(), max),
				cut(policy.exposedHeaders(), max), total(policy.exposedHeaders(), max), policy.allowCredentials(),
				policy.allowTiming(), policy.allowPrivateNetwork(), policy.maxAge().toString(),
				policy.onDisallowed().code(), codes(policy.dangerouslyTolerate()),
				policy.locations().place(policy.locations().property("paths")), sources, shadow);
	}

	private static List<String> cut(List<?> values, int max) {
		return values.stream().limit(max).map(Object::toString).toList();
	}

	private static @Nullable Integer total(List<?> values, int max) {
		return (values.size() > max) ? values.size() : null;
	}

	private static List<String> codes(Set<DangerousTolerance> tolerances) {
		return tolerances.stream().map(DangerousTolerance::code).toList();
	}

	/**
	 * Where the properties of a policy are written. A property is absent if it has its
	 * default value, or if its place is unknown.
	 *
	 * @param enforce where {@code enforce} is written
	 * @param paths where {@code paths} is written
	 * @param allowedOrigins where {@code allowed-origins} is written
	 * @param allowedMethods where {@code allowed-methods} is written
	 * @param allowedHeaders where {@code allowed-headers} is written
	 * @param exposedHeaders where {@code exposed-headers} is written
	 * @param allowCredentials where {@code allow-credentials} is written
	 * @param allowTiming where {@code allow-timing} is written
	 * @param allowPrivateNetwork where {@code allow-private-network} is written
	 * @param maxAge where {@code max-age} is written
	 * @param onDisallowed where {@code on-disallowed} is written
	 * @param dangerouslyTolerate where {@code dangerously-tolerate} is written
	 */
	@JsonInclude(Include.NON_NULL)
	public record SourcesDescriptor(@Nullable String enforce, @Nullable String paths, @Nullable String allowedOrigins,
			@Nullable String allowedMethods, @Nullable String allowedHeaders, @Nullable String exposedHeaders,
			@Nullable String allowCredentials, @Nullable String allowTiming, @Nullable String allowPrivateNetwork,
			@Nullable String maxAge, @Nullable String onDisallowed, @Nullable String dangerouslyTolerate) {

		static SourcesDescriptor of(SettingLocations locations) {
			return new SourcesDescriptor(place(locations, "enforce"), place(locations, "paths"),
					place(locations, "allowed-origins"), place(locations, "allowed-methods"),
					place(locations, "allowed-headers"), place(locations, "exposed-headers"),
					place(locations, "allow-credentials"), place(locations, "allow-timing"),
					place(locations, "allow-private-network"), place(locations, "max-age"),
					place(locations, "on-disallowed"), place(locations, "dangerously-tolerate"));
		}

		private static @Nullable String place(SettingLocations locations, String key) {
			return locations.isSet(key) ? locations.place(locations.property(key)) : null;
		}

	}

	/**
	 * The settings that the candidate version of a policy changes. A setting that it does
	 * not change is absent.
	 *
	 * @param allowedOrigins the allowed origins
	 * @param allowedOriginsTotal the full size of the list; absent if it is complete
	 * @param allowedMethods the allowed methods, including implied ones
	 * @param allowedMethodsTotal the full size of the list; absent if it is complete
	 * @param allowedHeaders the allowed request headers
	 * @param allowedHeadersTotal the full size of the list; absent if it is complete
	 * @param exposedHeaders the response headers that scripts may read
	 * @param exposedHeadersTotal the full size of the list; absent if it is complete
	 * @param allowCredentials whether requests may carry credentials
	 * @param allowTiming whether the allowed origins may read detailed timings of
	 * responses
	 * @param allowPrivateNetwork whether pages on public addresses may send requests to
	 * this server in a private network
	 * @param maxAge how long browsers may cache the response to a preflight, in ISO 8601
	 * @param onDisallowed what happens to an actual request that is not allowed
	 * @param dangerouslyTolerate the dangers that the candidate tolerates
	 */
	@JsonInclude(Include.NON_NULL)
	public record ShadowDescriptor(@Nullable List<String> allowedOrigins, @Nullable Integer allowedOriginsTotal,
			@Nullable List<String> allowedMethods, @Nullable Integer allowedMethodsTotal,
			@Nullable List<String> allowedHeaders, @Nullable Integer allowedHeadersTotal,
			@Nullable List<String> exposedHeaders, @Nullable Integer exposedHeadersTotal,
			@Nullable Boolean allowCredentials, @Nullable Boolean allowTiming, @Nullable Boolean allowPrivateNetwork,
			@Nullable String maxAge, @Nullable String onDisallowed, @Nullable List<String> dangerouslyTolerate) {

		static @Nullable ShadowDescriptor of(CorsPolicy policy, int max) {
			CorsPolicy shadow = policy.shadow();
			if (shadow == null) {
				return null;
			}
			PolicyDescriptor present = PolicyDescriptor.of(policy, Integer.MAX_VALUE, null, null);
			PolicyDescriptor changed = PolicyDescriptor.of(shadow, Integer.MAX_VALUE, null, null);
			PolicyDescriptor shown = PolicyDescriptor.of(shadow, max, null, null);
			boolean origins = !present.allowedOrigins().equals(changed.allowedOrigins());
			boolean methods = !present.allowedMethods().equals(changed.allowedMethods());
			boolean headers = !present.allowedHeaders().equals(changed.allowedHeaders());
			boolean exposed = !present.exposedHeaders().equals(changed.exposedHeaders());
			return new ShadowDescriptor(origins ? shown.allowedOrigins() : null,
					origins ? shown.allowedOriginsTotal() : null, methods ? shown.allowedMethods() : null,
					methods ? shown.allowedMethodsTotal() : null, headers ? shown.allowedHeaders() : null,
					headers ? shown.allowedHeadersTotal() : null, exposed ? shown.exposedHeaders() : null,
					exposed ? shown.exposedHeadersTotal() : null,
					change(present.allowCredentials(), changed.allowCredentials()),
					change(present.allowTiming(), changed.allowTiming()),
					change(present.allowPrivateNetwork(), changed.allowPrivateNetwork()),
					change(present.maxAge(), changed.maxAge()), change(present.onDisallowed(), changed.onDisallowed()),
					change(present.dangerouslyTolerate(), changed.dangerouslyTolerate()));
		}

		private static <T> @Nullable T change(T present, T changed) {
			return present.equals(changed) ? null : changed;
		}

	}

}
