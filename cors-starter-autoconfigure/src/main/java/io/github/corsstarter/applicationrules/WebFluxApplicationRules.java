package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.DelegatingWebFluxConfiguration;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the CORS rules of Spring WebFlux: {@code @CrossOrigin} and
 * {@code addCorsMappings}. Handler mappings do not reveal the latter, so each
 * {@link WebFluxConfigurer} is called once more.
 */
final class WebFluxApplicationRules implements ApplicationRuleSource {

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<ApplicationRule> known;

	private final Map<String, List<ApplicationRule>> byConfigurer = new LinkedHashMap<>();

	/**
	 * Create a source.
	 * @param beanFactory the bean factory that has the handler mappings and configurers
	 * @param known rules that another source finds; they are left out here, although
	 * configurers add them as well
	 */
	WebFluxApplicationRules(ConfigurableListableBeanFactory beanFactory, List<ApplicationRule> known) {
		this.beanFactory = beanFactory;
		this.known = List.copyOf(known);
	}

	@Override
	public synchronized List<ApplicationRule> applicationRules() {
		CrossOriginRules annotations = new CrossOriginRules(this.beanFactory::resolveEmbeddedValue);
		new InstantiatedBeans<>(this.beanFactory, RequestMappingHandlerMapping.class).instances()
			.values()
			.forEach((mapping) -> mapping.getHandlerMethods()
				.forEach((info, method) -> annotations.add(method,
						info.getPatternsCondition().getPatterns().stream().map(PathPattern::getPatternString).toList(),
						info.getMethodsCondition().getMethods())));
		List<ApplicationRule> rules = new ArrayList<>(annotations.rules());
		if (!new InstantiatedBeans<>(this.beanFactory, DelegatingWebFluxConfiguration.class).instances().isEmpty()) {
			new InstantiatedBeans<>(this.beanFactory, WebFluxConfigurer.class).instances()
				.forEach((name, configurer) -> this.byConfigurer.computeIfAbsent(name, (key) -> ask(name, configurer))
					.stream()
					.filter((rule) -> !rule.isAmong(this.known) && !rules.contains(rule))
					.forEach(rules::add));
		}
		return rules;
	}

	private static List<ApplicationRule> ask(String name, WebFluxConfigurer configurer) {
		List<ApplicationRule> rules = new ArrayList<>();
		try {
			OpenRegistry registry = new OpenRegistry();
			configurer.addCorsMappings(registry);
			registry.getCorsConfigurations()
				.forEach(
						(path, configuration) -> rules.add(ApplicationRule.of("addCorsMappings", path, configuration)));
		}
		catch (RuntimeException ex) {
			rules.add(ApplicationRule.unknown("addCorsMappings of '" + name + "'"));
		}
		return rules;
	}

	/**
	 * A registry that makes its contents readable.
	 */
	private static final class OpenRegistry extends CorsRegistry {

		@Override
		protected Map<String, CorsConfiguration> getCorsConfigurations() {
			return super.getCorsConfigurations();
		}

	}

}
