package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsPolicies;

import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A configuration for tests, from files, environment variables and arguments.
 */
public class TestConfiguration {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final Map<String, Object> variables = new LinkedHashMap<>();

	public TestConfiguration() {
		this.environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
	}

	/**
	 * If there are several documents, the last has the highest precedence, as in an
	 * application.
	 */
	public TestConfiguration yaml(String yaml) {
		return load(new YamlPropertySourceLoader(), "application.yml", yaml);
	}

	public TestConfiguration properties(String properties) {
		return load(new PropertiesPropertySourceLoader(), "application.properties", properties);
	}

	public TestConfiguration variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	public TestConfiguration arguments(String... arguments) {
		this.environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
		return this;
	}

	public TestConfiguration map(Map<String, Object> properties) {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("map" + this.environment.getPropertySources().size(), properties));
		return this;
	}

	private TestConfiguration load(PropertySourceLoader loader, String name, String text) {
		ByteArrayResource resource = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public String getDescription() {
				return name;
			}

		};
		try {
			String after = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
			loader.load(name, resource)
				.forEach((source) -> this.environment.getPropertySources().addAfter(after, source));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return this;
	}

	StandardEnvironment environment() {
		return this.environment;
	}

	/**
	 * A configuration with the same sources.
	 */
	TestConfiguration copy() {
		TestConfiguration copy = new TestConfiguration();
		copy.environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		this.environment.getPropertySources().forEach(copy.environment.getPropertySources()::addLast);
		return copy;
	}

	/**
	 * Put the policies in force, as at start-up.
	 */
	public CorsPolicies start() {
		PropertiesCorsPolicySource source = new PropertiesCorsPolicySource(this.environment);
		return new CorsPolicies(source, Map.of(), false, (attempt) -> {
		});
	}

	/**
	 * The errors that prevent the policies from being put in force, or the warnings if
	 * there are no errors.
	 */
	public List<CorsProblem> problems() {
		try {
			return start().warnings();
		}
		catch (InvalidCorsPolicyException ex) {
			return ex.problems();
		}
	}

}
