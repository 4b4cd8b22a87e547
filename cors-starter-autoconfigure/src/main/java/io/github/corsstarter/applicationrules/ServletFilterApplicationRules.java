package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.web.filter.CorsFilter;

/**
 * Finds every {@link CorsFilter} of Spring in a servlet container, as a bean or in a
 * registration. The filter does not reveal the origins that it allows. Also finds each
 * {@code PreFlightRequestFilter} that is ordered before the policies.
 */
final class ServletFilterApplicationRules implements ApplicationRuleSource {

	private static final String OWN_REGISTRATION = "corsPolicyFilterRegistration";

	private final ConfigurableListableBeanFactory beanFactory;

	ServletFilterApplicationRules(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		List<ApplicationRule> rules = new ArrayList<>();
		List<CorsFilter> registered = new ArrayList<>();
		registrations().forEach((name, registration) -> {
			if (registration.isEnabled() && registration.getFilter() instanceof CorsFilter filter) {
				registered.add(filter);
				@SuppressWarnings("unchecked")
				Collection<String> patterns = registration.getUrlPatterns();
				rules.add(rule(source(name), patterns).with(precedence(registration.getOrder())));
			}
		});
		InstantiatedBeans<CorsFilter> beans = new InstantiatedBeans<>(this.beanFactory, CorsFilter.class);
		Map<String, CorsFilter> instances = beans.instances();
		for (String name : beans.names()) {
			CorsFilter filter = instances.get(name);
			if (filter == null || registered.stream().noneMatch((other) -> other == filter)) {
				rules.add(ofBean(name, filter));
			}
		}
		addPreflightFilters(rules);
		return rules;
	}

	/** After the policies, such a filter has no effect on what they cover. */
	private void addPreflightFilters(List<ApplicationRule> rules) {
		List<Filter> registered = new ArrayList<>();
		registrations().forEach((name, registration) -> {
			Filter filter = registration.getFilter();
			if (PreflightFilters.contain(filter)) {
				registered.add(filter);
				@SuppressWarnings("unchecked")
				Collection<String> patterns = registration.getUrlPatterns();
				addPreflightFilter(name, patterns, registration.isEnabled() ? registration.getOrder() : null, rules);
			}
		});
		new InstantiatedBeans<>(this.beanFactory, Filter.class).instances().forEach((name, filter) -> {
			if (PreflightFilters.contain(filter) && registered.stream().noneMatch((other) -> other == filter)) {
				FilterRegistration annotation = this.beanFactory.findAnnotationOnBean(name, FilterRegistration.class,
						false);
				if (annotation != null) {
					addPreflightFilter(name, List.of(annotation.urlPatterns()),
							annotation.enabled() ? annotation.order() : null, rules);
				}
				else {
					addPreflightFilter(name, List.of(), order(filter), rules);
				}
			}
		});
	}

	private void addPreflightFilter(String name, Collection<String> urlPatterns, @Nullable Integer order,
			List<ApplicationRule> rules) {
		if (precedence(order) == Precedence.BEFORE_POLICIES) {
			rules.add(rule("PreFlightRequestFilter '" + name + "'", urlPatterns)
				.with(Precedence.PREFLIGHTS_BEFORE_POLICIES));
		}
	}

	/** Spring Boot registers every filter bean, unless its registration is disabled. */
	private ApplicationRule ofBean(String name, @Nullable CorsFilter filter) {
		FilterRegistration annotation = this.beanFactory.findAnnotationOnBean(name, FilterRegistration.class, false);
		if (annotation != null) {
			return rule(source(name), List.of(annotation.urlPatterns()))
				.with(precedence(annotation.enabled() ? annotation.order() : null));
		}
		boolean disabled = registrations().values()
			.stream()
			.anyMatch((registration) -> !registration.isEnabled() && registration.getFilter() == filter);
		return rule(source(name), List.of()).with(precedence((filter != null && !disabled) ? order(filter) : null));
	}

	private static @Nullable Integer order(Filter filter) {
		return (filter instanceof Ordered ordered) ? Integer.valueOf(ordered.getOrder())
				: OrderUtils.getOrder(filter.getClass());
	}

	private Precedence precedence(@Nullable Integer order) {
		FilterRegistrationBean<?> policies = registrations().get(OWN_REGISTRATION);
		return (policies != null && order != null && order < policies.getOrder()) ? Precedence.BEFORE_POLICIES
				: Precedence.AFTER_POLICIES;
	}

	@SuppressWarnings("rawtypes")
	private Map<String, FilterRegistrationBean> registrations() {
		return new InstantiatedBeans<>(this.beanFactory, FilterRegistrationBean.class).instances();
	}

	private static String source(String name) {
		return "CorsFilter '" + name + "'";
	}

	private static ApplicationRule rule(String source, Collection<String> urlPatterns) {
		List<String> paths = urlPatterns.stream()
			.map((pattern) -> pattern.endsWith("/*") ? pattern + "*" : pattern)
			.toList();
		return paths.isEmpty() ? ApplicationRule.unknown(source)
				: new ApplicationRule(source, paths, ApplicationRule.Settings.UNKNOWN);
	}

}
