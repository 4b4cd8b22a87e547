package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.corsstarter.applicationrules.ExistingRules.FilterChainRules;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;

/**
 * The servlets of an application. For a servlet that is mapped to {@code /app/*}, Spring
 * compares the patterns of a {@code CorsConfigurationSource} with the path after
 * {@code /app}. The patterns of policies contain {@code /app}.
 */
final class PrefixedServlets {

	private final ConfigurableListableBeanFactory beanFactory;

	private final PatternOrder order = new PatternOrder();

	PrefixedServlets(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Split the rules of a filter by the servlets that it runs for.
	 * @param paths the path patterns of the filter, for all servlets
	 * @param named the mappings of the servlets that the filter runs for, whatever its
	 * paths
	 * @param rules the rules with the patterns that Spring compares
	 * @return the rules with the patterns of policies; the first that matches a path
	 * applies
	 */
	List<FilterChainRules> split(Collection<String> paths, Collection<String> named, @Nullable List<UrlRule> rules) {
		if (rules == null) {
			return List.of(new FilterChainRules(List.copyOf(paths), null));
		}
		List<FilterChainRules> chains = new ArrayList<>();
		Set<String> remaining = new LinkedHashSet<>(paths);
		boolean others = false;
		for (String mapping : mappings()) {
			String pattern = pattern(mapping);
			if (pattern == null || pattern.equals("/**")) {
				others = true;
				if (pattern != null && named.contains(mapping)) {
					remaining.add(pattern);
				}
				continue;
			}
			boolean prefix = !pattern.equals(mapping);
			List<UrlRule> own = prefix ? below(mapping.substring(0, mapping.length() - 2), rules) : rules;
			List<String> applicable = named.contains(mapping) ? List.of(pattern)
					: paths.stream().map((path) -> common(path, pattern)).flatMap(List::stream).toList();
			if (prefix) {
				addExactPath(mapping.substring(0, mapping.length() - 2), applicable, rules, chains);
			}
			if (!applicable.isEmpty()) {
				chains.add(new FilterChainRules(applicable, own));
			}
			if (!named.isEmpty() && !applicable.contains(pattern)) {
				chains.add(new FilterChainRules(List.of(pattern), null));
			}
		}
		// Without another servlet, no request gets here.
		if (!remaining.isEmpty() && (others || chains.isEmpty())) {
			chains.add(new FilterChainRules(List.copyOf(remaining), rules));
		}
		return chains;
	}

	/** Nothing is left after the prefix, and Spring then compares the whole path. */
	private void addExactPath(String path, List<String> applicable, List<UrlRule> rules,
			List<FilterChainRules> chains) {
		if (!path.isEmpty() && applicable.stream().anyMatch((pattern) -> this.order.covers(pattern, path))) {
			chains.add(new FilterChainRules(List.of(path), rules));
		}
	}

	private static List<UrlRule> below(String prefix, List<UrlRule> rules) {
		return rules.stream().map((rule) -> rule.as(rule.source(), prefix + rule.pattern())).toList();
	}

	private List<String> common(String path, String pattern) {
		if (this.order.covers(path, pattern)) {
			return List.of(pattern);
		}
		if (this.order.covers(pattern, path)) {
			return List.of(path);
		}
		String intersection = this.order.intersection(path, pattern);
		return (intersection != null) ? List.of(intersection) : List.of();
	}

	/** The mappings of all servlets, the longest first. */
	private Set<String> mappings() {
		Set<String> mappings = new TreeSet<>(
				Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
		registrations().forEach((registration) -> mappings.addAll(mappings(registration)));
		servlets().values().forEach((servlet) -> mappings.addAll(servlet.getMappings()));
		return mappings;
	}

	private static Collection<String> mappings(ServletRegistrationBean<?> registration) {
		Collection<String> mappings = registration.getUrlMappings();
		return mappings.isEmpty() ? Set.of("/*") : mappings;
	}

	/** All servlets of the container, also those without a registration bean. */
	private Map<String, ? extends ServletRegistration> servlets() {
		ServletContext context = this.beanFactory.getBeanProvider(ServletContext.class).getIfAvailable();
		return (context != null) ? context.getServletRegistrations() : Map.of();
	}

	private List<ServletRegistrationBean<?>> registrations() {
		List<ServletRegistrationBean<?>> registrations = new ArrayList<>();
		new InstantiatedBeans<>(this.beanFactory, ServletRegistrationBean.class).instances()
			.values()
			.forEach((bean) -> {
				if (bean.isEnabled()) {
					registrations.add(bean);
				}
			});
		return registrations;
	}

	/**
	 * The mappings of a servlet.
	 * @param name the name of the servlet
	 * @return the mappings, or an empty collection if they are unknown
	 */
	Collection<String> mappings(String name) {
		return registrations().stream()
			.filter((registration) -> name.equals(registration.getServletName()))
			.findFirst()
			.map(PrefixedServlets::mappings)
			.orElseGet(() -> {
				ServletRegistration servlet = servlets().get(name);
				return (servlet != null) ? servlet.getMappings() : Set.of();
			});
	}

	/**
	 * The names of the servlets of a class.
	 * @param type the class
	 */
	List<String> names(Class<?> type) {
		return registrations().stream()
			.filter((registration) -> type.isInstance(registration.getServlet()))
			.map(ServletRegistrationBean::getServletName)
			.toList();
	}

	/**
	 * The path pattern of a mapping.
	 * @param mapping a mapping of the Servlet specification
	 * @return the pattern, or {@code null} if there is none
	 */
	static @Nullable String pattern(String mapping) {
		if (mapping.startsWith("*.")) {
			return null;
		}
		if (mapping.isEmpty()) {
			return "/";
		}
		return mapping.equals("/") ? "/**" : mapping.endsWith("/*") ? mapping + "*" : mapping;
	}

}
