package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.method.HandlerMethod;

/**
 * Collects the rules that {@link CrossOrigin @CrossOrigin} defines for handler methods.
 * Like Spring's handler mappings, it combines the annotations of the type and the method.
 * Not safe for use by many threads.
 */
final class CrossOriginRules {

	private final Function<String, @Nullable String> resolver;

	private final Map<SourceAndOrigins, Set<String>> paths = new LinkedHashMap<>();

	/**
	 * Create an empty collection.
	 * @param resolver resolves placeholders
	 */
	CrossOriginRules(Function<String, @Nullable String> resolver) {
		this.resolver = resolver;
	}

	/**
	 * Add the rule of a handler method, if it has one.
	 * @param method the handler method
	 * @param paths the path patterns that it is mapped to
	 */
	void add(HandlerMethod method, Collection<String> paths) {
		Class<?> type = method.getBeanType();
		CrossOrigin onType = AnnotatedElementUtils.findMergedAnnotation(type, CrossOrigin.class);
		CrossOrigin onMethod = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), CrossOrigin.class);
		if (onType == null && onMethod == null) {
			return;
		}
		add("@CrossOrigin " + type.getSimpleName() + "#" + method.getMethod().getName(), origins(onType, onMethod),
				paths);
	}

	/**
	 * Add the rule of a type that has no handler methods, if it has a rule.
	 * @param type the type
	 * @param paths path patterns that contain every path of the type
	 */
	void add(Class<?> type, Collection<String> paths) {
		CrossOrigin annotation = AnnotatedElementUtils.findMergedAnnotation(type, CrossOrigin.class);
		if (annotation != null) {
			add("@CrossOrigin " + type.getSimpleName(), origins(annotation, null), paths);
		}
	}

	private void add(String source, @Nullable List<String> origins, Collection<String> paths) {
		this.paths.computeIfAbsent(new SourceAndOrigins(source, origins), (unused) -> new LinkedHashSet<>())
			.addAll(paths);
	}

	/** An annotation without origins and origin patterns allows every origin. */
	private @Nullable List<String> origins(@Nullable CrossOrigin onType, @Nullable CrossOrigin onMethod) {
		Set<String> origins = new LinkedHashSet<>();
		Set<String> patterns = new LinkedHashSet<>();
		try {
			collect(onType, origins, patterns);
			collect(onMethod, origins, patterns);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
		origins.addAll(patterns);
		return origins.isEmpty() ? List.of("*") : List.copyOf(origins);
	}

	private void collect(@Nullable CrossOrigin annotation, Set<String> origins, Set<String> patterns) {
		if (annotation != null) {
			resolve(annotation.origins(), origins);
			resolve(annotation.originPatterns(), patterns);
		}
	}

	private void resolve(String[] values, Set<String> resolved) {
		for (String value : values) {
			String text = this.resolver.apply(value);
			resolved.add((text != null) ? text : "");
		}
	}

	/**
	 * The rules of all handler methods that were added.
	 * @return one rule for all methods of a type with the same name, or several if their
	 * origins differ
	 */
	List<ApplicationRule> rules() {
		List<ApplicationRule> rules = new ArrayList<>();
		this.paths.forEach((rule, those) -> rules
			.add(new ApplicationRule(rule.source(), those.stream().sorted().toList(), rule.origins())));
		// Spring keeps its mappings in no defined order.
		rules.sort((left, right) -> left.source().compareTo(right.source()));
		return rules;
	}

	private record SourceAndOrigins(String source, @Nullable List<String> origins) {
	}

}
