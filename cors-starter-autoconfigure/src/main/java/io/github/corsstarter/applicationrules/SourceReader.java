package io.github.corsstarter.applicationrules;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Reads the rules of a {@code CorsConfigurationSource} of either stack.
 */
final class SourceReader {

	/** Paths to ask a source that is code. */
	static final List<String> PROBES = List.of("/", "/api/orders");

	private static final String OWN_CONFIGURATION = "Its CorsConfiguration for these paths is not Spring's own class.";

	private SourceReader() {
	}

	/**
	 * The rules of a source with paths, in the order in which Spring tries them.
	 * @param label the name of the source
	 * @param owner the class that has the paths
	 * @param source the source
	 * @return the rules, or {@code null} if they cannot be read
	 */
	static @Nullable List<UrlRule> byPath(String label, Class<?> owner, Object source) {
		Map<?, ?> configurations = PrivateFields.read(owner, Map.class, source);
		if (configurations == null) {
			return null;
		}
		List<UrlRule> rules = new ArrayList<>();
		configurations.forEach((pattern, configuration) -> {
			if (pattern instanceof PathPattern path && configuration instanceof CorsConfiguration settings) {
				rules.add(SpringClass.is(CorsConfiguration.class, settings)
						? new UrlRule(label, path.getPatternString(), settings)
						: UrlRule.inCode(label, path.getPatternString(), OWN_CONFIGURATION));
			}
		});
		return rules;
	}

	/**
	 * The rules of a source that is code.
	 * @param label the name of the source
	 * @param ask asks the source about a path
	 * @return the rules
	 */
	static List<UrlRule> byCode(String label, Function<String, @Nullable CorsConfiguration> ask) {
		List<@Nullable CorsConfiguration> answers = new ArrayList<>();
		try {
			PROBES.forEach((path) -> answers.add(ask.apply(path)));
		}
		catch (RuntimeException | LinkageError ex) {
			return unknown(label, "It needs a real request.");
		}
		CorsConfiguration first = answers.get(0);
		boolean same = answers.stream().allMatch((answer) -> describe(answer).equals(describe(first)));
		if (first == null || !same) {
			return unknown(label, "Its answer depends on the path.");
		}
		if (answers.stream().anyMatch((answer) -> !SpringClass.is(CorsConfiguration.class, answer))) {
			return unknown(label, "Its CorsConfiguration is not Spring's own class.");
		}
		return List.of(new UrlRule(label, "/**", first, List
			.of("This source has no paths. These settings are its answer to a GET request without an origin. Check that it does not depend on the request.")));
	}

	/**
	 * The rules of a component that decides in code.
	 * @param label the name of the component
	 * @param reason why the rules are unknown, as a sentence
	 */
	static List<UrlRule> unknown(String label, String reason) {
		return List.of(UrlRule.inCode(label, "/**", reason));
	}

	/**
	 * Why the settings of a filter do not say what it allows.
	 * @return the reason, as a sentence, or {@code null} if they do
	 */
	static @Nullable String reason(boolean plainFilter, boolean plainProcessor, @Nullable Object source) {
		if (source == null) {
			return "Its source cannot be read.";
		}
		if (!plainFilter) {
			return "Its filter is not Spring's own class.";
		}
		return plainProcessor ? null : "Its CorsProcessor is not Spring's own class.";
	}

	private static String describe(@Nullable CorsConfiguration configuration) {
		return (configuration != null) ? Settings.of(configuration).toString() : "";
	}

	/**
	 * A request of which only the named properties are known.
	 * @param type the type of the request
	 * @param values the values by the name of the method
	 */
	static <T> T request(Class<T> type, Map<String, ?> values) {
		InvocationHandler handler = (proxy, method, arguments) -> {
			Object value = values.get(method.getName());
			return (value != null) ? value : switch (method.getName()) {
				case "toString" -> "a request for the CORS rules";
				case "hashCode" -> System.identityHashCode(proxy);
				case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
				default -> defaultValue(method.getReturnType());
			};
		};
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

	private static @Nullable Object defaultValue(Class<?> type) {
		if (type == boolean.class) {
			return false;
		}
		if (type == int.class) {
			return -1;
		}
		if (type == long.class) {
			return -1L;
		}
		if (type == Enumeration.class) {
			return Collections.emptyEnumeration();
		}
		if (ClassUtils.isAssignable(type, Map.class)) {
			return Map.of();
		}
		return ClassUtils.isAssignable(type, Set.class) ? Set.of() : null;
	}

}
