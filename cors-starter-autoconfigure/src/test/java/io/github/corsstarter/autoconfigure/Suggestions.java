package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;

import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applies the suggestion of a problem to the configuration, and checks that the same
 * checks accept it and that it can match something.
 */
final class Suggestions {

	private static final Pattern SETTING = Pattern
		.compile("cors\\.(?:policies\\.(.+?)|defaults)(\\.shadow)?\\.([a-z-]+)(?:\\[([0-9]{1,4})])?");

	private static final Pattern VARIABLE = Pattern
		.compile("\\{[a-zA-Z0-9_]+(?::([^{}]*(?:\\{[^{}]*}[^{}]*)*))?}|\\*+");

	private Suggestions() {
	}

	/**
	 * Apply all suggestions, each alone.
	 * @return the number of suggestions that were applied
	 */
	static int check(TestConfiguration configuration, List<CorsProblem> problems) {
		int count = 0;
		for (CorsProblem problem : problems) {
			count += check(configuration, problem) ? 1 : 0;
		}
		return count;
	}

	private static boolean check(TestConfiguration configuration, CorsProblem problem) {
		String suggestion = problem.suggestion();
		if (suggestion == null) {
			return false;
		}
		boolean whole = switch (problem.reason()) {
			case UNKNOWN_KEY, INVALID_POLICY_NAME, UNQUOTED_ELEMENT -> true;
			default -> false;
		};
		Map<String, Object> changed = switch (problem.reason()) {
			case UNKNOWN_KEY, INVALID_POLICY_NAME -> renamed(configuration, problem);
			case UNQUOTED_ELEMENT -> quoted(configuration, problem);
			default -> replaced(configuration.environment(), problem);
		};
		if (changed.isEmpty()) {
			return false;
		}
		List<CorsProblem> left = (whole ? new TestConfiguration() : configuration.copy()).map(changed).problems();
		assertThat(left).as("%s, with %s", problem, changed)
			.filteredOn(CorsProblem::isError)
			.map(CorsProblem::property)
			.doesNotContain(problem.property());
		Matcher setting = SETTING.matcher(problem.property());
		if (setting.matches() && setting.group(3).equals("paths") && setting.group(4) != null) {
			assertCanMatch(suggestion);
		}
		else if (setting.matches() && setting.group(3).equals("allowed-origins") && setting.group(4) != null
				&& problem.reason() != Reason.UNRESOLVED_PLACEHOLDER) {
			assertThat(OriginPattern.parse(suggestion).toString()).isEqualTo(suggestion);
		}
		return true;
	}

	private static Map<String, Object> replaced(StandardEnvironment environment, CorsProblem problem) {
		Matcher setting = SETTING.matcher(problem.property());
		if (List.of("cors.debug", "cors.enabled", "cors.reload-interval").contains(problem.property())) {
			return Map.of(problem.property(), String.valueOf(problem.suggestion()));
		}
		if (problem.property().startsWith("cors.allowed-hosts[")) {
			return elements(problem, new CorsPropertiesReader(environment).section().get("allowed-hosts"));
		}
		assertThat(setting.matches()).as("%s", problem).isTrue();
		List<String> section = new ArrayList<>();
		section.add((setting.group(1) != null) ? "policies" : "defaults");
		if (setting.group(1) != null) {
			section.add(setting.group(1));
		}
		if (setting.group(2) != null) {
			section.add("shadow");
		}
		Object value = new CorsPropertiesReader(environment).section(section.toArray(String[]::new))
			.get(setting.group(3));
		return (setting.group(4) != null) ? elements(problem, value)
				: Map.of(problem.property(), String.valueOf(problem.suggestion()));
	}

	/** The elements of a list, with the suggestion in place of one of them. */
	private static Map<String, Object> elements(CorsProblem problem, Object value) {
		if (!(value instanceof List<?> list)) {
			return Map.of(problem.property(), String.valueOf(problem.suggestion()));
		}
		String name = problem.property().substring(0, problem.property().lastIndexOf('['));
		Map<String, Object> elements = new LinkedHashMap<>();
		for (int i = 0; i < list.size(); i++) {
			elements.put(name + "[" + i + "]", problem.property().equals(name + "[" + i + "]") ? problem.suggestion()
					: String.valueOf(list.get(i)));
		}
		return elements;
	}

	/** All properties, with the suggested element in place of its keys. */
	private static Map<String, Object> quoted(TestConfiguration configuration, CorsProblem problem) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (PropertySource<?> source : configuration.environment().getPropertySources()) {
			for (String key : names(source)) {
				if (!key.startsWith(problem.property())) {
					properties.putIfAbsent(key, source.getProperty(key));
				}
			}
		}
		properties.putAll(replaced(configuration.environment(), problem));
		return properties;
	}

	private static List<String> names(PropertySource<?> source) {
		return (source instanceof EnumerablePropertySource<?> enumerable) ? List.of(enumerable.getPropertyNames())
				: List.of();
	}

	/** All properties, with the suggested name in place of the wrong one. */
	private static Map<String, Object> renamed(TestConfiguration configuration, CorsProblem problem) {
		String old = problem.property();
		String suggestion = String.valueOf(problem.suggestion()).replace("<name>", "p");
		String name = (problem.reason() == Reason.INVALID_POLICY_NAME)
				? old.substring(0, "cors.policies.".length()) + suggestion : suggestion;
		Map<String, Object> properties = new LinkedHashMap<>();
		boolean found = false;
		for (PropertySource<?> source : configuration.environment().getPropertySources()) {
			for (String key : names(source)) {
				boolean wrong = key.startsWith(old)
						&& (key.length() == old.length() || ".[".indexOf(key.charAt(old.length())) != -1);
				found |= wrong;
				properties.putIfAbsent(wrong ? name + key.substring(old.length()) : key, source.getProperty(key));
			}
		}
		return found ? properties : Map.of();
	}

	private static void assertCanMatch(String path) {
		PathPattern pattern = PathPatternParser.defaultInstance.parse(path);
		assertThat(Stream.of("a", "1", "12", "ab", "a{b").map((text) -> path(path, text)).map(PathContainer::parsePath))
			.as(path)
			.anyMatch(pattern::matches);
	}

	/** A path that the pattern probably matches. */
	private static String path(String pattern, String text) {
		Matcher variables = VARIABLE.matcher(pattern.replaceAll("/\\*\\*$|/\\{\\*[^}]*}$", "").replace("?", "x"));
		String path = variables.replaceAll((variable) -> Matcher.quoteReplacement(
				(variable.group(1) != null) ? member(variable.group(1).replace("(x:", "(?:"), text) : text));
		String encoded = path.replace("%", "%25").replace("{", "%7B").replace(" ", "%20");
		return encoded.isEmpty() ? "/" : encoded;
	}

	/** A text that a regular expression matches, or the given text. */
	private static String member(String expression, String text) {
		String member = expression.replaceAll("\\((?:\\?:)?([^()|]*)[^()]*\\)", "$1")
			.replaceAll("\\|.*", "")
			.replace("\\d", "1")
			.replace("\\w", "a")
			.replaceAll("\\[([^\\]])[^\\]]*][+*]?", "$1")
			.replaceAll("(?<=[1a])[+*]", "")
			.replace("\\", "");
		return (text.matches(expression) || !member.matches(expression)) ? text : member;
	}

}
