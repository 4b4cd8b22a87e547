package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Reads the configuration files of an application again, imported ones included. Spring
 * Boot does so at the start only.
 */
final class ConfigurationFiles {

	/** How Spring Boot names the property sources that it makes of files. */
	private static final List<String> PREFIXES = List.of("Config resource '", "Config tree '");

	/** Attached by Spring Boot to every environment, and no source of its own. */
	private static final String ATTACHED = "configurationProperties";

	private ConfigurationFiles() {
	}

	/**
	 * Read the files of an environment again.
	 * @param environment the environment of the application; it is not changed
	 * @return an environment with all other property sources of the given one, and what
	 * the files hold now, in the same order; the given one if it has no files
	 */
	static ConfigurableEnvironment readAgain(ConfigurableEnvironment environment) {
		List<PropertySource<?>> before = new ArrayList<>();
		List<PropertySource<?>> behind = new ArrayList<>();
		boolean files = false;
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (PREFIXES.stream().anyMatch(source.getName()::startsWith)) {
				files = true;
			}
			else if (!source.getName().equals(ATTACHED)) {
				(files ? behind : before).add(source);
			}
		}
		if (!files) {
			return environment;
		}
		ConfigurableEnvironment fresh = new PlainEnvironment();
		before.forEach(fresh.getPropertySources()::addLast);
		fresh.setActiveProfiles(environment.getActiveProfiles());
		fresh.setDefaultProfiles(environment.getDefaultProfiles());
		// They may say where the files are.
		behind.stream()
			.filter((source) -> source.getName().equals(DefaultPropertiesPropertySource.NAME))
			.forEach(fresh.getPropertySources()::addLast);
		ConfigDataEnvironmentPostProcessor.applyTo(fresh);
		behind.forEach(fresh.getPropertySources()::addLast);
		return fresh;
	}

	/**
	 * An environment without property sources of its own.
	 */
	private static final class PlainEnvironment extends AbstractEnvironment {

	}

}
