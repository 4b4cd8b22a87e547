package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.web.ApplicationRule;
import io.github.corsstarter.web.ApplicationRuleSource;
import io.github.corsstarter.web.PresentBeans;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.web.filter.CorsFilter;

/**
 * Finds Spring's {@link CorsFilter} in a servlet container: as a bean of its own, or
 * registered. It does not show what it allows.
 */
final class ServletFilterApplicationRules implements ApplicationRuleSource {

	private final ConfigurableListableBeanFactory beanFactory;

	ServletFilterApplicationRules(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		return found().stream().map(Found::rule).toList();
	}

	@Override
	public boolean decidesFirst(ApplicationRule rule) {
		FilterRegistrationBean<?> ours = (FilterRegistrationBean<?>) registrations()
			.get("corsPolicyFilterRegistration");
		return ours != null && found().stream()
			.anyMatch((found) -> found.rule().equals(rule) && found.order() != null && found.order() < ours.getOrder());
	}

	private List<Found> found() {
		List<Found> found = new ArrayList<>();
		List<CorsFilter> registered = new ArrayList<>();
		registrations().forEach((name, registration) -> {
			if (registration.isEnabled() && registration.getFilter() instanceof CorsFilter filter) {
				registered.add(filter);
				@SuppressWarnings("unchecked")
				Collection<String> patterns = registration.getUrlPatterns();
				found.add(new Found(rule(name, patterns), registration.getOrder()));
			}
		});
		PresentBeans<CorsFilter> beans = new PresentBeans<>(this.beanFactory, CorsFilter.class);
		Map<String, CorsFilter> made = beans.made();
		for (String name : beans.names()) {
			CorsFilter filter = made.get(name);
			if (filter == null || registered.stream().noneMatch((other) -> other == filter)) {
				found.add(ofBean(name, filter));
			}
		}
		return found;
	}

	/** Spring Boot registers a filter that is a bean, unless it is told not to. */
	private Found ofBean(String name, @Nullable CorsFilter filter) {
		FilterRegistration annotation = this.beanFactory.findAnnotationOnBean(name, FilterRegistration.class, false);
		if (annotation != null) {
			return new Found(rule(name, List.of(annotation.urlPatterns())),
					annotation.enabled() ? annotation.order() : null);
		}
		boolean disabled = registrations().values()
			.stream()
			.anyMatch((registration) -> !registration.isEnabled() && registration.getFilter() == filter);
		return new Found(ApplicationRule.unknown(source(name)), (filter != null && !disabled) ? order(filter) : null);
	}

	private static @Nullable Integer order(CorsFilter filter) {
		return (filter instanceof Ordered ordered) ? Integer.valueOf(ordered.getOrder())
				: OrderUtils.getOrder(filter.getClass());
	}

	@SuppressWarnings("rawtypes")
	private Map<String, FilterRegistrationBean> registrations() {
		return new PresentBeans<>(this.beanFactory, FilterRegistrationBean.class).made();
	}

	private static ApplicationRule rule(String name, Collection<String> urlPatterns) {
		List<String> paths = urlPatterns.stream()
			.map((pattern) -> pattern.endsWith("/*") ? pattern + "*" : pattern)
			.toList();
		return paths.isEmpty() ? ApplicationRule.unknown(source(name)) : new ApplicationRule(source(name), paths, null);
	}

	private static String source(String name) {
		return "CorsFilter '" + name + "'";
	}

	/**
	 * A filter.
	 */
	private record Found(ApplicationRule rule, @Nullable Integer order) {
	}

}
