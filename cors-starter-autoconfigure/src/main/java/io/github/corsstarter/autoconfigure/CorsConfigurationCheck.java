package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Loads the policies below {@code cors} as an application would at start-up, without an
 * application context. Immutable.
 *
 * @param policies the policies, or {@code null} if the start-up would fail
 * @param problems the errors and warnings about the policies
 * @param warnings other warnings, one text each
 * @param report the report with which the start-up would fail, or {@code null} if it
 * would succeed
 * @param failure the exception if the configuration files cannot be loaded, or
 * {@code null}
 */
public record CorsConfigurationCheck(@Nullable CorsPolicies policies, List<CorsProblem> problems, List<String> warnings,
		@Nullable String report, @Nullable RuntimeException failure) {

	/** The system properties that every Java virtual machine sets itself. */
	private static final List<String> OF_EVERY_JVM = List.of("java.", "os.", "user.", "file.", "path.", "line.");

	/**
	 * Create the result of a check.
	 * @param policies the policies
	 * @param problems the errors and warnings about the policies
	 * @param warnings other warnings
	 * @param report the report of a failed start-up
	 * @param failure the exception if the files cannot be loaded
	 */
	public CorsConfigurationCheck {
		problems = List.copyOf(problems);
		warnings = List.copyOf(warnings);
	}

	/**
	 * Load the configuration.
	 * @param profiles the active profiles; empty to let the configuration decide
	 * @param variables the environment variables, in place of those of this process
	 * @return the result
	 */
	public static CorsConfigurationCheck of(Collection<String> profiles, Map<String, String> variables) {
		ConfigurableEnvironment environment;
		try {
			environment = load(profiles, variables);
		}
		catch (RuntimeException ex) {
			return new CorsConfigurationCheck(null, List.of(), List.of(),
					"The configuration files cannot be loaded: " + ex.getMessage(), ex);
		}
		if (CorsEnabledCondition.isDisabled(environment)) {
			return new CorsConfigurationCheck(new CorsPolicies(List.of(), false), List.of(), List.of(), null, null);
		}
		PropertiesCorsPolicySource source = new PropertiesCorsPolicySource(environment);
		try {
			CorsPolicies policies = CorsAutoConfiguration.load(source, Map.of(), (attempt) -> {
			});
			List<CorsProblem> problems = new ArrayList<>(source.problems());
			problems.addAll(policies.warnings());
			return new CorsConfigurationCheck(policies, problems, source.warnings(), null, null);
		}
		catch (InvalidCorsPolicyException ex) {
			ProblemReport report = new ProblemReport(ex.problems());
			return new CorsConfigurationCheck(null, ex.problems(), source.warnings(),
					report.description() + System.lineSeparator().repeat(2) + report.action(), null);
		}
	}

	/**
	 * Create an environment as Spring Boot does, in the same order of precedence.
	 */
	private static ConfigurableEnvironment load(Collection<String> profiles, Map<String, String> variables) {
		ConfigurableEnvironment environment = new PlainEnvironment();
		ConfigurationPropertySources.attach(environment);
		if (!profiles.isEmpty()) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("profiles",
						Map.of(AbstractEnvironment.ACTIVE_PROFILES_PROPERTY_NAME, String.join(",", profiles))));
		}
		environment.getPropertySources()
			.addLast(new MapPropertySource(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
					systemProperties()));
		environment.getPropertySources().addLast(new GivenVariables(variables));
		environment.getPropertySources().addLast(new RandomValuePropertySource());
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		return environment;
	}

	private static Map<String, Object> systemProperties() {
		Map<String, Object> properties = new LinkedHashMap<>();
		System.getProperties().stringPropertyNames().forEach((name) -> {
			if (OF_EVERY_JVM.stream().anyMatch(name::startsWith)) {
				properties.put(name, System.getProperty(name));
			}
		});
		return properties;
	}

	/**
	 * Whether any problem is about a property.
	 * @param property the full name of the property. The name of a list includes its
	 * elements
	 * @return whether an error or a warning names the property
	 */
	public boolean hasProblem(String property) {
		return this.problems.stream()
			.map(CorsProblem::property)
			.anyMatch((name) -> name.equals(property) || name.startsWith(property + "["));
	}

	/**
	 * Every warning, in one line each.
	 * @return the warnings that the application would log at start-up
	 */
	public List<String> warningLines() {
		List<String> lines = new ArrayList<>(this.warnings);
		this.problems.stream().filter((problem) -> !problem.isError()).map(ProblemReport::line).forEach(lines::add);
		return lines;
	}

	/**
	 * Every property that has a problem.
	 * @return the full names, without repetition
	 */
	public List<String> properties() {
		return this.problems.stream().map(CorsProblem::property).distinct().toList();
	}

	/**
	 * An environment that is created without property sources, so that the environment
	 * variables of this process are not in it.
	 */
	private static final class PlainEnvironment extends AbstractEnvironment {

	}

	/**
	 * Environment variables with the origin that Spring Boot gives them.
	 */
	private static final class GivenVariables extends SystemEnvironmentPropertySource implements OriginLookup<String> {

		GivenVariables(Map<String, String> variables) {
			super(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new LinkedHashMap<>(variables));
		}

		@Override
		public @Nullable Origin getOrigin(String key) {
			String property = resolvePropertyName(key);
			return super.containsProperty(property) ? new SystemEnvironmentOrigin(property) : null;
		}

	}

}
