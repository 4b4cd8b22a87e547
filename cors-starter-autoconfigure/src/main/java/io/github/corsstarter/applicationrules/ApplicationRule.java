package io.github.corsstarter.applicationrules;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * A CORS rule that an application has in addition to its policies, such as
 * {@code @CrossOrigin}. Immutable.
 *
 * @param source where the rule comes from, such as
 * {@code @CrossOrigin OrderController#list}
 * @param paths the path patterns that the rule applies to, relative to the context path
 * @param settings what the rule allows, as far as it is known
 * @param precedence how the rule relates to a policy that covers the same path
 */
public record ApplicationRule(String source, List<String> paths, Settings settings, Precedence precedence) {

	private static final String EVERY_PATH = "/**";

	/**
	 * How a rule relates to a policy that covers the same path.
	 */
	public enum Precedence {

		/** The policy decides, and the rule has no effect there. */
		AFTER_POLICIES,

		/**
		 * The rule is applied first, for example by a filter that is ordered before the
		 * policies. It answers preflights, and any other request must pass both.
		 */
		BEFORE_POLICIES,

		/**
		 * A filter that is ordered before the policies answers preflights, and only
		 * these. It has no rule of its own: it asks the handler mappings, for example.
		 * The policy decides on all other requests.
		 */
		PREFLIGHTS_BEFORE_POLICIES,

		/**
		 * The policy decides, but a WebSocket handshake must also pass the rule.
		 */
		ON_HANDSHAKES,

		/**
		 * The component answers before any filter runs, so no policy has any effect. The
		 * component may check the origin or not.
		 */
		BEFORE_FILTERS

	}

	/**
	 * Create a rule.
	 * @param source where the rule comes from
	 * @param paths the path patterns that the rule applies to
	 * @param settings what the rule allows
	 * @param precedence how the rule relates to a policy
	 */
	public ApplicationRule {
		paths = List.copyOf(paths);
	}

	/**
	 * Create a rule that has no effect where a policy decides.
	 * @param source where the rule comes from
	 * @param paths the path patterns that the rule applies to
	 * @param settings what the rule allows
	 */
	public ApplicationRule(String source, List<String> paths, Settings settings) {
		this(source, paths, settings, Precedence.AFTER_POLICIES);
	}

	/**
	 * Create a rule that has no effect where a policy decides.
	 * @param source where the rule comes from
	 * @param paths the path patterns that the rule applies to
	 * @param allowedOrigins the origins that the rule allows, or {@code null} if they are
	 * unknown
	 */
	public ApplicationRule(String source, List<String> paths, @Nullable List<String> allowedOrigins) {
		this(source, paths, Settings.ofOrigins(allowedOrigins, null));
	}

	/**
	 * Create a rule from Spring's {@link CorsConfiguration}.
	 * @param source where the rule comes from
	 * @param path the path pattern that the rule applies to
	 * @param configuration the settings of the rule
	 * @return the new rule
	 */
	public static ApplicationRule of(String source, String path, CorsConfiguration configuration) {
		return new ApplicationRule(source, List.of(path), Settings.of(configuration));
	}

	/**
	 * Create a rule whose paths and settings are unknown.
	 * @param source where the rule comes from
	 * @return a rule that may apply to any path
	 */
	public static ApplicationRule unknown(String source) {
		return new ApplicationRule(source, List.of(EVERY_PATH), Settings.UNKNOWN);
	}

	/**
	 * Copy this rule with another precedence.
	 * @param precedence how the rule relates to a policy
	 * @return the new rule
	 */
	public ApplicationRule with(Precedence precedence) {
		return new ApplicationRule(this.source, this.paths, this.settings, precedence);
	}

	/**
	 * Whether the rule names a path. A path without pattern syntax names only the path
	 * with exactly the same characters, because servers compare them in this way.
	 */
	boolean names(String path) {
		PathContainer container = PathContainer.parsePath(path);
		return this.paths.stream()
			.map(ApplicationRule::parse)
			.filter(Objects::nonNull)
			.anyMatch((pattern) -> pattern.hasPatternSyntax() ? pattern.matches(container)
					: pattern.getPatternString().equals(path));
	}

	/** The most specific pattern that matches a path, or {@code null} if none does. */
	@Nullable PathPattern specificity(String path) {
		PathContainer container = PathContainer.parsePath(path);
		return this.paths.stream()
			.filter((text) -> text.startsWith("/"))
			.map((text) -> text.equals(EVERY_PATH) ? PathPatternParser.defaultInstance.parse(text) : parse(text))
			.filter((pattern) -> pattern != null && pattern.matches(container))
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	/** Whether the rule may apply to paths that it does not name. */
	boolean hasUnknownPaths() {
		return this.paths.stream().anyMatch((path) -> parse(path) == null);
	}

	/** The pattern, or {@code null} for a text that does not name any path. */
	private static @Nullable PathPattern parse(String path) {
		if (!path.startsWith("/") || path.equals(EVERY_PATH)) {
			return null;
		}
		try {
			return PathPatternParser.defaultInstance.parse(path);
		}
		catch (PatternParseException ex) {
			return null;
		}
	}

	ApplicationRule withPaths(List<String> paths) {
		return new ApplicationRule(this.source, paths, this.settings, this.precedence);
	}

	/**
	 * Whether another rule has the same paths and origins. This rule is then the same
	 * rule, found in a second place.
	 */
	boolean isAmong(Collection<ApplicationRule> others) {
		List<String> origins = this.settings.originsAndPatterns();
		return origins != null && others.stream()
			.anyMatch((other) -> other.paths().equals(this.paths)
					&& origins.equals(other.settings().originsAndPatterns()));
	}

	/**
	 * What a rule allows, as Spring's {@link CorsConfiguration} has it. A setting is
	 * {@code null} if it is unknown, or if the rule does not have it.
	 *
	 * @param allowedOrigins the origins, as written; empty if the rule allows no origin
	 * @param allowedOriginPatterns the origin patterns, as written
	 * @param allowedMethods the methods
	 * @param allowedHeaders the request headers
	 * @param exposedHeaders the response headers that scripts may read
	 * @param allowCredentials whether requests may carry credentials
	 * @param maxAge how long browsers may cache a preflight, in seconds
	 */
	public record Settings(@Nullable List<String> allowedOrigins, @Nullable List<String> allowedOriginPatterns,
			@Nullable List<String> allowedMethods, @Nullable List<String> allowedHeaders,
			@Nullable List<String> exposedHeaders, @Nullable Boolean allowCredentials, @Nullable Long maxAge) {

		/** The settings of a rule if none of them is known. */
		public static final Settings UNKNOWN = ofOrigins(null, null);

		/**
		 * Create settings.
		 * @param allowedOrigins the origins
		 * @param allowedOriginPatterns the origin patterns
		 * @param allowedMethods the methods
		 * @param allowedHeaders the request headers
		 * @param exposedHeaders the response headers that scripts may read
		 * @param allowCredentials whether requests may carry credentials
		 * @param maxAge how long browsers may cache a preflight, in seconds
		 */
		public Settings {
			allowedOrigins = copy(allowedOrigins);
			allowedOriginPatterns = copy(allowedOriginPatterns);
			allowedMethods = copy(allowedMethods);
			allowedHeaders = copy(allowedHeaders);
			exposedHeaders = copy(exposedHeaders);
		}

		/**
		 * Create the settings of a rule if only its origins are known.
		 * @param origins the origins, or {@code null} if they are unknown
		 * @param patterns the origin patterns, or {@code null} if there are none
		 * @return the new settings
		 */
		public static Settings ofOrigins(@Nullable List<String> origins, @Nullable List<String> patterns) {
			return new Settings(origins, patterns, null, null, null, null, null);
		}

		/**
		 * Create settings from Spring's {@link CorsConfiguration}.
		 * @param configuration the settings
		 * @return the new settings
		 */
		public static Settings of(CorsConfiguration configuration) {
			List<String> origins = configuration.getAllowedOrigins();
			List<String> patterns = configuration.getAllowedOriginPatterns();
			// Spring allows no origin then. The settings are known.
			boolean none = origins == null && patterns == null;
			return new Settings(none ? List.of() : origins, patterns, configuration.getAllowedMethods(),
					configuration.getAllowedHeaders(), configuration.getExposedHeaders(),
					configuration.getAllowCredentials(), configuration.getMaxAge());
		}

		/** All origins and patterns, or {@code null} if they are unknown. */
		@Nullable List<String> originsAndPatterns() {
			if (this.allowedOrigins == null && this.allowedOriginPatterns == null) {
				return null;
			}
			Set<String> all = new LinkedHashSet<>();
			all.addAll((this.allowedOrigins != null) ? this.allowedOrigins : List.of());
			all.addAll((this.allowedOriginPatterns != null) ? this.allowedOriginPatterns : List.of());
			return List.copyOf(all);
		}

		private static @Nullable List<String> copy(@Nullable List<String> values) {
			return (values != null) ? List.copyOf(values) : null;
		}

	}

}
