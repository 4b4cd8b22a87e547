package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Collects the rules of Spring MVC's handler mappings.
 */
final class MvcExistingRules {

	private static final String DATA_REST = "org.springframework.data.rest.webmvc.RepositoryRestController";

	private final ConfigurableListableBeanFactory beanFactory;

	private final String servletPath;

	private final List<ApplicationRule> known;

	MvcExistingRules(ConfigurableListableBeanFactory beanFactory, String servletPath, List<ApplicationRule> known) {
		this.beanFactory = beanFactory;
		this.servletPath = servletPath;
		this.known = known;
	}

	void addTo(ExistingRules rules) {
		CrossOriginRules annotations = new CrossOriginRules(this.beanFactory::resolveEmbeddedValue);
		Set<String> patterns = new LinkedHashSet<>();
		new InstantiatedBeans<>(this.beanFactory, HandlerMapping.class).instances().forEach((name, bean) -> {
			if (bean instanceof AbstractHandlerMapping mapping && HandlerMappingsInCode.reason(mapping) != null) {
				new HandlerMappingsInCode(this::within, annotations, rules).add(name, mapping);
			}
			else if (bean instanceof AbstractHandlerMapping mapping) {
				addHandlers(mapping, annotations, rules);
				addGlobals(mapping, "addCorsMappings", name, patterns, rules);
			}
			else if (bean instanceof Iterable<?> delegates
					&& ClassUtils.isPresent(DATA_REST, this.beanFactory.getBeanClassLoader())) {
				addDataRest(name, delegates, rules);
			}
		});
	}

	private void addDataRest(String name, Iterable<?> delegates, ExistingRules rules) {
		List<AbstractHandlerMapping> mappings = new ArrayList<>();
		for (Object delegate : delegates) {
			if (delegate instanceof AbstractHandlerMapping mapping) {
				mappings.add(mapping);
			}
		}
		new DataRestExistingRules(this.beanFactory, this.servletPath).addTo(name, mappings, rules);
	}

	private void addHandlers(AbstractHandlerMapping mapping, CrossOriginRules annotations, ExistingRules rules) {
		if (mapping instanceof RequestMappingHandlerMapping methods) {
			methods.getHandlerMethods().forEach((info, method) -> addHandler(info, method, annotations, rules));
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls) {
			urls.getHandlerMap().keySet().forEach((path) -> rules.otherHandlerPaths().add(within(path)));
		}
		else if (mapping instanceof RouterFunctionMapping functions && functions.getRouterFunction() != null) {
			rules.addUnknownHandlers();
		}
	}

	private void addHandler(RequestMappingInfo info, HandlerMethod method, CrossOriginRules annotations,
			ExistingRules rules) {
		Set<RequestMethod> mapped = info.getMethodsCondition().getMethods();
		CorsConfiguration settings = annotations.configuration(method, mapped);
		Set<String> methods = new LinkedHashSet<>();
		mapped.stream().sorted().map(RequestMethod::name).forEach(methods::add);
		String source = (settings != null) ? CrossOriginRules.source(method) : "";
		info.getPatternValues()
			.forEach((pattern) -> rules.handlers()
				.add(new HandlerRule(source, within(pattern), methods, settings, true, List.of())));
	}

	private void addGlobals(AbstractHandlerMapping mapping, String label, String name, Set<String> patterns,
			ExistingRules rules) {
		CorsConfigurationSource source = mapping.getCorsConfigurationSource();
		List<UrlRule> found = (source instanceof UrlBasedCorsConfigurationSource)
				? SourceReader.byPath(label, UrlBasedCorsConfigurationSource.class, source) : null;
		if (found != null) {
			found.stream()
				.filter((rule) -> patterns.add(rule.pattern()))
				.forEach((rule) -> rules.globals().add(rule.as(known(rule, label), within(rule.pattern()))));
		}
		else if (source != null) {
			rules.remarks()
				.add("Unknown: the CorsConfigurationSource of the handler mapping '" + name
						+ "'. Write its rules by hand.");
		}
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
