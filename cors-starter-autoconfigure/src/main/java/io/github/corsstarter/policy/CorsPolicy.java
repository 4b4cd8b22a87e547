package io.github.corsstarter.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.origin.OriginPattern;
import org.jspecify.annotations.Nullable;

/**
 * A valid policy: the origins that may call the paths it covers, and the methods, headers
 * and credentials that they may use. Immutable and safe for use by many threads. The
 * terms are those of the Fetch standard.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
public final class CorsPolicy {

	private final String name;

	private final SettingLocations locations;

	private final boolean enforced;

	private final List<String> paths;

	private final List<OriginPattern> allowedOrigins;

	private final List<String> allowedMethods;

	private final List<String> allowedHeaders;

	private final List<String> exposedHeaders;

	private final boolean allowCredentials;

	private final boolean allowTiming;

	private final boolean allowPrivateNetwork;

	private final Duration maxAge;

	private final OnDisallowed onDisallowed;

	private final Set<DangerousTolerance> dangerouslyTolerate;

	private final @Nullable CorsPolicy shadow;

	/**
	 * Empty if there is none. Created on first use, because only explanations need it.
	 */
	private volatile @Nullable String credentialsObstacle;

	CorsPolicy(CorsPolicySpecification specification, List<OriginPattern> allowedOrigins, @Nullable CorsPolicy shadow) {
		this.name = specification.name();
		this.locations = specification.locations();
		this.enforced = specification.enforced();
		this.paths = specification.paths();
		this.allowedOrigins = List.copyOf(allowedOrigins);
		this.allowedMethods = withImpliedMethods(specification.allowedMethods());
		this.allowedHeaders = anyOrAll(specification.allowedHeaders());
		this.exposedHeaders = anyOrAll(specification.exposedHeaders());
		this.allowCredentials = specification.allowCredentials();
		this.allowTiming = specification.allowTiming();
		this.allowPrivateNetwork = specification.allowPrivateNetwork();
		this.maxAge = specification.maxAge();
		this.onDisallowed = specification.onDisallowed();
		this.dangerouslyTolerate = specification.dangerouslyTolerate();
		this.shadow = shadow;
	}

	/**
	 * Validate a specification and create the policy. Path patterns and conflicts with
	 * other policies are not checked here.
	 * @param specification the specification of the policy
	 * @return the policy
	 * @throws InvalidCorsPolicyException if the specification has errors. The exception
	 * lists all of them
	 */
	public static CorsPolicy of(CorsPolicySpecification specification) {
		List<CorsProblem> problems = new ArrayList<>();
		CorsPolicy policy = of(specification, problems);
		if (policy == null) {
			throw new InvalidCorsPolicyException(problems);
		}
		return policy;
	}

	/**
	 * Validate a specification and create the policy.
	 * @param specification the specification of the policy
	 * @param problems receives errors and warnings; may already contain problems
	 * @return the policy, or {@code null} if {@code problems} contains an error for a
	 * policy of this name, found now or before
	 */
	public static @Nullable CorsPolicy of(CorsPolicySpecification specification, List<CorsProblem> problems) {
		return new PolicyValidator(specification, new ProblemCollector(specification, problems)).validate();
	}

	private static List<String> withImpliedMethods(List<String> methods) {
		Set<String> all = new LinkedHashSet<>();
		for (String method : anyOrAll(methods)) {
			all.add(method);
			if (method.equals("GET")) {
				all.add("HEAD");
			}
		}
		return List.copyOf(all);
	}

	/** If {@code *} is listed, the other names have no effect. */
	private static List<String> anyOrAll(List<String> names) {
		return names.contains("*") ? List.of("*") : List.copyOf(new LinkedHashSet<>(names));
	}

	/**
	 * The name of this policy.
	 * @return the name, which consists of lower-case letters, digits and dashes
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Whether this policy decides on requests.
	 * @return {@code false} if the policy is only compared with the responses that the
	 * application sends without it
	 */
	public boolean enforced() {
		return this.enforced;
	}

	/**
	 * The paths that this policy covers.
	 * @return patterns in the syntax of Spring's {@code PathPattern}
	 */
	public List<String> paths() {
		return this.paths;
	}

	/**
	 * The origins that may call the paths of this policy.
	 * @return the patterns, in the order of the configuration; never empty
	 */
	public List<OriginPattern> allowedOrigins() {
		return this.allowedOrigins;
	}

	/**
	 * The methods that requests may use.
	 * @return the method names, or only {@code *} for all methods. If {@code GET} is
	 * included, so is {@code HEAD}
	 */
	public List<String> allowedMethods() {
		return this.allowedMethods;
	}

	/**
	 * The request headers that scripts may send in addition to the CORS-safelisted ones.
	 * @return the names as configured, or only {@code *} for all headers
	 */
	public List<String> allowedHeaders() {
		return this.allowedHeaders;
	}

	/**
	 * The response headers that scripts may read in addition to the CORS-safelisted ones.
	 * @return the names as configured, or only {@code *} for all headers
	 */
	public List<String> exposedHeaders() {
		return this.exposedHeaders;
	}

	/**
	 * Whether requests may carry cookies and other credentials.
	 * @return {@code true} if credentials are allowed
	 */
	public boolean allowCredentials() {
		return this.allowCredentials;
	}

	/**
	 * Why this policy must not allow credentials. The first call takes time in proportion
	 * to the number of origins.
	 * @return a sentence about the first setting that is unsafe or has no effect together
	 * with credentials; {@code null} if there is none, or if credentials are allowed
	 */
	public @Nullable String credentialsObstacle() {
		String obstacle = this.credentialsObstacle;
		if (obstacle == null) {
			obstacle = this.allowCredentials ? "" : CredentialChecks.obstacle(this).orElse("");
			this.credentialsObstacle = obstacle;
		}
		return obstacle.isEmpty() ? null : obstacle;
	}

	/**
	 * Whether the allowed origins may read detailed timings of responses (Resource
	 * Timing).
	 * @return {@code true} if responses have {@code Timing-Allow-Origin}
	 * @see <a href="https://www.w3.org/TR/resource-timing/#sec-timing-allow-origin">
	 * Resource Timing, Timing-Allow-Origin</a>
	 */
	public boolean allowTiming() {
		return this.allowTiming;
	}

	/**
	 * Whether pages on public addresses may call this server on a private address.
	 * @return {@code true} if such calls are allowed
	 */
	public boolean allowPrivateNetwork() {
		return this.allowPrivateNetwork;
	}

	/**
	 * How long browsers may cache the response to a preflight.
	 * @return the time; zero disables caching
	 */
	public Duration maxAge() {
		return this.maxAge;
	}

	/**
	 * How the server handles an actual request that is not allowed.
	 * @return the action
	 */
	public OnDisallowed onDisallowed() {
		return this.onDisallowed;
	}

	/**
	 * The dangers that this policy accepts.
	 * @return the tolerances; usually empty
	 */
	public Set<DangerousTolerance> dangerouslyTolerate() {
		return this.dangerouslyTolerate;
	}

	/**
	 * The candidate version of this policy.
	 * @return a policy of the same name and paths that is evaluated but never enforced,
	 * or {@code null} if there is none
	 */
	public @Nullable CorsPolicy shadow() {
		return this.shadow;
	}

	/**
	 * The properties and locations that the settings come from.
	 * @return the locations of the settings
	 */
	public SettingLocations locations() {
		return this.locations;
	}

	/**
	 * Create a builder from this policy.
	 * @return a builder with every setting of this policy, including its candidate
	 */
	public CorsPolicySpecification.Builder mutate() {
		CorsPolicySpecification.Builder builder = CorsPolicySpecification.builder(this.name)
			.enforce(this.enforced)
			.paths(this.paths);
		copySettings(builder);
		CorsPolicy candidate = this.shadow;
		return (candidate != null) ? builder.shadow(candidate::copySettings) : builder;
	}

	private void copySettings(CorsPolicySpecification.Builder builder) {
		builder.locations(this.locations)
			.allowedOrigins(this.allowedOrigins.stream().map(OriginPattern::toString).toList())
			.allowedMethods(this.allowedMethods)
			.allowedHeaders(this.allowedHeaders)
			.exposedHeaders(this.exposedHeaders)
			.allowCredentials(this.allowCredentials)
			.allowTiming(this.allowTiming)
			.allowPrivateNetwork(this.allowPrivateNetwork)
			.maxAge(this.maxAge)
			.onDisallowed(this.onDisallowed)
			.dangerouslyTolerate(this.dangerouslyTolerate);
	}

	@Override
	public String toString() {
		return "CorsPolicy[" + this.name + "]";
	}

}
