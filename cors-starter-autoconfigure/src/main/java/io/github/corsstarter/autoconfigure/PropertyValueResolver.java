package io.github.corsstarter.autoconfigure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Determines the values of properties. It resolves placeholders, splits comma-separated
 * lists, assembles indexed lists, and records the location of each value.
 */
final class PropertyValueResolver {

	private final PropertySourcesPlaceholdersResolver placeholders;

	private final List<CorsProblem> problems;

	/** The locations of properties and of list elements, by full name. */
	private final Map<String, String> places = new HashMap<>();

	private final Map<String, String> written = new HashMap<>();

	PropertyValueResolver(ConfigurableEnvironment environment, List<CorsProblem> problems) {
		this.placeholders = new PropertySourcesPlaceholdersResolver(environment);
		this.problems = problems;
	}

	@Nullable String place(String property) {
		String place = this.places.get(property);
		if (place == null && property.endsWith("]")) {
			// An element of a comma-separated list has the location of the list.
			place = this.places.get(property.substring(0, property.lastIndexOf('[')));
		}
		return place;
	}

	/**
	 * The value as written of a property that is not a list.
	 */
	@Nullable String value(String property) {
		return this.written.get(property);
	}

	/**
	 * The resolved value of a property that is not a list.
	 */
	String scalar(UnboundProperty property) {
		remember(property.name(), property);
		this.written.put(property.name(), String.valueOf(property.value()));
		return resolve(property);
	}

	/**
	 * The elements of a list. All of them come from the source with the highest
	 * precedence, because lists are replaced, not merged.
	 */
	List<String> list(List<UnboundProperty> properties) {
		UnboundProperty first = properties.get(0);
		List<UnboundProperty> winners = properties.stream()
			.filter((property) -> property.source() == first.source())
			.toList();
		for (UnboundProperty property : winners) {
			if (!isElement(property)) {
				remember(property.name(), property);
				return (property.value() instanceof Collection<?> values)
						? values.stream().map(String::valueOf).toList() : split(resolve(property));
			}
		}
		Map<BigInteger, UnboundProperty> elements = new TreeMap<>();
		for (UnboundProperty property : winners) {
			elements.putIfAbsent(UnboundProperty.index(property.path().get(property.path().size() - 1)), property);
		}
		List<String> values = new ArrayList<>();
		for (UnboundProperty property : elements.values()) {
			List<String> listPath = property.path().subList(0, property.path().size() - 1);
			remember(UnboundProperty.name(listPath), property);
			remember(UnboundProperty.name(UnboundProperty.append(listPath, "[" + values.size() + "]")), property);
			values.add(resolve(property));
		}
		return values;
	}

	private static boolean isElement(UnboundProperty property) {
		return UnboundProperty.isIndex(property.path().get(property.path().size() - 1));
	}

	/**
	 * Record the location of a property, unless a location is already recorded for this
	 * name.
	 */
	void remember(String name, UnboundProperty property) {
		if (property.place() != null) {
			this.places.putIfAbsent(name, property.place());
		}
	}

	private String resolve(UnboundProperty property) {
		Object value = property.value();
		String text = (value instanceof Object[] values)
				? Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(",")) : String.valueOf(value);
		try {
			Object resolved = this.placeholders.resolvePlaceholders(text);
			String result = (resolved != null) ? resolved.toString() : "";
			if (result.contains("${")) {
				unresolved(property, text,
						"No property source defines this placeholder. Define it, or give it a default value.");
			}
			return result;
		}
		catch (IllegalArgumentException ex) {
			unresolved(property, text, "This placeholder refers to itself, directly or through another property.");
			return text;
		}
	}

	private void unresolved(UnboundProperty property, String text, String message) {
		this.problems.add(new CorsProblem(Reason.UNRESOLVED_PLACEHOLDER, property.policy(), property.name(), text,
				message, null, property.place()));
	}

	/**
	 * Split at commas, except in brackets, where commas separate ports, and in braces,
	 * where they belong to the regular expression of a path variable.
	 */
	static List<String> split(String text) {
		List<String> elements = new ArrayList<>();
		if (text.isBlank()) {
			return elements;
		}
		int depth = 0;
		int start = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			depth += (c == '[' || c == '{') ? 1 : (c == ']' || c == '}') ? -1 : 0;
			if (c == ',' && depth <= 0) {
				elements.add(text.substring(start, i).strip());
				start = i + 1;
			}
		}
		elements.add(text.substring(start).strip());
		return elements;
	}

}
