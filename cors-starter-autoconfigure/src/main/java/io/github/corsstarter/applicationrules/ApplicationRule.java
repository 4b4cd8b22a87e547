package io.github.corsstarter.applicationrules;

import java.util.Collection;
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
 * @param allowedOrigins the origins and origin patterns that the rule allows, as written,
 * or {@code null} if they are unknown
 * @param precedence how the rule relates to a policy that covers the same path
 */
public record ApplicationRule(String source, List<String> paths, @Nullable List<String> allowedOrigins,
		Precedence precedence) {

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
	 * @param allowedOrigins the origins that the rule allows, or {@code null} if they are
	 * unknown
	 * @param precedence how the rule relates to a policy
	 */
	public ApplicationRule {
		paths = List.copyOf(paths);
		allowedOrigins = (allowedOrigins != null) ? List.copyOf(allowedOrigins) : null;
	}

	/**
	 * Create a rule that has no effect where a policy decides.
	 * @param source where the rule comes from
	 * @param paths the path patterns that the rule applies to
	 * @param allowedOrigins the origins that the rule allows, or {@code null} if they are
	 * unknown
	 */
	public ApplicationRule(String source, List<String> paths, @Nullable List<String> allowedOrigins) {
		this(source, paths, allowedOrigins, Precedence.AFTER_POLICIES);
	}

	/**
	 * Create a rule from Spring's {@link CorsConfiguration}.
	 * @param source where the rule comes from
	 * @param path the path pattern that the rule applies to
	 * @param configuration the settings of the rule
	 * @return the new rule
	 */
	public static ApplicationRule of(String source, String path, CorsConfiguration configuration) {
		Set<String> origins = new LinkedHashSet<>();
		if (configuration.getAllowedOrigins() != null) {
			origins.addAll(configuration.getAllowedOrigins());
		}
		if (configuration.getAllowedOriginPatterns() != null) {
			origins.addAll(configuration.getAllowedOriginPatterns());
		}
		return new ApplicationRule(source, List.of(path), List.copyOf(origins));
	}

	/**
	 * Create a rule of which only the existence is known.
	 * @param source where the rule comes from
	 * @return a rule that may apply to any path
	 */
	public static ApplicationRule unknown(String source) {
		return new ApplicationRule(source, List.of(EVERY_PATH), null);
	}

	/**
	 * Copy this rule with another precedence.
	 * @param precedence how the rule relates to a policy
	 * @return the new rule
	 */
	public ApplicationRule with(Precedence precedence) {
		return new ApplicationRule(this.source, this.paths, this.allowedOrigins, precedence);
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
		return new ApplicationRule(this.source, paths, this.allowedOrigins, this.precedence);
	}

	/**
	 * Whether another rule has the same paths and origins. This rule is then the same
	 * rule, found in a second place.
	 */
	boolean isAmong(Collection<ApplicationRule> others) {
		return this.allowedOrigins != null && others.stream()
			.anyMatch(
					(other) -> other.paths().equals(this.paths) && this.allowedOrigins.equals(other.allowedOrigins()));
	}

}
