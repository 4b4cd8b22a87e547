package io.github.corsstarter.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import io.github.corsstarter.autoconfigure.CorsConfigurationCheck;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on the configuration below {@code cors}, for the profiles and environment
 * variables of a deployment. Create them with
 * {@link CorsAssertions#assertThatCorsConfiguration()}.
 * <p>
 * Each verification loads the configuration in the same way as Spring Boot at start-up:
 * {@code application.yml} and {@code application.properties} from the default locations
 * or from {@code SPRING_CONFIG_LOCATION}, the files of the profiles, imported files,
 * profile groups and placeholders. No application context is created. Files are found on
 * the class path of the test, as in {@code @SpringBootTest}: {@code application.yml} in
 * {@code src/test/resources} hides the file of the same name in
 * {@code src/main/resources}.
 * <p>
 * Only the given environment variables are used. Those of the process that runs the test
 * have no effect, so the result is the same on every machine. System properties of this
 * process, such as {@code spring.profiles.active}, have no effect either, except those
 * that every Java virtual machine sets, such as {@code user.home}. Use environment
 * variables for what the deployment sets as system properties or arguments. Property
 * sources that the application adds itself ({@code @PropertySource},
 * {@code SpringApplication.setDefaultProperties}, {@code SPRING_APPLICATION_JSON}) and
 * {@code CorsPolicySource} beans are not read.
 * <p>
 * Methods that change the deployment return a new object, so that several checks can
 * start from one object.
 */
public final class CorsConfigurationAssert
		extends AbstractAssert<CorsConfigurationAssert, CorsConfigurationAssert.Deployment> {

	CorsConfigurationAssert() {
		this(new Deployment(List.of(), Map.of()));
	}

	private CorsConfigurationAssert(Deployment deployment) {
		super(deployment, CorsConfigurationAssert.class);
	}

	/**
	 * Activate profiles, as {@code spring.profiles.active} on the command line does.
	 * Without this, the environment variables and the files decide.
	 * @param profiles the names of the active profiles, or of profile groups. They
	 * replace the profiles of an earlier call
	 * @return assertions on the configuration with these profiles
	 */
	public CorsConfigurationAssert withProfiles(String... profiles) {
		return with(new Deployment(List.of(profiles), this.actual.variables()));
	}

	/**
	 * Set environment variables.
	 * @param variables the variables, with the names that the operating system would have
	 * (such as {@code CORS_POLICIES_PARTNERS_ALLOWEDORIGINS}). They are added to those of
	 * an earlier call
	 * @return assertions on the configuration with these variables
	 */
	public CorsConfigurationAssert withEnvironment(Map<String, String> variables) {
		Map<String, String> all = new LinkedHashMap<>(this.actual.variables());
		all.putAll(variables);
		return with(new Deployment(this.actual.profiles(), all));
	}

	/**
	 * Verify that the application would start. A failure contains the report that the
	 * application would print at start-up. Warnings are allowed.
	 * @return this
	 */
	public CorsConfigurationAssert isValid() {
		load();
		return this;
	}

	/**
	 * Verify that the application would start, and that it would log no warning about the
	 * configuration.
	 * @return this
	 */
	public CorsConfigurationAssert hasNoWarnings() {
		List<String> warnings = load().warningLines();
		if (!warnings.isEmpty()) {
			StringBuilder message = new StringBuilder("Expecting no warnings about ").append(this.actual)
				.append(", but found:");
			warnings.forEach((warning) -> message.append("%n  ".formatted()).append(warning));
			failWithMessage("%s", message);
		}
		return this;
	}

	/**
	 * Verify that a property has an error or a warning.
	 * @param property the full name of the property, as the start-up report has it, such
	 * as {@code cors.policies.partners.paths}. The name of a list includes its elements
	 * @return this
	 */
	public CorsConfigurationAssert hasProblem(String property) {
		CorsConfigurationCheck check = this.actual.check();
		failIfUnreadable(check);
		if (!check.hasProblem(property)) {
			failWithMessage("%s",
					"Expecting a problem of the property " + property + " in " + this.actual
							+ (check.problems().isEmpty() ? ", but there is none"
									: "%nbut only these properties have problems: ".formatted() + check.properties()));
		}
		return this;
	}

	/**
	 * Verify that the application would start, and continue with its policies.
	 * @return assertions on the policies, as if they were in force
	 */
	public CorsPoliciesAssert policies() {
		return new CorsPoliciesAssert(Objects.requireNonNull(load().policies()));
	}

	private CorsConfigurationCheck load() {
		CorsConfigurationCheck check = this.actual.check();
		failIfUnreadable(check);
		if (check.report() != null) {
			failWithMessage("%s", expectation() + check.report());
		}
		return check;
	}

	private void failIfUnreadable(CorsConfigurationCheck check) {
		if (check.failure() != null) {
			AssertionError error = failure("%s", expectation() + check.report());
			error.initCause(check.failure());
			throw error;
		}
	}

	private String expectation() {
		return "Expecting the application to start with %s, but:%n%n".formatted(this.actual);
	}

	private CorsConfigurationAssert with(Deployment deployment) {
		CorsConfigurationAssert changed = new CorsConfigurationAssert(deployment);
		changed.info.description(this.info.description());
		return changed;
	}

	/**
	 * A deployment of the application.
	 *
	 * @param profiles the active profiles
	 * @param variables the environment variables
	 */
	record Deployment(List<String> profiles, Map<String, String> variables) {

		Deployment {
			profiles = List.copyOf(profiles);
			variables = Map.copyOf(variables);
		}

		CorsConfigurationCheck check() {
			return CorsConfigurationCheck.of(this.profiles, this.variables);
		}

		/** Values are left out, because they can be secrets. */
		@Override
		public String toString() {
			return "the profiles " + this.profiles + " and the environment variables "
					+ new TreeSet<>(this.variables.keySet());
		}

	}

}
