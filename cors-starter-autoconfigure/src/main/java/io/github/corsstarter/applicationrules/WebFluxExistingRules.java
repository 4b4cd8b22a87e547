package io.github.corsstarter.applicationrules;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.applicationrules.ExistingRules.Scope;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Collects the rules of Spring WebFlux's handler mappings. All of them get the rules of
 * {@code addCorsMappings}; other handler mappings have their own rules by path, or none.
 */
final class WebFluxExistingRules {

	/** What Spring has in place of a handler mapping for which nothing is configured. */
	private static final String EMPTY = "org.springframework.web.reactive.config.WebFluxConfigurationSupport$EmptyHandlerMapping";

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<ApplicationRule> known;

	private final ActuatorRules actuator;

	WebFluxExistingRules(ConfigurableListableBeanFactory beanFactory, List<ApplicationRule> known,
			ActuatorRules actuator) {
		this.beanFactory = beanFactory;
		this.known = known;
		this.actuator = actuator;
	}

	void addTo(ExistingRules rules) {
		CrossOriginRules annotations = new CrossOriginRules(this.beanFactory::resolveEmbeddedValue);
		Map<String, HandlerMapping> mappings = sorted();
		List<String> names = List.copyOf(mappings.keySet());
		int main = main(mappings);
		List<UrlRule> shared = (main < names.size()) ? registry(mappings.get(names.get(main)), "addCorsMappings")
				: null;
		if (shared != null) {
			rules.globals().addAll(shared);
		}
		mappings.forEach((name, mapping) -> {
			if (mapping instanceof AbstractHandlerMapping handlers && ReactiveMappingsInCode.reason(handlers) != null) {
				new ReactiveMappingsInCode(names.indexOf(name) - main, annotations, rules).add(name, handlers);
				return;
			}
			List<UrlRule> own = registry(mapping, "setCorsConfigurations of the handler mapping '" + name + "'");
			if (own == null) {
				rules.remarks()
					.add("Unknown: the CorsConfigurationSource of the handler mapping '" + name
							+ "'. Write its rules by hand.");
			}
			boolean isShared = own != null && shared != null && HandlerMappingRules.isSame(shared, own);
			addHandlers(name, mapping, new HandlerMappingRules(name, names.indexOf(name) - main,
					(own != null) ? own : List.of(), isShared, rules), annotations, rules);
		});
	}

	/** The handler mappings in the order in which Spring asks them. */
	private Map<String, HandlerMapping> sorted() {
		Map<String, HandlerMapping> sorted = new LinkedHashMap<>();
		new InstantiatedBeans<>(this.beanFactory, HandlerMapping.class).instances()
			.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByValue(AnnotationAwareOrderComparator.INSTANCE))
			.forEach((bean) -> sorted.put(bean.getKey(), bean.getValue()));
		return sorted;
	}

	/** The index of the handler mapping of {@code @RequestMapping}. */
	private static int main(Map<String, HandlerMapping> mappings) {
		List<String> names = List.copyOf(mappings.keySet());
		if (mappings.get("requestMappingHandlerMapping") instanceof RequestMappingHandlerMapping) {
			return names.indexOf("requestMappingHandlerMapping");
		}
		return names.stream()
			.filter((name) -> mappings.get(name) instanceof RequestMappingHandlerMapping)
			.findFirst()
			.map(names::indexOf)
			.orElse(0);
	}

	private void addHandlers(String name, HandlerMapping mapping, HandlerMappingRules handlers,
			CrossOriginRules annotations, ExistingRules rules) {
		if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
			CrossOriginRules ofMethods = (mapping instanceof RequestMappingHandlerMapping) ? annotations : null;
			methods.getHandlerMethods().forEach((info, method) -> addHandler(name, info, method, ofMethods, handlers));
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls) {
			urls.getHandlerMap()
				.forEach((pattern, handler) -> handlers.add("the handlers of the handler mapping '" + name + "'",
						pattern(pattern), Set.of(), settings(name, pattern, handler, rules), Scope.ALL_OF_PATH));
		}
		else if (mapping instanceof RouterFunctionMapping functions) {
			if (functions.getRouterFunction() != null) {
				WebFluxRoutes.of(functions.getRouterFunction()).addTo(handlers, (path) -> path, rules);
			}
		}
		else if (!mapping.getClass().getName().equals(EMPTY)) {
			handlers.addUnknownHandlers();
			handlers.addUnknownRemark(mapping.getClass());
		}
	}

	/** The rule of a handler that is a source of rules. */
	private @Nullable CorsConfiguration settings(String name, PathPattern pattern, Object handler,
			ExistingRules rules) {
		Object bean = handler;
		if (handler instanceof String beanName) {
			bean = this.beanFactory.containsSingleton(beanName) ? this.beanFactory.getSingleton(beanName) : null;
		}
		if (!(bean instanceof CorsConfigurationSource source)) {
			return null;
		}
		try {
			return source.getCorsConfiguration(ReactiveSourceReader.exchange("/"));
		}
		catch (RuntimeException ex) {
			rules.remarks()
				.add("Unknown: the rule of the handler for " + MigrationYaml.shown(pattern(pattern))
						+ " of the handler mapping '" + name
						+ "', because it decides in code. Write its rules by hand.");
			return null;
		}
	}

	private void addHandler(String name, RequestMappingInfo info, HandlerMethod method,
			@Nullable CrossOriginRules annotations, HandlerMappingRules handlers) {
		Set<RequestMethod> mapped = info.getMethodsCondition().getMethods();
		CorsConfiguration annotated = (annotations != null) ? annotations.configuration(method, mapped) : null;
		Set<String> methods = new LinkedHashSet<>();
		mapped.stream().sorted().map(RequestMethod::name).forEach(methods::add);
		String source = (annotated != null) ? CrossOriginRules.source(method) : "";
		for (PathPattern path : info.getPatternsCondition().getPatterns()) {
			String pattern = pattern(path);
			if (annotations != null) {
				handlers.add(source, pattern, methods, annotated, scope(info));
			}
			else if (!this.actuator.isAdded(pattern)) {
				CorsConfiguration settings = this.actuator.settings(name);
				handlers.add((settings != null) ? this.actuator.source() : "", pattern, methods, settings, scope(info));
			}
		}
	}

	/**
	 * If only its headers exclude a handler, Spring asks the next handler mapping. For
	 * all other conditions, it answers with an error.
	 */
	private static Scope scope(RequestMappingInfo info) {
		if (!info.getHeadersCondition().isEmpty() || info.getCustomCondition() != null) {
			return Scope.SOME_OF_METHODS;
		}
		boolean conditional = !info.getParamsCondition().isEmpty() || !info.getConsumesCondition().isEmpty()
				|| !info.getProducesCondition().isEmpty() || !info.getVersionCondition().isEmpty();
		return conditional ? Scope.SOME : Scope.ALL;
	}

	private static String pattern(PathPattern pattern) {
		return pattern.getPatternString().isEmpty() ? "/" : pattern.getPatternString();
	}

	/** The rules by path, or {@code null} if they are unknown. */
	private @Nullable List<UrlRule> registry(@Nullable HandlerMapping mapping, String label) {
		if (!(mapping instanceof AbstractHandlerMapping)) {
			return List.of();
		}
		CorsConfigurationSource source = PrivateFields.read(AbstractHandlerMapping.class, CorsConfigurationSource.class,
				mapping);
		if (source == null) {
			return List.of();
		}
		List<UrlRule> found = (source instanceof UrlBasedCorsConfigurationSource)
				? SourceReader.byPath(label, UrlBasedCorsConfigurationSource.class, source) : null;
		return (found != null) ? found.stream().map((rule) -> rule.as(known(rule), rule.pattern())).toList() : null;
	}

	/** Other components add their rules to the same registry. */
	private String known(UrlRule rule) {
		ApplicationRule found = ApplicationRule.of(rule.source(), rule.pattern(), rule.settings());
		return this.known.stream()
			.filter((other) -> found.isAmong(List.of(other)))
			.map(ApplicationRule::source)
			.findFirst()
			.orElse(rule.source());
	}

}
