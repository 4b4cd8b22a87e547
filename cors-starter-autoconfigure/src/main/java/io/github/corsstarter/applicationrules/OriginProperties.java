package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Finds the properties that origins come from, so that a policy can keep the placeholder.
 */
final class OriginProperties {

	private static final Log logger = LogFactory.getLog(OriginProperties.class);

	private static final int MAX_NAMED = 5;

	/** Other names cannot be in a placeholder, or not without quotes. */
	private static final Pattern NAME = Pattern.compile("[\\w.\\-\\[\\]/]+");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:{}]+)(?::[^{}]*)?}");

	/** The properties of the rules that the policies replace. */
	private static final Pattern REPLACED = Pattern
		.compile("(?:management\\.|spring\\.graphql\\.|spring\\.cloud\\.gateway\\.).*");

	private final Map<List<String>, String> placeholders = new LinkedHashMap<>();

	OriginProperties(Environment environment) {
		if (environment instanceof ConfigurableEnvironment configurable) {
			for (PropertySource<?> source : configurable.getPropertySources()) {
				if (source instanceof EnumerablePropertySource<?> enumerable) {
					Arrays.stream(enumerable.getPropertyNames())
						.filter((name) -> !name.startsWith("cors.") && NAME.matcher(name).matches())
						.forEach((name) -> addIfReadable(environment, name, enumerable));
				}
			}
		}
	}

	/** A value may be an object that has no text, or a placeholder without a value. */
	private void addIfReadable(Environment environment, String name, PropertySource<?> source) {
		try {
			add(environment, name, source.getProperty(name));
		}
		catch (RuntimeException ex) {
			logger.debug("The property " + name + " cannot be read", ex);
		}
	}

	private void add(Environment environment, String name, @Nullable Object raw) {
		String text = (raw != null) ? raw.toString() : "";
		if (!text.contains("://") && !text.contains("${")) {
			return;
		}
		String placeholder = "${" + name + "}";
		if (REPLACED.matcher(name).matches()) {
			Matcher inner = PLACEHOLDER.matcher(text);
			if (!inner.matches() || !NAME.matcher(inner.group(1)).matches()) {
				return;
			}
			placeholder = "${" + inner.group(1) + "}";
		}
		String value = environment.getProperty(name);
		if (value != null && value.contains("://")) {
			this.placeholders.putIfAbsent(values(value), placeholder);
		}
	}

	private static List<String> values(String text) {
		return Arrays.stream(text.split(",")).map(String::strip).toList();
	}

	/**
	 * Comments that name the placeholders for origins. A list has no elements with
	 * several values, so they name one text for all origins.
	 */
	List<String> comments(List<String> origins) {
		String whole = this.placeholders.get(origins);
		if (whole != null) {
			return List
				.of("These origins are the value of a property. To keep it, write: allowed-origins: \"" + whole + "\"");
		}
		Set<String> left = new LinkedHashSet<>(origins);
		List<String> elements = new ArrayList<>();
		this.placeholders.forEach((values, placeholder) -> {
			if (left.containsAll(values) && elements.size() < MAX_NAMED) {
				values.forEach(left::remove);
				elements.add(placeholder);
			}
		});
		if (elements.isEmpty()) {
			return List.of();
		}
		elements.addAll(left);
		return List.of(
				"Some of these origins are the values of properties. To keep them, write one text with commas in"
						+ " place of the list:",
				"  allowed-origins: " + MigrationYaml.quoted(String.join(",", elements)));
	}

}
