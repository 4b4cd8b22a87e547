package io.github.corsstarter.autoconfigure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

	private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^${}:]+)");

	private final PropertySourcesPlaceholdersResolver placeholders;

	/** The names of all placeholders that were resolved, and of those inside them. */
	private final Set<String> variables = new HashSet<>();

	private final List<CorsProblem> problems;

	/** The locations of properties and of list elements, by full name. */
	private final Map<String, String> places = new HashMap<>();

	private final Map<String, String> written = new HashMap<>();

	/** The names of the lists that are written as one text with commas. */
	private final Set<String> texts = new HashSet<>();

	PropertyValueResolver(ConfigurableEnvironment environment, List<CorsProblem> problems) {
		this.placeholders = new PropertySourcesPlaceholdersResolver(environment) {

			@Override
			protected @Nullable String resolvePlaceholder(String placeholder) {
				PropertyValueResolver.this.variables.add(placeholder);
				return super.resolvePlaceholder(placeholder);
			}

		};
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
	 * The value of a property as written. The value of a list or of an element is known
	 * only if it has placeholders.
	 */
	@Nullable String value(String property) {
		String value = this.written.get(property);
		return (value == null && property.endsWith("]"))
				? this.written.get(property.substring(0, property.lastIndexOf('['))) : value;
	}

	/** Whether a list is written as one text with commas. */
	boolean isText(String property) {
		return this.texts.contains(property);
	}

	/**
	 * Whether a placeholder in a value refers to an environment variable.
	 */
	boolean isUsed(String variable) {
		return this.variables.stream().anyMatch((name) -> variableName(name).equals(variable));
	}

	/**
	 * The names of the environment variables that the placeholders in a text refer to.
	 */
	static List<String> variables(String text) {
		return VARIABLE.matcher(text).results().map((match) -> variableName(match.group(1).strip())).toList();
	}

	private static String variableName(String placeholder) {
		return placeholder.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
	}

	/**
	 * The resolved value of a property that is not a list.
	 */
	String scalar(UnboundProperty property) {
		remember(property.name(), property);
		this.written.put(property.name(), String.valueOf(property.value()));
		return resolve(property, false).strip();
	}

	/**
	 * The elements of a list. All of them come from the source with the highest
	 * precedence, because lists are replaced, not merged.
	 */
	List<String> list(List<UnboundProperty> properties) {
		UnboundProperty first = properties.get(0);
		TreeMap<Integer, List<UnboundProperty>> sources = new TreeMap<>();
		for (UnboundProperty property : properties) {
			List<UnboundProperty> source = sources.get(property.source());
			if (source == null) {
				source = new ArrayList<>();
				sources.put(property.source(), source);
			}
			source.add(property);
		}
		for (List<UnboundProperty> source : sources.values()) {
			refuseGap(source);
		}
		List<UnboundProperty> winners = sources.firstEntry().getValue();
		for (UnboundProperty property : winners) {
			if (!isElement(property)) {
				remember(property.name(), property);
				rememberPlaceholder(property.name(), property);
				if (property.value() instanceof Collection<?> values) {
					return values.stream().map(String::valueOf).toList();
				}
				this.texts.add(property.name());
				return split(resolve(property, first.name().endsWith(PolicyKey.ALLOWED_ORIGINS.code())));
			}
		}
		Map<BigInteger, UnboundProperty> elements = elements(winners);
		boolean only = elements.size() == 1;
		List<String> values = new ArrayList<>();
		for (UnboundProperty property : elements.values()) {
			List<String> listPath = property.path().subList(0, property.path().size() - 1);
			String name = UnboundProperty.name(UnboundProperty.append(listPath, "[" + values.size() + "]"));
			remember(UnboundProperty.name(listPath), property);
			remember(name, property);
			rememberPlaceholder(name, property);
			values.add(resolve(property, only && name.endsWith(PolicyKey.ALLOWED_ORIGINS.code() + "[0]")));
		}
		return values;
	}

	private static Map<BigInteger, UnboundProperty> elements(List<UnboundProperty> properties) {
		Map<BigInteger, UnboundProperty> elements = new TreeMap<>();
		for (UnboundProperty property : properties) {
			elements.putIfAbsent(UnboundProperty.index(property.path().get(property.path().size() - 1)), property);
		}
		return elements;
	}

	/**
	 * Refuse indexes that do not start at 0 or have gaps, as Spring Boot does. The
	 * elements of one source replace the whole list, so a single element with another
	 * index would remove the others.
	 */
	private void refuseGap(List<UnboundProperty> source) {
		List<UnboundProperty> single = new ArrayList<>();
		for (UnboundProperty property : source) {
			if (isElement(property)) {
				single.add(property);
			}
		}
		if (single.size() < source.size()) {
			if (!single.isEmpty()) {
				refuseElementOfWhole(elements(single).values().iterator().next());
			}
			return;
		}
		int next = 0;
		for (Map.Entry<BigInteger, UnboundProperty> element : elements(source).entrySet()) {
			if (!element.getKey().equals(BigInteger.valueOf(next))) {
				UnboundProperty property = element.getValue();
				this.problems.add(new CorsProblem(Reason.INDEX_GAP, property.policy(), property.name(),
						String.valueOf(property.value()),
						"The indexes of a list must start at 0 without gaps, but here " + next
								+ " is missing. The elements in one source replace the whole list of other sources.",
						null, property.place()));
				return;
			}
			next++;
		}
	}

	/** Refuse elements in a source that also has the whole list, as one value. */
	private void refuseElementOfWhole(UnboundProperty property) {
		List<String> list = property.path().subList(0, property.path().size() - 1);
		this.problems.add(new CorsProblem(Reason.INDEX_GAP, property.policy(), property.name(), String.valueOf(property
			.value()), "The same source also sets " + UnboundProperty.name(list)
					+ " without an index. That value is the whole list, so this element has no effect. Use only one of the two forms.",
				null, property.place()));
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

	private void rememberPlaceholder(String name, UnboundProperty property) {
		String text = String.valueOf(property.value());
		if (text.contains("${")) {
			this.written.putIfAbsent(name, text);
		}
	}

	/**
	 * Resolve the placeholders in a value.
	 * @param noneIsDefault whether {@code none} is a valid default of a placeholder that
	 * is the whole value
	 */
	private String resolve(UnboundProperty property, boolean noneIsDefault) {
		Object value = property.value();
		String text = (value instanceof Object[] values)
				? Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(",")) : String.valueOf(value);
		try {
			Object resolved = this.placeholders.resolvePlaceholders(text);
			String result = (resolved != null) ? resolved.toString() : "";
			if (result.contains("${")) {
				unresolved(property, text, result, noneIsDefault);
			}
			return result;
		}
		catch (IllegalArgumentException ex) {
			unresolved(property, text, "This placeholder refers to itself, directly or through another property.",
					null);
			return text;
		}
	}

	private void unresolved(UnboundProperty property, String text, String result, boolean noneIsDefault) {
		Matcher matcher = VARIABLE.matcher(result);
		String name = null;
		while (name == null && matcher.find()) {
			// Without a brace here, the placeholder has no end.
			name = result.startsWith("}", matcher.end()) ? matcher.group(1).strip() : null;
		}
		boolean whole = noneIsDefault && name != null && text.strip().equals("${" + name + "}");
		unresolved(property, text,
				(name != null) ? "The variable '" + name + "' is not set, and the placeholder has no default value."
						: "This placeholder has no end or no name.",
				whole ? "${" + name + ":none}" : null);
	}

	private void unresolved(UnboundProperty property, String text, String message, @Nullable String suggestion) {
		this.problems.add(new CorsProblem(Reason.UNRESOLVED_PLACEHOLDER, property.policy(), property.name(), text,
				message, suggestion, property.place()));
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
