package io.github.corsstarter.applicationrules;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotationSelectors;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.CollectionUtils;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.method.HandlerMethod;

/**
 * Collects the rules that {@link CrossOrigin @CrossOrigin} defines for handler methods.
 * Like Spring's handler mappings, it combines the annotations of the type and the method.
 * A rule is named after the type or method that has the annotation, so all handlers of a
 * type share the rule of its annotation. Not safe for use by many threads.
 */
final class CrossOriginRules {

	private final Function<String, @Nullable String> resolver;

	private final Map<SourceAndSettings, Set<String>> paths = new LinkedHashMap<>();

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
	 * @param mapped the request methods that it is mapped to; empty for all
	 */
	void add(HandlerMethod method, Collection<String> paths, Collection<RequestMethod> mapped) {
		MergedAnnotation<CrossOrigin> onType = find(method.getBeanType());
		MergedAnnotation<CrossOrigin> onMethod = find(method.getMethod());
		if (onMethod.isPresent() || onType.isPresent()) {
			add(name(onMethod.isPresent() ? onMethod : onType), settings(onType, onMethod, mapped), paths);
		}
	}

	/**
	 * Add the rule of a type that has no handler methods, if it has a rule.
	 * @param type the type
	 * @param paths path patterns that contain every path of the type
	 * @param mapped the request methods that the rule allows if it has none
	 */
	void add(Class<?> type, Collection<String> paths, Collection<RequestMethod> mapped) {
		MergedAnnotation<CrossOrigin> annotation = find(type);
		if (annotation.isPresent()) {
			add(name(annotation), settings(annotation, MergedAnnotation.missing(), mapped), paths);
		}
	}

	/** The name of the rule of a handler method, or {@code null} if it has none. */
	static @Nullable String find(HandlerMethod method) {
		MergedAnnotation<CrossOrigin> onMethod = find(method.getMethod());
		MergedAnnotation<CrossOrigin> nearest = onMethod.isPresent() ? onMethod : find(method.getBeanType());
		return nearest.isPresent() ? name(nearest) : null;
	}

	private static MergedAnnotation<CrossOrigin> find(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.get(CrossOrigin.class, null, MergedAnnotationSelectors.firstDirectlyDeclared());
	}

	/** The annotation may be on a supertype, or on the method of a supertype. */
	private static String name(MergedAnnotation<CrossOrigin> annotation) {
		Object element = annotation.getSource();
		return "@CrossOrigin " + ((element instanceof Method method)
				? method.getDeclaringClass().getSimpleName() + "#" + method.getName()
				: (element instanceof Class<?> type) ? type.getSimpleName() : String.valueOf(element));
	}

	private void add(String source, Settings settings, Collection<String> paths) {
		this.paths.computeIfAbsent(new SourceAndSettings(source, settings), (unused) -> new TreeSet<>()).addAll(paths);
	}

	private Settings settings(MergedAnnotation<CrossOrigin> onType, MergedAnnotation<CrossOrigin> onMethod,
			Collection<RequestMethod> mapped) {
		try {
			return Settings.of(configuration(onType, onMethod, mapped));
		}
		catch (IllegalArgumentException ex) {
			return Settings.UNKNOWN;
		}
	}

	/**
	 * The settings of a handler method, as Spring combines them.
	 * @param method the handler method
	 * @param mapped the request methods that it is mapped to; empty for all
	 * @return the settings, or {@code null} if the method has no rule
	 */
	@Nullable CorsConfiguration configuration(HandlerMethod method, Collection<RequestMethod> mapped) {
		MergedAnnotation<CrossOrigin> onType = find(method.getBeanType());
		MergedAnnotation<CrossOrigin> onMethod = find(method.getMethod());
		return (onMethod.isPresent() || onType.isPresent()) ? configuration(onType, onMethod, mapped) : null;
	}

	/**
	 * The settings of a type that has no handler methods.
	 * @param type the type
	 * @param mapped the request methods that the rule allows if it has none
	 * @return the settings, or {@code null} if the type has no rule
	 */
	@Nullable CorsConfiguration configuration(Class<?> type, Collection<RequestMethod> mapped) {
		MergedAnnotation<CrossOrigin> annotation = find(type);
		return annotation.isPresent() ? configuration(annotation, MergedAnnotation.missing(), mapped) : null;
	}

	private CorsConfiguration configuration(MergedAnnotation<CrossOrigin> onType,
			MergedAnnotation<CrossOrigin> onMethod, Collection<RequestMethod> mapped) {
		CorsConfiguration configuration = new CorsConfiguration();
		add(onType, configuration);
		add(onMethod, configuration);
		if (CollectionUtils.isEmpty(configuration.getAllowedMethods())) {
			mapped.stream().sorted().map(RequestMethod::name).forEach(configuration::addAllowedMethod);
		}
		return configuration.applyPermitDefaultValues();
	}

	/**
	 * The name of the rule of a handler method.
	 */
	static String source(HandlerMethod method) {
		MergedAnnotation<CrossOrigin> onMethod = find(method.getMethod());
		return name(onMethod.isPresent() ? onMethod : find(method.getBeanType()));
	}

	/**
	 * The name of the rule of a type that has no handler methods.
	 */
	static String source(Class<?> type) {
		return name(find(type));
	}

	private void add(MergedAnnotation<CrossOrigin> merged, CorsConfiguration configuration) {
		if (!merged.isPresent()) {
			return;
		}
		CrossOrigin annotation = merged.synthesize();
		for (String origin : annotation.origins()) {
			configuration.addAllowedOrigin(resolve(origin));
		}
		for (String pattern : annotation.originPatterns()) {
			configuration.addAllowedOriginPattern(resolve(pattern));
		}
		for (RequestMethod method : annotation.methods()) {
			configuration.addAllowedMethod(method.name());
		}
		for (String header : annotation.allowedHeaders()) {
			configuration.addAllowedHeader(resolve(header));
		}
		for (String header : annotation.exposedHeaders()) {
			configuration.addExposedHeader(resolve(header));
		}
		String credentials = resolve(annotation.allowCredentials());
		if (!credentials.isEmpty()) {
			configuration.setAllowCredentials(Boolean.valueOf(credentials));
		}
		String privateNetwork = resolve(annotation.allowPrivateNetwork());
		if (!privateNetwork.isEmpty()) {
			configuration.setAllowPrivateNetwork(Boolean.valueOf(privateNetwork));
		}
		if (annotation.maxAge() >= 0) {
			configuration.setMaxAge(annotation.maxAge());
		}
	}

	private String resolve(String value) {
		String text = this.resolver.apply(value);
		return (text != null) ? text : "";
	}

	/**
	 * The rules of all handler methods that were added.
	 * @return one rule for each annotated type or method, or several if its handlers have
	 * different settings
	 */
	List<ApplicationRule> rules() {
		List<ApplicationRule> rules = new ArrayList<>();
		this.paths.forEach(
				(rule, those) -> rules.add(new ApplicationRule(rule.source(), List.copyOf(those), rule.settings())));
		// Spring keeps its mappings in no defined order.
		rules.sort(Comparator.comparing(ApplicationRule::source)
			.thenComparing((rule) -> rule.paths().toString())
			.thenComparing((rule) -> rule.settings().toString()));
		return rules;
	}

	private record SourceAndSettings(String source, Settings settings) {
	}

}
