package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.method.HandlerMethod;
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

	private boolean asked;

	private @Nullable UrlBasedCorsConfigurationSource global;

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

	/**
	 * The settings of {@code addCorsMappings}, as Spring WebFlux looks them up.
	 * @return the source, or {@code null} if there are none or they cannot be read
	 */
	synchronized @Nullable UrlBasedCorsConfigurationSource globalSource() {
		if (!this.asked) {
			this.asked = true;
			List<WebFluxConfigurer> configurers = new ArrayList<>(
					new InstantiatedBeans<>(this.beanFactory, WebFluxConfigurer.class).instances().values());
			AnnotationAwareOrderComparator.sort(configurers);
			OpenRegistry registry = new OpenRegistry();
			try {
				configurers.forEach((configurer) -> configurer.addCorsMappings(registry));
				Map<String, CorsConfiguration> all = registry.getCorsConfigurations();
				if (!all.isEmpty()) {
					UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
					source.setCorsConfigurations(all);
					this.global = source;
				}
			}
			catch (RuntimeException ex) {
				// A configurer cannot be called a second time.
				this.global = null;
			}
		}
		return this.global;
	}

	/**
	 * The settings of {@code @CrossOrigin} on a handler method.
	 * @return the settings, or {@code null} if there are none
	 */
	@Nullable CorsConfiguration annotated(RequestMappingHandlerMapping mapping, HandlerMethod method) {
		Set<RequestMethod> mapped = mapping.getHandlerMethods()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().getMethod().equals(method.getMethod())
					&& entry.getValue().getBeanType().equals(method.getBeanType()))
			.findFirst()
			.map((entry) -> entry.getKey().getMethodsCondition().getMethods())
			.orElse(Set.of());
		return new CrossOriginRules(this.beanFactory::resolveEmbeddedValue).configuration(method, mapped);
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
