package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Rereads the configuration files of an application, including imported files. Spring
 * Boot reads them only at start-up.
 */
final class ConfigurationFiles {

	/** The prefixes of the names that Spring Boot gives to property sources for files. */
	private static final List<String> PREFIXES = List.of("Config resource '", "Config tree '");

	/** A view of all other sources, which Spring Boot attaches to every environment. */
	private static final String ATTACHED = "configurationProperties";

	private ConfigurationFiles() {
	}

	/**
	 * Reread the files of an environment.
	 * @param environment the environment of the application; it is not changed
	 * @return an environment with the same property sources in the same order, but with
	 * the current content of the files; the given environment if it has no files
	 */
	static ConfigurableEnvironment readAgain(ConfigurableEnvironment environment) {
		List<PropertySource<?>> before = new ArrayList<>();
		List<PropertySource<?>> after = new ArrayList<>();
		boolean files = false;
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (PREFIXES.stream().anyMatch(source.getName()::startsWith)) {
				files = true;
			}
			else if (!source.getName().equals(ATTACHED)) {
				(files ? after : before).add(source);
			}
		}
		if (!files) {
			return environment;
		}
		ConfigurableEnvironment fresh = new PlainEnvironment();
		before.forEach(fresh.getPropertySources()::addLast);
		fresh.setActiveProfiles(environment.getActiveProfiles());
		fresh.setDefaultProfiles(environment.getDefaultProfiles());
		// The default properties may contain the locations of the files.
		after.stream()
			.filter((source) -> source.getName().equals(DefaultPropertiesPropertySource.NAME))
			.forEach(fresh.getPropertySources()::addLast);
		ConfigDataEnvironmentPostProcessor.applyTo(fresh);
		after.forEach(fresh.getPropertySources()::addLast);
		return fresh;
	}

	/**
	 * An environment that is created without property sources.
	 */
	private static final class PlainEnvironment extends AbstractEnvironment {

	}

}
