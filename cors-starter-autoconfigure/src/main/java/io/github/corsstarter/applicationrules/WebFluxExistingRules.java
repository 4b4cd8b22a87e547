package io.github.corsstarter.applicationrules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Collects the rules of Spring WebFlux's handler mappings.
 */
final class WebFluxExistingRules {

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<ApplicationRule> known;

	WebFluxExistingRules(ConfigurableListableBeanFactory beanFactory, List<ApplicationRule> known) {
		this.beanFactory = beanFactory;
		this.known = known;
	}

	void addTo(ExistingRules rules) {
		CrossOriginRules annotations = new CrossOriginRules(this.beanFactory::resolveEmbeddedValue);
		Set<String> patterns = new LinkedHashSet<>();
		Map<String, HandlerMapping> mappings = new InstantiatedBeans<>(this.beanFactory, HandlerMapping.class)
			.instances();
		mappings.forEach((name, mapping) -> {
			if (mapping instanceof AbstractHandlerMapping handlers && ReactiveMappingsInCode.reason(handlers) != null) {
				new ReactiveMappingsInCode(annotations, rules).add(name, handlers);
				return;
			}
			if (mapping instanceof RequestMappingHandlerMapping methods) {
				methods.getHandlerMethods().forEach((info, method) -> addHandler(info, method, annotations, rules));
			}
			else if (mapping instanceof AbstractUrlHandlerMapping urls) {
				urls.getHandlerMap()
					.keySet()
					.stream()
					.map(PathPattern::getPatternString)
					.forEach(rules.otherHandlerPaths()::add);
			}
			else if (mapping instanceof RouterFunctionMapping functions && functions.getRouterFunction() != null) {
				rules.addUnknownHandlers();
			}
			if (mapping instanceof AbstractHandlerMapping) {
				addGlobals(mapping, name, patterns, rules);
			}
		});
	}

	private static void addHandler(RequestMappingInfo info, HandlerMethod method, CrossOriginRules annotations,
			ExistingRules rules) {
		Set<RequestMethod> mapped = info.getMethodsCondition().getMethods();
		CorsConfiguration settings = annotations.configuration(method, mapped);
		Set<String> methods = new LinkedHashSet<>();
		mapped.stream().sorted().map(RequestMethod::name).forEach(methods::add);
		String source = (settings != null) ? CrossOriginRules.source(method) : "";
		info.getPatternsCondition()
			.getPatterns()
			.forEach((pattern) -> rules.handlers()
				.add(new HandlerRule(source, pattern.getPatternString().isEmpty() ? "/" : pattern.getPatternString(),
						methods, settings, true, List.of())));
	}

	/** Gateway's mapping has its own rules. All others share those of the registry. */
	private void addGlobals(HandlerMapping mapping, String name, Set<String> patterns, ExistingRules rules) {
		CorsConfigurationSource source = PrivateFields.read(AbstractHandlerMapping.class, CorsConfigurationSource.class,
				mapping);
		List<UrlRule> found = (source instanceof UrlBasedCorsConfigurationSource)
				? SourceReader.byPath("addCorsMappings", UrlBasedCorsConfigurationSource.class, source) : null;
		if (found != null) {
			found.stream()
				.filter((rule) -> patterns.add(rule.pattern()))
				.forEach((rule) -> rules.globals().add(rule.as(known(rule), rule.pattern())));
		}
		else if (source != null) {
			rules.remarks()
				.add("Unknown: the CorsConfigurationSource of the handler mapping '" + name
						+ "'. Write its rules by hand.");
		}
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
