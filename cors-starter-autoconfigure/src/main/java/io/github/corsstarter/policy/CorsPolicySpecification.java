package io.github.corsstarter.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a policy, not yet validated. Create a specification with a
 * {@link Builder}, and a {@link CorsPolicy} from it with {@link CorsPolicy#of}.
 * Immutable.
 */
public final class CorsPolicySpecification {

	private final String name;

	private final SettingLocations locations;

	private final Builder settings;

	private CorsPolicySpecification(Builder builder) {
		this(builder, builder.locations);
	}

	private CorsPolicySpecification(Builder builder, SettingLocations locations) {
		this.name = builder.name;
		this.locations = locations;
		this.settings = builder;
	}

	/**
	 * Return a copy with the same settings, {@code shadow} included.
	 * @param other the properties and locations that the settings come from
	 * @return the copy
	 */
	public CorsPolicySpecification withLocations(SettingLocations other) {
		return new CorsPolicySpecification(this.settings, other);
	}

	/**
	 * Create a builder.
	 * @param name the name of the policy: lower-case letters, digits and dashes
	 * @return a builder in which every setting has its default
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * The name of the policy.
	 * @return the name, not validated
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The properties and locations that the settings come from.
	 * @return the locations; {@link SettingLocations#inCode} unless set
	 */
	public SettingLocations locations() {
		return this.locations;
	}

	/**
	 * Whether the policy decides on requests.
	 * @return {@code false} if the policy is only compared with the responses that the
	 * application sends without it
	 */
	public boolean enforced() {
		return this.settings.enforced;
	}

	/**
	 * The path patterns that the policy covers.
	 * @return the patterns, not validated
	 */
	public List<String> paths() {
		return this.settings.paths;
	}

	/**
	 * The origins that may call the paths of the policy.
	 * @return the origins and patterns, not validated
	 */
	public List<String> allowedOrigins() {
		return this.settings.allowedOrigins;
	}

	/**
	 * The methods that requests may use.
	 * @return the method names, not validated; {@code *} for all
	 */
	public List<String> allowedMethods() {
		return this.settings.allowedMethods;
	}

	/**
	 * The request headers that scripts may send in addition to the CORS-safelisted ones.
	 * @return the header names, not validated; {@code *} for all
	 */
	public List<String> allowedHeaders() {
		return this.settings.allowedHeaders;
	}

	/**
	 * The response headers that scripts may read in addition to the CORS-safelisted ones.
	 * @return the header names, not validated; {@code *} for all
	 */
	public List<String> exposedHeaders() {
		return this.settings.exposedHeaders;
	}

	/**
	 * Whether requests may carry cookies and other credentials.
	 * @return {@code true} if credentials are allowed
	 */
	public boolean allowCredentials() {
		return this.settings.allowCredentials;
	}

	/**
	 * Whether the allowed origins may read detailed timings of responses (Resource
	 * Timing).
	 * @return {@code true} if responses have {@code Timing-Allow-Origin}
	 */
	public boolean allowTiming() {
		return this.settings.allowTiming;
	}

	/**
	 * Whether pages on public addresses may call this server on a private address.
	 * @return {@code true} if such calls are allowed
	 */
	public boolean allowPrivateNetwork() {
		return this.settings.allowPrivateNetwork;
	}

	/**
	 * How long browsers may cache the response to a preflight.
	 * @return the time, not validated
	 */
	public Duration maxAge() {
		return this.settings.maxAge;
	}

	/**
	 * How the server handles an actual request that is not allowed.
	 * @return the action
	 */
	public OnDisallowed onDisallowed() {
		return this.settings.onDisallowed;
	}

	/**
	 * The dangers that the policy accepts.
	 * @return the tolerances; usually empty
	 */
	public Set<DangerousTolerance> dangerouslyTolerate() {
		return this.settings.dangerouslyTolerate;
	}

	/**
	 * The candidate version of the policy.
	 * @return a specification of the same name and paths, or {@code null} if there is
	 * none
	 */
	public @Nullable CorsPolicySpecification shadow() {
		return this.settings.shadow;
	}

	/**
	 * Whether another specification describes the same policy, so that validation has the
	 * same result for both.
	 * @param other the other specification
	 * @return {@code true} if the names, all settings, the candidates and the locations
	 * are equal
	 */
	public boolean isSame(CorsPolicySpecification other) {
		return this.locations.equals(other.locations) && this.settings.isSame(other.settings);
	}

	/**
	 * Create a builder from this specification.
	 * @return a builder with every setting of this specification, including its
	 * candidate. The builder keeps the changes that were passed to
	 * {@link Builder#shadow}, and {@link Builder#build()} applies them to the new
	 * settings
	 */
	public Builder mutate() {
		Builder builder = new Builder(this.settings);
		builder.candidate = this.settings.candidate;
		return builder;
	}

	/**
	 * Create a problem that is about the policy itself, for example about its name.
	 * @param reason the reason
	 * @param message a description of the problem, in one or two sentences
	 * @param suggestion the name to write instead, or {@code null} if none can be derived
	 * @return the problem, with its location
	 */
	public CorsProblem policyProblem(Reason reason, String message, @Nullable String suggestion) {
		return problem(reason, "cors.policies." + this.name, this.name, message, suggestion);
	}

	/**
	 * Create a problem that is about one element of a list.
	 * @param reason the reason
	 * @param key the key of the policy, such as {@code paths}
	 * @param index the position of the element
	 * @param value the element
	 * @param message a description of the problem, in one or two sentences
	 * @param suggestion the value to write instead, or {@code null} if none can be
	 * derived
	 * @return the problem, with its location
	 */
	public CorsProblem elementProblem(Reason reason, String key, int index, String value, String message,
			@Nullable String suggestion) {
		String property = this.locations.property(key + "[" + index + "]");
		return value.isEmpty()
				? problem(reason, property, value, message + ListActions.emptyVariables(this, property), suggestion,
						new ListActions(this, key).emptyElement(index))
				: problem(reason, property, value, message, suggestion);
	}

	/**
	 * Create a problem for an element that has the syntax of a list.
	 * @param key the key of the policy, such as {@code paths}
	 * @param index the position of the element
	 * @param value the element
	 * @param values the values in the element; one if it only has quotes or brackets
	 * around it
	 * @param suggestion the value to write instead, or {@code null} if none can be
	 * derived
	 * @return the problem, with its location
	 */
	public CorsProblem listProblem(String key, int index, String value, List<String> values,
			@Nullable String suggestion) {
		if (values.size() == 1) {
			return elementProblem(Reason.LIST_IN_ELEMENT, key, index, value,
					"Quotes and brackets belong to the syntax of a list, but here they are part of the value. Remove them.",
					suggestion);
		}
		return problem(Reason.LIST_IN_ELEMENT, this.locations.property(key + "[" + index + "]"), value,
				"This element has " + values.size() + " values.", null,
				new ListActions(this, key).severalValues(index, values));
	}

	CorsProblem problem(Reason reason, String property, @Nullable String value, String message,
			@Nullable String suggestion) {
		return problem(reason, property, value, message, suggestion, null);
	}

	CorsProblem problem(Reason reason, String property, @Nullable String value, String message,
			@Nullable String suggestion, @Nullable String action) {
		return new CorsProblem(reason, this.name, property, value, message, suggestion, this.locations.place(property),
				action);
	}

	/**
	 * Builds the specification of one policy. Not safe for use by several threads.
	 */
	public static final class Builder {

		private static final List<String> DEFAULT_METHODS = List.of("GET", "HEAD", "POST");

		private final String name;

		private SettingLocations locations;

		private boolean enforced = true;

		private List<String> paths = List.of();

		private List<String> allowedOrigins = List.of();

		private List<String> allowedMethods = DEFAULT_METHODS;

		private List<String> allowedHeaders = List.of();

		private List<String> exposedHeaders = List.of();

		private boolean allowCredentials;

		private boolean allowTiming;

		private boolean allowPrivateNetwork;

		private Duration maxAge = Duration.ofMinutes(30);

		private OnDisallowed onDisallowed = OnDisallowed.REJECT;

		private Set<DangerousTolerance> dangerouslyTolerate = Set.of();

		private @Nullable Consumer<Builder> candidate;

		private @Nullable CorsPolicySpecification shadow;

		private Builder(String name) {
			this.name = name;
			this.locations = SettingLocations.inCode(name);
		}

		private Builder(Builder other) {
			this.name = other.name;
			this.locations = other.locations;
			this.enforced = other.enforced;
			this.paths = other.paths;
			this.allowedOrigins = other.allowedOrigins;
			this.allowedMethods = other.allowedMethods;
			this.allowedHeaders = other.allowedHeaders;
			this.exposedHeaders = other.exposedHeaders;
			this.allowCredentials = other.allowCredentials;
			this.allowTiming = other.allowTiming;
			this.allowPrivateNetwork = other.allowPrivateNetwork;
			this.maxAge = other.maxAge;
			this.onDisallowed = other.onDisallowed;
			this.dangerouslyTolerate = other.dangerouslyTolerate;
		}

		/**
		 * Set whether the policy decides on requests. The default is {@code true}. A
		 * policy that is not enforced changes no request and no response. It is compared
		 * with the responses that the application sends without it.
		 * @param enforce {@code false} to only watch
		 * @return this builder
		 */
		public Builder enforce(boolean enforce) {
			this.enforced = enforce;
			return this;
		}

		/**
		 * Set the paths that the policy covers.
		 * @param paths patterns in the syntax of Spring's {@code PathPattern}, relative
		 * to the context path; at least one
		 * @return this builder
		 */
		public Builder paths(String... paths) {
			return paths(Arrays.asList(paths));
		}

		/**
		 * Set the paths that the policy covers.
		 * @param paths patterns in the syntax of Spring's {@code PathPattern}, relative
		 * to the context path; at least one
		 * @return this builder
		 */
		public Builder paths(Collection<String> paths) {
			this.paths = copy(paths);
			return this;
		}

		/**
		 * Set the origins that may call the paths of the policy.
		 * @param origins origins and patterns in the forms of
		 * {@link io.github.corsstarter.origin.OriginPattern}; at least one
		 * @return this builder
		 */
		public Builder allowedOrigins(String... origins) {
			return allowedOrigins(Arrays.asList(origins));
		}

		/**
		 * Set the origins that may call the paths of the policy.
		 * @param origins origins and patterns in the forms of
		 * {@link io.github.corsstarter.origin.OriginPattern}; at least one
		 * @return this builder
		 */
		public Builder allowedOrigins(Collection<String> origins) {
			this.allowedOrigins = copy(origins);
			return this;
		}

		/**
		 * Set the methods that requests may use. The default is {@code GET}, {@code HEAD}
		 * and {@code POST}.
		 * @param methods method names in upper case, or {@code *} for all; {@code GET}
		 * implies {@code HEAD}
		 * @return this builder
		 */
		public Builder allowedMethods(String... methods) {
			return allowedMethods(Arrays.asList(methods));
		}

		/**
		 * Set the methods that requests may use. The default is {@code GET}, {@code HEAD}
		 * and {@code POST}.
		 * @param methods method names in upper case, or {@code *} for all; {@code GET}
		 * implies {@code HEAD}
		 * @return this builder
		 */
		public Builder allowedMethods(Collection<String> methods) {
			this.allowedMethods = copy(methods);
			return this;
		}

		/**
		 * Set the request headers that scripts may send in addition to the
		 * CORS-safelisted ones. The default is none.
		 * @param headers header names in any case, or {@code *} for all
		 * @return this builder
		 */
		public Builder allowedHeaders(String... headers) {
			return allowedHeaders(Arrays.asList(headers));
		}

		/**
		 * Set the request headers that scripts may send in addition to the
		 * CORS-safelisted ones. The default is none.
		 * @param headers header names in any case, or {@code *} for all
		 * @return this builder
		 */
		public Builder allowedHeaders(Collection<String> headers) {
			this.allowedHeaders = copy(headers);
			return this;
		}

		/**
		 * Set the response headers that scripts may read in addition to the
		 * CORS-safelisted ones. The default is none.
		 * @param headers header names in any case, or {@code *} for all (not with
		 * credentials)
		 * @return this builder
		 */
		public Builder exposedHeaders(String... headers) {
			return exposedHeaders(Arrays.asList(headers));
		}

		/**
		 * Set the response headers that scripts may read in addition to the
		 * CORS-safelisted ones. The default is none.
		 * @param headers header names in any case, or {@code *} for all (not with
		 * credentials)
		 * @return this builder
		 */
		public Builder exposedHeaders(Collection<String> headers) {
			this.exposedHeaders = copy(headers);
			return this;
		}

		/**
		 * Set whether requests may carry cookies and other credentials. The default is
		 * {@code false}.
		 * @param allowCredentials {@code true} to allow credentials
		 * @return this builder
		 */
		public Builder allowCredentials(boolean allowCredentials) {
			this.allowCredentials = allowCredentials;
			return this;
		}

		/**
		 * Set whether the allowed origins may read detailed timings of responses
		 * (Resource Timing). The default is {@code false}.
		 * @param allowTiming {@code true} to send {@code Timing-Allow-Origin} with the
		 * value of {@code Access-Control-Allow-Origin}
		 * @return this builder
		 */
		public Builder allowTiming(boolean allowTiming) {
			this.allowTiming = allowTiming;
			return this;
		}

		/**
		 * Set whether pages on public addresses may call this server on a private address
		 * (the legacy Private Network Access header). The default is {@code false}.
		 * @param allowPrivateNetwork {@code true} to allow such calls
		 * @return this builder
		 */
		public Builder allowPrivateNetwork(boolean allowPrivateNetwork) {
			this.allowPrivateNetwork = allowPrivateNetwork;
			return this;
		}

		/**
		 * Set how long browsers may cache the response to a preflight. The default is 30
		 * minutes.
		 * @param maxAge the time, sent in whole seconds; zero disables caching
		 * @return this builder
		 */
		public Builder maxAge(Duration maxAge) {
			this.maxAge = Objects.requireNonNull(maxAge, "maxAge must not be null");
			return this;
		}

		/**
		 * Set how the server handles an actual request that is not allowed. The default
		 * is {@link OnDisallowed#REJECT}.
		 * @param onDisallowed the action
		 * @return this builder
		 */
		public Builder onDisallowed(OnDisallowed onDisallowed) {
			this.onDisallowed = Objects.requireNonNull(onDisallowed, "onDisallowed must not be null");
			return this;
		}

		/**
		 * Turn off checks that protect the data of users. These checks run only if the
		 * policy allows credentials. By default, all checks are on.
		 * @param tolerances the dangers to accept
		 * @return this builder
		 */
		public Builder dangerouslyTolerate(DangerousTolerance... tolerances) {
			return dangerouslyTolerate(Arrays.asList(tolerances));
		}

		/**
		 * Turn off checks that protect the data of users. These checks run only if the
		 * policy allows credentials. By default, all checks are on.
		 * @param tolerances the dangers to accept
		 * @return this builder
		 */
		public Builder dangerouslyTolerate(Collection<DangerousTolerance> tolerances) {
			this.dangerouslyTolerate = Set.copyOf(tolerances);
			return this;
		}

		/**
		 * Set the properties and locations that the settings come from. The default is
		 * {@link SettingLocations#inCode}.
		 * @param locations the locations, for messages
		 * @return this builder
		 */
		public Builder locations(SettingLocations locations) {
			this.locations = locations;
			return this;
		}

		/**
		 * Set a candidate version of the policy, which is evaluated but never enforced.
		 * @param changes a function that changes a copy of the settings. {@link #build()}
		 * calls it. Changes of the paths are ignored
		 * @return this builder
		 */
		public Builder shadow(Consumer<Builder> changes) {
			this.candidate = changes;
			return this;
		}

		/**
		 * Build the specification. Later calls on this builder do not change it.
		 * @return the specification, not yet validated
		 */
		public CorsPolicySpecification build() {
			Builder copy = new Builder(this);
			if (this.candidate != null) {
				Builder changed = new Builder(this).locations(SettingLocations.inCode(this.name + ".shadow"));
				this.candidate.accept(changed);
				changed.paths = this.paths;
				copy.shadow = new CorsPolicySpecification(new Builder(changed));
				copy.candidate = this.candidate;
			}
			return new CorsPolicySpecification(copy);
		}

		private boolean isSame(Builder other) {
			return this == other || (this.name.equals(other.name) && this.enforced == other.enforced
					&& this.paths.equals(other.paths) && this.allowedOrigins.equals(other.allowedOrigins)
					&& this.allowedMethods.equals(other.allowedMethods)
					&& this.allowedHeaders.equals(other.allowedHeaders)
					&& this.exposedHeaders.equals(other.exposedHeaders)
					&& this.allowCredentials == other.allowCredentials && this.allowTiming == other.allowTiming
					&& this.allowPrivateNetwork == other.allowPrivateNetwork && this.maxAge.equals(other.maxAge)
					&& this.onDisallowed == other.onDisallowed
					&& this.dangerouslyTolerate.equals(other.dangerouslyTolerate) && isSame(this.shadow, other.shadow));
		}

		private static boolean isSame(@Nullable CorsPolicySpecification one, @Nullable CorsPolicySpecification other) {
			return (one != null && other != null) ? one.isSame(other) : one == other;
		}

		/**
		 * Replaces null elements with empty texts. Validation reports these;
		 * {@code List.copyOf} would throw.
		 */
		private static List<String> copy(Collection<? extends @Nullable String> values) {
			List<String> copy = new ArrayList<>(values.size());
			for (String value : values) {
				copy.add((value != null) ? value : "");
			}
			return Collections.unmodifiableList(copy);
		}

	}

}
