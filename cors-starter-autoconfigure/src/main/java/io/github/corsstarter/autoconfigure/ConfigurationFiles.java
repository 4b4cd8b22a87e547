package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.StringUtils;

/**
 * Rereads the configuration files of an application, including imported files. Spring
 * Boot reads them only at start-up.
 */
final class ConfigurationFiles {

	/** The prefixes of the names that Spring Boot gives to property sources for files. */
	private static final List<String> PREFIXES = List.of("Config resource '", "Config tree '");

	/** A view of all other sources, which Spring Boot attaches to every environment. */
	private static final String ATTACHED = "configurationProperties";

	private static final Pattern POSITION = Pattern.compile("line \\d+, column \\d+");

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
	 * Find the file that cannot be read. Most exceptions of parsers do not name it. Only
	 * a file from which the environment has a property can be found.
	 * @param environment the environment of the application
	 * @return a description of the first such file, or {@code null} if none is found
	 */
	static @Nullable String findUnreadable(ConfigurableEnvironment environment) {
		List<PropertySourceLoader> loaders = SpringFactoriesLoader.loadFactories(PropertySourceLoader.class,
				ConfigurationFiles.class.getClassLoader());
		for (PropertySource<?> source : environment.getPropertySources()) {
			Resource resource = source.getName().startsWith(PREFIXES.get(0)) ? resource(source) : null;
			if (resource != null && !isReadable(resource, loaders)) {
				return resource.getDescription();
			}
		}
		return null;
	}

	/**
	 * Describe why files cannot be read. The messages of parsers contain lines of the
	 * file, and the same file may have passwords. The description has only the position.
	 * @param failure the failure
	 * @return a sentence
	 */
	static String reason(RuntimeException failure) {
		String name = failure.getClass().getName();
		String message = failure.getMessage();
		if (message != null && (name.startsWith("org.springframework.") || name.startsWith("java."))) {
			return message.endsWith(".") ? message : message + ".";
		}
		Matcher position = POSITION.matcher((message != null) ? message : "");
		String last = null;
		while (position.find()) {
			last = position.group();
		}
		return failure.getClass().getSimpleName() + ((last != null) ? " in " + last + "." : ".");
	}

	/** The file of a property source, as recorded for its first property. */
	private static @Nullable Resource resource(PropertySource<?> source) {
		if (!(source instanceof EnumerablePropertySource<?> enumerable) || enumerable.getPropertyNames().length == 0) {
			return null;
		}
		Origin origin = OriginLookup.getOrigin(source, enumerable.getPropertyNames()[0]);
		return (origin instanceof TextResourceOrigin text) ? text.getResource() : null;
	}

	private static boolean isReadable(Resource resource, List<PropertySourceLoader> loaders) {
		String extension = StringUtils.getFilenameExtension(resource.getFilename());
		for (PropertySourceLoader loader : loaders) {
			if (extension != null && List.of(loader.getFileExtensions()).contains(extension)) {
				try {
					loader.load("file", resource);
				}
				catch (IOException | RuntimeException ex) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * An environment that is created without property sources.
	 */
	private static final class PlainEnvironment extends AbstractEnvironment {

	}

}
