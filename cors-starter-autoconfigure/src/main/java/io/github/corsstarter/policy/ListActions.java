package io.github.corsstarter.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Says what to do about an element of a list that contains several values, and about a
 * list or an element that is empty because a variable is.
 */
final class ListActions {

	/** The advice if the checks would refuse the values as they are. */
	private static final String SEPARATE_ELEMENTS = "Write each value as a separate element.";

	/** A value that is one placeholder and nothing else. */
	private static final Pattern PLACEHOLDER = Pattern.compile("\\s*\\$\\{[^{}]+}\\s*");

	/** A placeholder without a default, or with an empty one. */
	private static final Pattern EMPTY_PLACEHOLDER = Pattern.compile("\\s*\\$\\{\\s*([^${}:\\s]+)\\s*:?\\s*}\\s*");

	private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^${}:]+)");

	private final CorsPolicySpecification specification;

	private final String key;

	private final List<String> elements;

	ListActions(CorsPolicySpecification specification, String key) {
		this.specification = specification;
		this.key = key;
		this.elements = switch (key) {
			case "paths" -> specification.paths();
			case "allowed-origins" -> specification.allowedOrigins();
			case "allowed-methods" -> specification.allowedMethods();
			case "allowed-headers" -> specification.allowedHeaders();
			case "exposed-headers" -> specification.exposedHeaders();
			default -> List.of();
		};
	}

	/**
	 * Say how to write the values of one element. The other elements of the list stay.
	 * @param index the position of the element
	 * @param values the values in the element
	 */
	String severalValues(int index, List<String> values) {
		List<String> whole = new ArrayList<>(this.elements);
		whole.remove(index);
		whole.addAll(index, values);
		if (this.specification.locations().isText(property())) {
			return isAccepted(whole) ? "Separate the values with commas: " + String.join(",", whole)
					: "Separate the values with commas.";
		}
		if (!isAccepted(values)) {
			return SEPARATE_ELEMENTS;
		}
		boolean inCode = this.specification.locations().isInCode();
		if (this.elements.size() == 1 && !inCode) {
			return "Write one text with commas instead of the list: "
					+ text(List.of(isPlaceholder(index, values) ? written(index) : String.join(",", values)));
		}
		String each = "Write each value as a separate element: "
				+ String.join(", ", values.subList(0, values.size() - 1)) + " and " + values.get(values.size() - 1);
		if (inCode || !isPlaceholder(index, values) || !isAccepted(whole)) {
			return each;
		}
		List<String> all = new ArrayList<>();
		for (int i = 0; i < this.elements.size(); i++) {
			all.add(written(i));
		}
		return each + ". To keep the placeholder, write the whole list as one text with commas: " + text(all);
	}

	/**
	 * Whether the checks have nothing to say about these values. Other checks than these
	 * examine paths.
	 */
	private boolean isAccepted(List<String> values) {
		CorsPolicySpecification.Builder candidate = CorsPolicySpecification.builder("candidate")
			.paths("/")
			.allowedOrigins("https://client.example")
			.allowCredentials(this.specification.allowCredentials())
			.dangerouslyTolerate(this.specification.dangerouslyTolerate());
		switch (this.key) {
			case "allowed-origins" -> candidate.allowedOrigins(values);
			case "allowed-methods" -> candidate.allowedMethods(values);
			case "allowed-headers" -> candidate.allowedHeaders(values);
			case "exposed-headers" -> candidate.exposedHeaders(values);
			default -> {
				return true;
			}
		}
		List<CorsProblem> problems = new ArrayList<>();
		return CorsPolicy.of(candidate.build(), problems) != null && problems.isEmpty();
	}

	/** YAML reads a text that begins with {@code *} as an alias, unless it is quoted. */
	private String text(List<String> elements) {
		String text = String.join(",", elements);
		return this.key + ": " + (text.startsWith("*") ? "\"" + text + "\"" : text);
	}

	/** Whether an element is a placeholder for values with commas between them. */
	private boolean isPlaceholder(int index, List<String> values) {
		return PLACEHOLDER.matcher(written(index)).matches()
				&& this.elements.get(index).replaceAll("\\s", "").equals(String.join(",", values));
	}

	private String written(int index) {
		String written = this.specification.locations().value(property() + "[" + index + "]");
		return (written != null) ? written : this.elements.get(index);
	}

	private String property() {
		return this.specification.locations().property(this.key);
	}

	/**
	 * Say what to do about a list that is empty because a variable is.
	 * @return the action, or {@code null} if the list has no placeholder
	 */
	@Nullable String emptyList() {
		return empty(property(), true);
	}

	/**
	 * Say what to do about an element that is empty because a variable is.
	 * @return the action, or {@code null} if the element has no placeholder
	 */
	@Nullable String emptyElement(int index) {
		return empty(property() + "[" + index + "]", this.elements.size() == 1);
	}

	/**
	 * The default of a placeholder applies to a variable that is not set, but not to an
	 * empty one.
	 */
	private @Nullable String empty(String property, boolean alone) {
		List<String> names = variables(this.specification, property);
		if (names.isEmpty()) {
			return null;
		}
		if (names.size() > 1) {
			return "Set the variables.";
		}
		if (!alone) {
			return "Set the variable, or remove this element.";
		}
		String written = this.specification.locations().value(property);
		boolean whole = this.key.equals("allowed-origins") && written != null
				&& EMPTY_PLACEHOLDER.matcher(written).matches();
		return whole ? "Set the variable, or remove it and write ${" + names.get(0)
				+ ":none}, which allows no origin until the variable is set" : "Set the variable.";
	}

	/**
	 * Name the variables that may be empty, if the value of a property has placeholders.
	 */
	static String emptyVariables(CorsPolicySpecification specification, String property) {
		List<String> names = variables(specification, property).stream().map((name) -> "'" + name + "'").toList();
		return switch (names.size()) {
			case 0 -> "";
			case 1 -> " The variable " + names.get(0) + " is empty.";
			default -> " One of the variables " + String.join(", ", names) + " is empty.";
		};
	}

	private static List<String> variables(CorsPolicySpecification specification, String property) {
		String written = specification.locations().value(property);
		return (written != null)
				? VARIABLE.matcher(written).results().map((variable) -> variable.group(1).strip()).distinct().toList()
				: List.of();
	}

}
