package io.github.corsstarter.applicationrules;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.applicationrules.DataRestRepositories.Repository;
import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.Scope;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Collects the rules of Spring Data REST, whose handler mappings have their own
 * {@code CorsRegistry}: {@code addCorsMappings} has no effect on them.
 */
final class DataRestExistingRules {

	/**
	 * Its handlers are for the paths of all repositories, whose rules they do not have.
	 */
	private static final String DATA_REST = "org.springframework.data.rest.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final String dispatcherPath;

	private final DataRestRepositories repositories;

	private final PatternOrder order = new PatternOrder();

	private final int position;

	/**
	 * Create a collector.
	 * @param beanFactory the beans of the application
	 * @param dispatcherPath the path that precedes the paths of the handler mappings, or
	 * an empty string
	 * @param position the position among the handler mappings
	 */
	DataRestExistingRules(ConfigurableListableBeanFactory beanFactory, String dispatcherPath, int position) {
		this.beanFactory = beanFactory;
		this.position = position;
		this.dispatcherPath = dispatcherPath;
		this.repositories = new DataRestRepositories(beanFactory, dispatcherPath);
	}

	/**
	 * Add the rules of the handler mappings.
	 * @param name the name of the bean that has the handler mappings
	 * @param mappings the handler mappings
	 * @param rules where to add the rules
	 */
	void addTo(String name, List<AbstractHandlerMapping> mappings, ExistingRules rules) {
		Set<UrlRule> registry = new LinkedHashSet<>();
		mappings.forEach((mapping) -> registry.addAll(registry("CorsRegistry of '" + name + "'", mapping)));
		CrossOriginRules annotations = new CrossOriginRules(this.beanFactory::resolveEmbeddedValue);
		for (Repository repository : this.repositories.all()) {
			addRepository(repository, annotations, registry, rules);
		}
		for (AbstractHandlerMapping mapping : mappings) {
			if (mapping instanceof RequestMappingHandlerMapping methods) {
				methods.getHandlerMethods()
					.forEach((info, method) -> addHandler(info, method, annotations, registry, rules));
			}
		}
	}

	private List<UrlRule> registry(String label, AbstractHandlerMapping mapping) {
		List<UrlRule> found = (mapping.getCorsConfigurationSource() instanceof UrlBasedCorsConfigurationSource source)
				? SourceReader.byPath(label, UrlBasedCorsConfigurationSource.class, source) : null;
		return (found != null)
				? found.stream().map((rule) -> rule.as(label, this.dispatcherPath + rule.pattern())).toList()
				: List.of();
	}

	private void addRepository(Repository repository, CrossOriginRules annotations, Set<UrlRule> registry,
			ExistingRules rules) {
		Set<String> patterns = new LinkedHashSet<>(List.of(repository.pattern()));
		registry.stream()
			.map(UrlRule::pattern)
			.filter((pattern) -> this.order.covers(repository.pattern(), pattern))
			.forEach(patterns::add);
		CorsConfiguration own = annotations.configuration(repository.type(), DataRestRepositories.DEFAULT_METHODS);
		for (String pattern : patterns) {
			UrlRule other = first(registry, pattern);
			CorsConfiguration settings = (own != null) ? own.combine((other != null) ? other.settings() : null) : null;
			rules.handlers()
				.add((settings != null)
						? rule(CrossOriginRules.source(repository.type()), pattern, Set.of(), settings, List.of())
						: without(other, pattern, Set.of()));
		}
	}

	private void addHandler(RequestMappingInfo info, HandlerMethod method, CrossOriginRules annotations,
			Set<UrlRule> registry, ExistingRules rules) {
		boolean ofRepositories = method.getBeanType().getName().startsWith(DATA_REST);
		Set<RequestMethod> mapped = info.getMethodsCondition().getMethods();
		Set<String> methods = new LinkedHashSet<>();
		mapped.stream().sorted().map(RequestMethod::name).forEach(methods::add);
		CorsConfiguration own = annotations.configuration(method, mapped);
		for (String value : info.getPatternValues()) {
			String pattern = this.dispatcherPath + value;
			if (ofRepositories && pattern.startsWith(this.repositories.basePath() + "/{repository}")) {
				continue;
			}
			UrlRule other = first(registry, pattern);
			CorsConfiguration settings = (own != null && other != null) ? other.settings().combine(own) : own;
			rules.handlers()
				.add((settings != null) ? rule(CrossOriginRules.source(method), pattern, methods, settings, List.of())
						: without(other, pattern, methods));
		}
	}

	/** A handler without {@code @CrossOrigin}. */
	private HandlerRule without(@Nullable UrlRule other, String pattern, Set<String> methods) {
		return (other != null) ? rule(other.source(), pattern, methods, other.settings(), other.notes())
				: rule("", pattern, methods, null, List.of());
	}

	private HandlerRule rule(String source, String pattern, Set<String> methods, @Nullable CorsConfiguration settings,
			List<String> notes) {
		// A repository has one handler for each method.
		Scope scope = methods.isEmpty() ? Scope.ALL_OF_PATH : Scope.ALL;
		return new HandlerRule(this.position, source, pattern, methods, settings, false, scope, notes);
	}

	private @Nullable UrlRule first(Collection<UrlRule> registry, String pattern) {
		return registry.stream().filter((rule) -> this.order.covers(rule.pattern(), pattern)).findFirst().orElse(null);
	}

}
