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

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a policy to be, not validated yet. Immutable; made by a
 * {@link Builder}, turned into a {@link CorsPolicy} by {@link CorsPolicy#of}.
 */
public final class CorsPolicySpecification {

	private final String name;

	private final Provenance provenance;

	private final Builder settings;

	private CorsPolicySpecification(Builder builder) {
		this.name = builder.name;
		this.provenance = builder.provenance;
		this.settings = builder;
	}

	/**
	 * Start a specification.
	 * @param name the name of the policy: lower case letters, digits and dashes
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
	 * Where the settings were written.
	 * @return the provenance, {@link Provenance#inCode} unless set
	 */
	public Provenance provenance() {
		return this.provenance;
	}

	/**
	 * The path patterns that the policy covers.
	 * @return the patterns, not validated
	 */
	public List<String> paths() {
		return this.settings.paths;
	}

	List<String> allowedOrigins() {
		return this.settings.allowedOrigins;
	}

	List<String> allowedMethods() {
		return this.settings.allowedMethods;
	}

	List<String> allowedHeaders() {
		return this.settings.allowedHeaders;
	}

	List<String> exposedHeaders() {
		return this.settings.exposedHeaders;
	}

	boolean allowCredentials() {
		return this.settings.allowCredentials;
	}

	boolean allowPrivateNetwork() {
		return this.settings.allowPrivateNetwork;
	}

	Duration maxAge() {
		return this.settings.maxAge;
	}

	OnDisallowed onDisallowed() {
		return this.settings.onDisallowed;
	}

	Set<DangerousTolerance> dangerouslyTolerate() {
		return this.settings.dangerouslyTolerate;
	}

	@Nullable CorsPolicySpecification shadow() {
		return this.settings.shadow;
	}

	/**
	 * Collects the settings of one policy. Not safe for use by several threads.
	 */
	public static final class Builder {

		private static final List<String> DEFAULT_METHODS = List.of("GET", "HEAD", "POST");

		private final String name;

		private Provenance provenance;

		private List<String> paths = List.of();

		private List<String> allowedOrigins = List.of();

		private List<String> allowedMethods = DEFAULT_METHODS;

		private List<String> allowedHeaders = List.of();

		private List<String> exposedHeaders = List.of();

		private boolean allowCredentials;

		private boolean allowPrivateNetwork;

		private Duration maxAge = Duration.ofMinutes(30);

		private OnDisallowed onDisallowed = OnDisallowed.REJECT;

		private Set<DangerousTolerance> dangerouslyTolerate = Set.of();

		private @Nullable Consumer<Builder> candidate;

		private @Nullable CorsPolicySpecification shadow;

		private Builder(String name) {
			this.name = name;
			this.provenance = Provenance.inCode(name);
		}

		private Builder(Builder other) {
			this.name = other.name;
			this.provenance = other.provenance;
			this.paths = other.paths;
			this.allowedOrigins = other.allowedOrigins;
			this.allowedMethods = other.allowedMethods;
			this.allowedHeaders = other.allowedHeaders;
			this.exposedHeaders = other.exposedHeaders;
			this.allowCredentials = other.allowCredentials;
			this.allowPrivateNetwork = other.allowPrivateNetwork;
			this.maxAge = other.maxAge;
			this.onDisallowed = other.onDisallowed;
			this.dangerouslyTolerate = other.dangerouslyTolerate;
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
		 * Set who may read.
		 * @param origins origins and patterns in the forms of
		 * {@link io.github.corsstarter.origin.OriginPattern}; at least one
		 * @return this builder
		 */
		public Builder allowedOrigins(String... origins) {
			return allowedOrigins(Arrays.asList(origins));
		}

		/**
		 * Set who may read.
		 * @param origins origins and patterns in the forms of
		 * {@link io.github.corsstarter.origin.OriginPattern}; at least one
		 * @return this builder
		 */
		public Builder allowedOrigins(Collection<String> origins) {
			this.allowedOrigins = copy(origins);
			return this;
		}

		/**
		 * Set the methods that may be used; {@code GET}, {@code HEAD} and {@code POST} if
		 * never called.
		 * @param methods method names in upper case, or {@code *} for all; {@code GET}
		 * implies {@code HEAD}
		 * @return this builder
		 */
		public Builder allowedMethods(String... methods) {
			return allowedMethods(Arrays.asList(methods));
		}

		/**
		 * Set the methods that may be used; {@code GET}, {@code HEAD} and {@code POST} if
		 * never called.
		 * @param methods method names in upper case, or {@code *} for all; {@code GET}
		 * implies {@code HEAD}
		 * @return this builder
		 */
		public Builder allowedMethods(Collection<String> methods) {
			this.allowedMethods = copy(methods);
			return this;
		}

		/**
		 * Set the request headers that may be sent beyond the safelisted ones; none if
		 * never called.
		 * @param headers header names in any case, or {@code *} for all
		 * @return this builder
		 */
		public Builder allowedHeaders(String... headers) {
			return allowedHeaders(Arrays.asList(headers));
		}

		/**
		 * Set the request headers that may be sent beyond the safelisted ones; none if
		 * never called.
		 * @param headers header names in any case, or {@code *} for all
		 * @return this builder
		 */
		public Builder allowedHeaders(Collection<String> headers) {
			this.allowedHeaders = copy(headers);
			return this;
		}

		/**
		 * Set the response headers that scripts may read beyond the safelisted ones; none
		 * if never called.
		 * @param headers header names in any case, or {@code *} for all (not with
		 * credentials)
		 * @return this builder
		 */
		public Builder exposedHeaders(String... headers) {
			return exposedHeaders(Arrays.asList(headers));
		}

		/**
		 * Set the response headers that scripts may read beyond the safelisted ones; none
		 * if never called.
		 * @param headers header names in any case, or {@code *} for all (not with
		 * credentials)
		 * @return this builder
		 */
		public Builder exposedHeaders(Collection<String> headers) {
			this.exposedHeaders = copy(headers);
			return this;
		}

		/**
		 * Set whether requests may carry cookies and other credentials; {@code false} if
		 * never called.
		 * @param allowCredentials whether they may
		 * @return this builder
		 */
		public Builder allowCredentials(boolean allowCredentials) {
			this.allowCredentials = allowCredentials;
			return this;
		}

		/**
		 * Set whether pages on public addresses may call this server on a private one
		 * (the legacy Private Network Access header); {@code false} if never called.
		 * @param allowPrivateNetwork whether they may
		 * @return this builder
		 */
		public Builder allowPrivateNetwork(boolean allowPrivateNetwork) {
			this.allowPrivateNetwork = allowPrivateNetwork;
			return this;
		}

		/**
		 * Set how long browsers may keep the answer to a preflight; 30 minutes if never
		 * called.
		 * @param maxAge the time, sent in whole seconds; zero for not at all
		 * @return this builder
		 */
		public Builder maxAge(Duration maxAge) {
			this.maxAge = Objects.requireNonNull(maxAge, "maxAge must not be null");
			return this;
		}

		/**
		 * Set what happens to an actual request that is not allowed;
		 * {@link OnDisallowed#REJECT} if never called.
		 * @param onDisallowed what happens
		 * @return this builder
		 */
		public Builder onDisallowed(OnDisallowed onDisallowed) {
			this.onDisallowed = Objects.requireNonNull(onDisallowed, "onDisallowed must not be null");
			return this;
		}

		/**
		 * Switch off checks that protect users of a policy with credentials; none if
		 * never called.
		 * @param tolerances the dangers to accept
		 * @return this builder
		 */
		public Builder dangerouslyTolerate(Collection<DangerousTolerance> tolerances) {
			this.dangerouslyTolerate = Set.copyOf(tolerances);
			return this;
		}

		/**
		 * Set where the settings were written; in code if never called.
		 * @param provenance names properties and places for messages
		 * @return this builder
		 */
		public Builder provenance(Provenance provenance) {
			this.provenance = provenance;
			return this;
		}

		/**
		 * Set a candidate version of the policy, which is evaluated but never enforced.
		 * @param changes changes the settings of a copy of the policy, its paths apart;
		 * called by {@link #build()}
		 * @return this builder
		 */
		public Builder shadow(Consumer<Builder> changes) {
			this.candidate = changes;
			return this;
		}

		/**
		 * Finish the specification. Later calls of this builder do not change it.
		 * @return the specification, not validated yet
		 */
		public CorsPolicySpecification build() {
			Builder copy = new Builder(this);
			if (this.candidate != null) {
				Builder changed = new Builder(this).provenance(Provenance.inCode(this.name + ".shadow"));
				this.candidate.accept(changed);
				changed.paths = this.paths;
				copy.shadow = new CorsPolicySpecification(new Builder(changed));
			}
			return new CorsPolicySpecification(copy);
		}

		/** Element by element: a null in it is for the checks to report, not to throw. */
		private static List<String> copy(Collection<? extends @Nullable String> values) {
			List<String> copy = new ArrayList<>(values.size());
			for (String value : values) {
				copy.add((value != null) ? value : "");
			}
			return Collections.unmodifiableList(copy);
		}

	}

}
