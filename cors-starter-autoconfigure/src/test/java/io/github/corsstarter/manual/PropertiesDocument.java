package io.github.corsstarter.manual;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.ClassPathResource;

/**
 * Creates the page of all properties from the metadata that IDEs read.
 */
final class PropertiesDocument {

	private static final String DEFAULTS = "cors.defaults.";

	private final Map<String, Object> metadata;

	private PropertiesDocument(Map<String, Object> metadata) {
		this.metadata = metadata;
	}

	static String generate() throws IOException {
		String json = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getContentAsString(StandardCharsets.UTF_8);
		return new PropertiesDocument(JsonParserFactory.getJsonParser().parseMap(json)).document();
	}

	private String document() {
		StringBuilder text = new StringBuilder(
				"""
						# Properties

						This page is generated from the configuration metadata that IDEs read, and a test keeps it up to date. For examples, see
						the [README](../README.md#properties), [origin patterns](origin-patterns.md) and [every check](validation.md).

						The examples in this manual are YAML. In a `.properties` file, write each key with its whole name, and a list with commas:

						```properties
						cors.policies.partners.paths=/api/partners/**
						cors.policies.partners.allowed-origins=https://partner.example,https://*.partner.example
						cors.policies.partners.allowed-headers=authorization,content-type
						cors.policies.partners.max-age=1h
						```

						## The starter

						| property | type | default | what it does |
						| --- | --- | --- | --- |
						""");
		entries("properties").stream()
			.filter((property) -> !name(property).startsWith(DEFAULTS) && !name(property).equals("cors.policies"))
			.forEach((property) -> row(text, property, name(property)));
		text.append(
				"""

						## A policy

						You can set each of these keys in a policy (`cors.policies.<name>.…`), in the policy's candidate version
						(`cors.policies.<name>.shadow.…`) and in the defaults (`cors.defaults.…`). If a policy sets a key, its value replaces
						the whole default: lists are not merged. A candidate version cannot have `enforce`.

						| key | type | default | what it does | values |
						| --- | --- | --- | --- | --- |
						""");
		entries("properties").stream()
			.filter((property) -> name(property).startsWith(DEFAULTS))
			.forEach((property) -> row(text, property, name(property).substring(DEFAULTS.length())));
		text.append(
				"""

						You can set these keys only in a policy:

						| key | type | default | what it does |
						| --- | --- | --- | --- |
						| `paths` | list of text | required | Spring `PathPattern`s, relative to the context path. Several policies can have [the same path](path-patterns.md#several-audiences), for different origins. |
						| `shadow` | section | none | A candidate version of the policy. It is evaluated and counted, but never enforced. |

						Wherever a list is expected, you can write a comma-separated string. Commas inside `[…]` and `{…}` do not separate
						elements. In the name of an environment variable, remove the dashes: `CORS_POLICIES_PUBLICAPI_ALLOWEDORIGINS` sets the
						origins of the policy `public-api`. An unknown key below `cors` stops the start-up, and the report names the nearest key
						that exists. There are three exceptions:

						- While nothing exists below `cors.policies` or `cors.defaults`, an unknown key causes only a warning, unless the first
						  part of its name resembles a key directly below `cors`. It probably belongs to the application: rename it.
						- An environment variable that begins neither with `CORS_POLICIES_` nor with `CORS_DEFAULTS_`, such as `CORS_DEBGU`, may
						  belong to another program. The starter ignores it. If its name is similar to a key, the log has a warning, unless a
						  placeholder below `cors` uses the variable.
						- `CORS_POLICIES_SERVICE_HOST`, `CORS_POLICIES_SERVICE_PORT…` and `CORS_POLICIES_PORT…` come from Kubernetes, for a
						  service named `cors-policies`. The starter ignores them, unless there is a policy `service` or `port`.

						To set single elements of a list, number them from 0 without gaps (`CORS_POLICIES_PARTNERS_ALLOWEDORIGINS_0`). The
						elements in one source replace the whole list of all sources with a lower precedence, as in Spring Boot. One element has
						one value. If a placeholder has several values, write it as the whole list, as in `allowed-origins: ${ORIGINS}`. Blanks
						around a value are ignored. A placeholder without a default value, such as `${ORIGINS}`, stops the start-up if nothing
						sets it; `${ORIGINS:none}` allows no origin until then.
						""");
		return text.toString();
	}

	private void row(StringBuilder text, Map<String, Object> property, String shown) {
		text.append("| `").append(shown).append("` | ").append(type(property)).append(" | ");
		Object value = property.get("defaultValue");
		text.append((value != null) ? shown(value)
				: (name(property).startsWith(DEFAULTS) ? "required, here or in the defaults" : "not set"))
			.append(" | ")
			.append(property.get("description"));
		if (name(property).startsWith(DEFAULTS)) {
			text.append(" | ").append(values(name(property)));
		}
		text.append(" |\n");
	}

	private static String shown(Object value) {
		if (value instanceof List<?> list) {
			return list.isEmpty() ? "none"
					: list.stream().map((element) -> "`" + element + "`").collect(Collectors.joining(", "));
		}
		return "`" + ((value instanceof Number number) ? Long.toString(number.longValue()) : value) + "`";
	}

	private static String type(Map<String, Object> property) {
		String type = (String) Objects.requireNonNull(property.get("type"));
		if (type.startsWith("java.util.List") || type.startsWith("java.util.Set")) {
			return type.endsWith("<java.lang.String>") ? "list of text" : "list of values";
		}
		return switch (type.substring(type.lastIndexOf('.') + 1)) {
			case "Boolean" -> "`true` or `false`";
			case "Integer" -> "number";
			case "Duration" -> "time";
			default -> "value";
		};
	}

	/** Lists all values, or some of them if others are possible. */
	private String values(String name) {
		return entries("hints").stream().filter((hint) -> hint.get("name").equals(name)).map((hint) -> {
			String values = list(hint, "values").stream()
				.map((value) -> "`" + value.get("value") + "`")
				.collect(Collectors.joining(", "));
			return hint.containsKey("providers") ? "for example " + values : values;
		}).findFirst().orElse("");
	}

	private static String name(Map<String, Object> entry) {
		return (String) Objects.requireNonNull(entry.get("name"));
	}

	private List<Map<String, Object>> entries(String name) {
		return list(this.metadata, name);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Map<String, Object> map, String name) {
		return (List<Map<String, Object>>) map.get(name);
	}

}
