package io.github.corsstarter.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what to do about an element with several values, and about an empty variable.
 */
class ListActionsTests {

	private static final String PREFIX = "cors.policies.partners.";

	@Test
	void textWithCommasStaysOneText() {
		List<String> elements = List.of("https://a.example", "https://b.example;https://c.example");
		assertThat(several("allowed-origins", elements, 1, Map.of("allowed-origins", "text"), "https://b.example",
				"https://c.example"))
			.isEqualTo("Separate the values with commas: https://a.example,https://b.example,https://c.example");
		assertThat(several("allowed-origins", elements, 1, Map.of("allowed-origins", "text"), "https://b.example", "c"))
			.isEqualTo("Separate the values with commas.");
	}

	@Test
	void valuesThatWouldBeRefusedAreNotRepeated() {
		assertThat(several("allowed-origins", List.of("a;b"), 0, Map.of(), "a", "b"))
			.isEqualTo("Write each value as a separate element.");
		assertThat(several("allowed-methods", List.of("get;put"), 0, Map.of(), "get", "put"))
			.isEqualTo("Write each value as a separate element.");
	}

	@ParameterizedTest
	@CsvSource({ "allowed-methods, GET, PUT, GET;PUT", "allowed-headers, x-a, x-b, x-a;x-b",
			"exposed-headers, x-a, etag, x-a;etag", "paths, /a, /b, /a;/b",
			"allowed-origins, https://a.example, https://b.example, https://a.example;https://b.example" })
	void onlyElementBecomesOneText(String key, String value, String other, String element) {
		assertThat(several(key, List.of(element), 0, Map.of(), value, other))
			.isEqualTo("Write one text with commas instead of the list: " + key + ": " + value + "," + other);
	}

	@ParameterizedTest
	@CsvSource({ "allowed-methods, GET, P*", "allowed-headers, x-a, x b", "exposed-headers, x-a, 'x,b'" })
	void everyListIsChecked(String key, String value, String refused) {
		assertThat(several(key, List.of("x"), 0, Map.of(), value, refused))
			.isEqualTo("Write each value as a separate element.");
	}

	@Test
	void textThatBeginsWithAStarIsQuoted() {
		assertThat(several("paths", List.of("*;/b"), 0, Map.of(), "*", "/b"))
			.isEqualTo("Write one text with commas instead of the list: paths: \"*,/b\"");
	}

	@Test
	void otherElementsStay() {
		assertThat(several("allowed-methods", List.of("PUT", "GET;HEAD;POST"), 1, Map.of(), "GET", "HEAD", "POST"))
			.isEqualTo("Write each value as a separate element: GET, HEAD and POST");
	}

	@Test
	void policyInCodeHasNoText() {
		CorsPolicySpecification specification = CorsPolicySpecification.builder("partners")
			.allowedMethods("GET;PUT")
			.build();
		assertThat(new ListActions(specification, "allowed-methods").severalValues(0, List.of("GET", "PUT")))
			.isEqualTo("Write each value as a separate element: GET and PUT");
	}

	@Test
	void placeholderIsKept() {
		Map<String, String> only = Map.of("allowed-methods[0]", "${METHODS}");
		assertThat(several("allowed-methods", List.of("GET,PUT"), 0, only, "GET", "PUT"))
			.isEqualTo("Write one text with commas instead of the list: allowed-methods: ${METHODS}");
		assertThat(several("allowed-methods", List.of("GET;PUT"), 0, only, "GET", "PUT"))
			.isEqualTo("Write one text with commas instead of the list: allowed-methods: GET,PUT");
		Map<String, String> second = Map.of("allowed-methods[1]", " ${METHODS} ");
		assertThat(several("allowed-methods", List.of("POST", "GET, PUT"), 1, second, "GET", "PUT"))
			.isEqualTo("Write each value as a separate element: GET and PUT. To keep the placeholder, write the whole"
					+ " list as one text with commas: allowed-methods: POST, ${METHODS} ");
	}

	@Test
	void placeholderIsNotKeptBesideARefusedElement() {
		assertThat(several("allowed-methods", List.of("post", "GET,PUT"), 1, Map.of("allowed-methods[1]", "${METHODS}"),
				"GET", "PUT"))
			.isEqualTo("Write each value as a separate element: GET and PUT");
	}

	@Test
	void credentialsAndDangerousTolerancesCount() {
		CorsPolicySpecification.Builder builder = builder("allowed-origins", List.of("x"), Map.of())
			.allowCredentials(true);
		List<String> insecure = List.of("http://a.example", "http://b.example");
		assertThat(new ListActions(builder.build(), "allowed-origins").severalValues(0, insecure))
			.isEqualTo("Write each value as a separate element.");
		builder.dangerouslyTolerate(DangerousTolerance.INSECURE_ORIGINS);
		assertThat(new ListActions(builder.build(), "allowed-origins").severalValues(0, insecure)).isEqualTo(
				"Write one text with commas instead of the list: allowed-origins: http://a.example,http://b.example");
	}

	@Test
	void emptyListWithoutAPlaceholderHasNoAction() {
		assertThat(actions("allowed-origins", List.of(), Map.of()).emptyList()).isNull();
		assertThat(actions("allowed-origins", List.of(), Map.of("allowed-origins", "")).emptyList()).isNull();
		assertThat(actions("allowed-origins", List.of(""), Map.of()).emptyElement(0)).isNull();
		assertThat(emptyVariables("allowed-origins", Map.of())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "${ORIGINS}", "${ORIGINS:}", "' ${ ORIGINS : } '" })
	void emptyVariableMayGetTheDefaultNone(String written) {
		String action = "Set the variable, or remove it and write ${ORIGINS:none}, which allows no origin until the"
				+ " variable is set";
		assertThat(actions("allowed-origins", List.of(), Map.of("allowed-origins", written)).emptyList())
			.isEqualTo(action);
		assertThat(actions("allowed-origins", List.of(""), Map.of("allowed-origins[0]", written)).emptyElement(0))
			.isEqualTo(action);
		assertThat(emptyVariables("allowed-origins", Map.of("allowed-origins", written)))
			.isEqualTo(" The variable 'ORIGINS' is empty.");
	}

	@Test
	void defaultNoneIsForTheWholeListOfOriginsOnly() {
		assertThat(actions("allowed-methods", List.of(), Map.of("allowed-methods", "${METHODS}")).emptyList())
			.isEqualTo("Set the variable.");
		assertThat(actions("allowed-origins", List.of(), Map.of("allowed-origins", "${ORIGINS:https://a.example}"))
			.emptyList()).isEqualTo("Set the variable.");
		assertThat(
				actions("allowed-origins", List.of("", "https://a.example"), Map.of("allowed-origins[0]", "${ORIGINS}"))
					.emptyElement(0))
			.isEqualTo("Set the variable, or remove this element.");
	}

	@Test
	void severalVariables() {
		Map<String, String> written = Map.of("allowed-origins", "${A}${B:}${A}");
		assertThat(actions("allowed-origins", List.of(), written).emptyList()).isEqualTo("Set the variables.");
		assertThat(emptyVariables("allowed-origins", written)).isEqualTo(" One of the variables 'A', 'B' is empty.");
	}

	private static String several(String key, List<String> elements, int index, Map<String, String> written,
			String... values) {
		return actions(key, elements, written).severalValues(index, Arrays.asList(values));
	}

	private static String emptyVariables(String key, Map<String, String> written) {
		return ListActions.emptyVariables(builder(key, List.of(), written).build(), PREFIX + key);
	}

	private static ListActions actions(String key, List<String> elements, Map<String, String> written) {
		return new ListActions(builder(key, elements, written).build(), key);
	}

	/**
	 * Create a policy from properties.
	 * @param key the list to set
	 * @param elements the elements of the list
	 * @param written the values as written, by key; {@code text} for a list that was
	 * written as one text
	 */
	private static CorsPolicySpecification.Builder builder(String key, List<String> elements,
			Map<String, String> written) {
		CorsPolicySpecification.Builder builder = CorsPolicySpecification.builder("partners");
		switch (key) {
			case "paths" -> builder.paths(elements);
			case "allowed-origins" -> builder.allowedOrigins(elements);
			case "allowed-methods" -> builder.allowedMethods(elements);
			case "allowed-headers" -> builder.allowedHeaders(elements);
			default -> builder.exposedHeaders(elements);
		}
		return builder.locations(new SettingLocations() {

			@Override
			public String property(String setting) {
				return PREFIX + setting;
			}

			@Override
			public @Nullable String place(String property) {
				return null;
			}

			@Override
			public @Nullable String value(String property) {
				return written.get(property.substring(PREFIX.length()));
			}

			@Override
			public boolean isText(String property) {
				return "text".equals(value(property));
			}

		});
	}

}
