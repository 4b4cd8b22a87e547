package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

import org.springframework.core.io.ClassPathResource;

/**
 * A row of a table in {@code src/test/resources/validation}: a configuration, and the
 * problems expected for it.
 */
record ConfigurationCase(String file, String name, TestConfiguration configuration, List<Expected> problems) {

	static List<ConfigurationCase> read(String... files) {
		List<ConfigurationCase> cases = new ArrayList<>();
		for (String file : files) {
			try (InputStream stream = new ClassPathResource("validation/" + file).getInputStream()) {
				new Yaml().loadAll(stream).forEach((document) -> cases.add(of(file, (Map<?, ?>) document)));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return cases;
	}

	private static ConfigurationCase of(String file, Map<?, ?> document) {
		List<Expected> problems = new ArrayList<>();
		for (Object problem : (List<?>) Objects.requireNonNull(document.get("problems"))) {
			problems.add(Expected.of((Map<?, ?>) problem));
		}
		return new ConfigurationCase(file, (String) document.get("case"), configuration(document), problems);
	}

	/** The configuration of a row under the given keys. */
	static TestConfiguration configuration(Map<?, ?> document) {
		TestConfiguration configuration = new TestConfiguration();
		if (document.get("properties") instanceof String properties) {
			configuration.properties(properties);
		}
		if (document.get("yaml") instanceof String yaml) {
			configuration.yaml(yaml);
		}
		if (document.get("variables") instanceof Map<?, ?> variables) {
			variables.forEach((name, value) -> configuration.variable((String) name, (String) value));
		}
		if (document.get("arguments") instanceof List<?> arguments) {
			configuration.arguments(arguments.stream().map(String.class::cast).toArray(String[]::new));
		}
		return configuration;
	}

	@Override
	public String toString() {
		return this.file + ": " + this.name;
	}

	/**
	 * The parts of a problem that a table specifies.
	 */
	record Expected(Reason reason, String property, @Nullable String place, @Nullable String value,
			@Nullable String write) {

		private static Expected of(Map<?, ?> row) {
			return new Expected(Reason.valueOf((String) row.get("reason")), (String) row.get("property"),
					(String) row.get("place"), (String) row.get("value"), (String) row.get("write"));
		}

		static Expected of(CorsProblem problem) {
			return new Expected(problem.reason(), problem.property(), problem.place(), problem.value(),
					problem.suggestion());
		}

	}

}
