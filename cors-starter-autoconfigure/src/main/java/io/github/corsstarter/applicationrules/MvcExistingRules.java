package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
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
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Collects the rules of Spring MVC's handler mappings. All of them get the rules of
 * {@code addCorsMappings}; other handler mappings have their own rules by path, or none.
 */
final class MvcExistingRules {

	private static final String DATA_REST = "org.springframework.data.rest.webmvc.RepositoryRestController";

	private final ConfigurableListableBeanFactory beanFactory;

	private final String servletPath;

	private final List<ApplicationRule> known;

	private final ActuatorRules actuator;

	MvcExistingRules(ConfigurableListableBeanFactory beanFactory, String servletPath, List<ApplicationRule> known,
			ActuatorRules actuator) {
		this.beanFactory = beanFactory;
		this.servletPath = servletPath;
		this.known = known;
		this.actuator = actuator;
	}

	void addTo(ExistingRules rules) {
		CrossOriginRules annotations = new CrossOriginRules(this.beanFactory::resolveEmbeddedValue);
		Map<String, HandlerMapping> mappings = sorted();
		List<String> names = List.copyOf(mappings.keySet());
		int main = main(mappings);
		List<UrlRule> shared = (main < names.size()
				&& mappings.get(names.get(main)) instanceof AbstractHandlerMapping mapping)
						? registry(mapping, "addCorsMappings") : null;
		if (shared != null) {
			rules.globals().addAll(shared);
		}
		mappings.forEach((name, bean) -> {
			int position = names.indexOf(name) - main;
			if (bean instanceof AbstractHandlerMapping mapping && HandlerMappingsInCode.reason(mapping) != null) {
				new HandlerMappingsInCode(this::within, position, annotations, rules).add(name, mapping);
			}
			else if (bean instanceof AbstractHandlerMapping mapping) {
				List<UrlRule> own = registry(mapping, "setCorsConfigurations of the handler mapping '" + name + "'");
				if (own == null) {
					rules.remarks()
						.add("Unknown: the CorsConfigurationSource of the handler mapping '" + name
								+ "'. Write its rules by hand.");
				}
				List<UrlRule> registry = (own != null) ? own : List.of();
				addHandlers(name, mapping,
						new HandlerMappingRules(name, position, registry,
								own != null && shared != null && HandlerMappingRules.isSame(shared, own), rules),
						annotations, rules);
			}
			else if (bean instanceof Iterable<?> delegates
					&& ClassUtils.isPresent(DATA_REST, this.beanFactory.getBeanClassLoader())) {
				addDataRest(name, position, delegates, rules);
			}
			else {
				rules.addUnknownHandlers();
				new HandlerMappingRules(name, position, List.of(), false, rules).addUnknownRemark(bean.getClass());
			}
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

	private void addDataRest(String name, int position, Iterable<?> delegates, ExistingRules rules) {
		List<AbstractHandlerMapping> mappings = new ArrayList<>();
		for (Object delegate : delegates) {
			if (delegate instanceof AbstractHandlerMapping mapping) {
				mappings.add(mapping);
			}
		}
		new DataRestExistingRules(this.beanFactory, this.servletPath, position).addTo(name, mappings, rules);
	}

	private void addHandlers(String name, AbstractHandlerMapping mapping, HandlerMappingRules handlers,
			CrossOriginRules annotations, ExistingRules rules) {
		if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
			CrossOriginRules ofMethods = (mapping instanceof RequestMappingHandlerMapping) ? annotations : null;
			methods.getHandlerMethods().forEach((info, method) -> addHandler(name, info, method, ofMethods, handlers));
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls) {
			HandlerSource sources = new HandlerSource(this.beanFactory, rules);
			urls.getHandlerMap()
				.forEach((path, handler) -> handlers.add(HandlerSource.label(name), within(path), Set.of(),
						sources.settings(name, path, handler), Scope.ALL_OF_PATH));
			if (urls.getRootHandler() != null) {
				handlers.add("", within("/"), Set.of(), null, Scope.ALL_OF_PATH);
			}
			if (urls.getDefaultHandler() != null) {
				handlers.add("", within("/**"), Set.of(), null, Scope.ALL_OF_PATH);
			}
		}
		else if (mapping instanceof RouterFunctionMapping functions) {
			if (functions.getRouterFunction() != null) {
				MvcRoutes.of(functions.getRouterFunction()).addTo(handlers, this::within, rules);
			}
		}
		else {
			handlers.addUnknownHandlers();
			handlers.addUnknownRemark(mapping.getClass());
		}
	}

	private void addHandler(String name, RequestMappingInfo info, HandlerMethod method,
			@Nullable CrossOriginRules annotations, HandlerMappingRules handlers) {
		Set<RequestMethod> mapped = info.getMethodsCondition().getMethods();
		CorsConfiguration annotated = (annotations != null) ? annotations.configuration(method, mapped) : null;
		Set<String> methods = new LinkedHashSet<>();
		mapped.stream().sorted().map(RequestMethod::name).forEach(methods::add);
		String source = (annotated != null) ? CrossOriginRules.source(method) : "";
		for (String value : info.getPatternValues()) {
			String pattern = within(value);
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

	/** The rules by path, or {@code null} if they are unknown. */
	private @Nullable List<UrlRule> registry(AbstractHandlerMapping mapping, String label) {
		CorsConfigurationSource source = mapping.getCorsConfigurationSource();
		if (source == null) {
			return List.of();
		}
		List<UrlRule> found = (source instanceof UrlBasedCorsConfigurationSource)
				? SourceReader.byPath(label, UrlBasedCorsConfigurationSource.class, source) : null;
		return (found != null)
				? found.stream().map((rule) -> rule.as(known(rule, label), within(rule.pattern()))).toList() : null;
	}

	/** Other components add their rules to the same registry. */
	private String known(UrlRule rule, String label) {
		ApplicationRule found = ApplicationRule.of(label, within(rule.pattern()), rule.settings());
		return this.known.stream()
			.filter((other) -> found.isAmong(List.of(other)))
			.map(ApplicationRule::source)
			.findFirst()
			.orElse(label);
	}

	private String within(@Nullable String path) {
		String pattern = (path == null || path.isEmpty()) ? "/" : path.startsWith("/") ? path : "/" + path;
		return (this.servletPath.isEmpty() || !pattern.equals("/")) ? this.servletPath + pattern
				: this.servletPath + "/";
	}

}
