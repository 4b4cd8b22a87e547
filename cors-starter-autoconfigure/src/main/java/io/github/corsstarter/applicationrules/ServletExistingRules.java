package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.applicationrules.ExistingRules.FilterRules;
import io.github.corsstarter.applicationrules.ExistingRules.LeftOut;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import io.github.corsstarter.applicationrules.PreflightFilters.ReadFilter;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Collects the rules of a servlet application.
 */
final class ServletExistingRules {

	private static final String SECURITY = "org.springframework.security.web.SecurityFilterChain";

	private static final String SECURITY_ORDER = "spring.security.filter.order";

	private static final int DEFAULT_SECURITY_ORDER = -100;

	private final ConfigurableListableBeanFactory beanFactory;

	private final ExistingRules rules;

	private final ServletSourceReader reader;

	private final PrefixedServlets servlets;

	private final List<OrderedRules> ordered = new ArrayList<>();

	ServletExistingRules(ConfigurableListableBeanFactory beanFactory, ExistingRules rules) {
		this.beanFactory = beanFactory;
		this.rules = rules;
		this.reader = new ServletSourceReader(beanFactory);
		this.servlets = new PrefixedServlets(beanFactory);
	}

	/** Add the rules of all filters. */
	void addFilters(Environment environment) {
		List<Filter> registered = new ArrayList<>();
		registrations().forEach((name, registration) -> {
			Object filter = registration.getFilter();
			if (filter instanceof Filter cors && isRead(cors)) {
				registered.add(cors);
				if (registration.isEnabled()) {
					add(name, cors, patterns(registration), servlets(registration), registration.getOrder());
				}
			}
			else if (filter != null) {
				addHandWritten(name, filter.getClass());
			}
		});
		new InstantiatedBeans<>(this.beanFactory, Filter.class).instances().forEach((name, filter) -> {
			if (!isRead(filter)) {
				addHandWritten(name, filter.getClass());
			}
			else if (registered.stream().noneMatch((other) -> other == filter)) {
				FilterRegistration annotation = this.beanFactory.findAnnotationOnBean(name, FilterRegistration.class,
						false);
				if (annotation == null) {
					Integer order = order(filter);
					add(name, filter, List.of(), List.of(), (order != null) ? order : Ordered.LOWEST_PRECEDENCE);
				}
				else if (annotation.enabled()) {
					List<String> servlets = new ArrayList<>(List.of(annotation.servletNames()));
					for (Class<?> type : annotation.servletClasses()) {
						servlets.addAll(this.servlets.names(type));
					}
					add(name, filter, List.of(annotation.urlPatterns()), servlets, annotation.order());
				}
			}
		});
		boolean security = ClassUtils.isPresent(SECURITY, this.beanFactory.getBeanClassLoader());
		FilterRules chains = security
				? new ServletSecurityRules(this.beanFactory, this.rules, this.reader, this.servlets).chains() : null;
		if (chains != null) {
			this.ordered
				.add(new OrderedRules(environment.getProperty(SECURITY_ORDER, Integer.class, DEFAULT_SECURITY_ORDER),
						new ReadFilter("Spring Security", chains, false)));
		}
		this.ordered.sort(Comparator.comparingInt(OrderedRules::order));
		this.rules.filters().addAll(PreflightFilters.resolve(this.ordered.stream().map(OrderedRules::filter).toList()));
		addUnusedSources(chains != null);
	}

	private static boolean isRead(Filter filter) {
		return filter instanceof CorsFilter || PreflightFilters.contain(filter);
	}

	private void add(String name, Filter filter, Collection<String> urlPatterns, Collection<String> servlets,
			int order) {
		String label = (filter instanceof CorsFilter) ? "CorsFilter '" + name + "'"
				: "PreFlightRequestFilter '" + name + "'";
		List<String> paths = new ArrayList<>();
		urlPatterns.forEach((mapping) -> addPath(label, mapping, paths));
		Set<String> named = new LinkedHashSet<>();
		for (String servlet : servlets) {
			Collection<String> mappings = this.servlets.mappings(servlet);
			if (mappings.isEmpty()) {
				this.rules.remarks()
					.add("Left out: " + label + " for the servlet '" + servlet + "', whose paths are unknown. "
							+ LeftOut.COVERED);
			}
			mappings.forEach((mapping) -> {
				if (addPath(label, mapping, new ArrayList<>())) {
					named.add(mapping);
				}
			});
		}
		if (urlPatterns.isEmpty() && servlets.isEmpty()) {
			paths.add("/**");
		}
		List<UrlRule> read = (filter instanceof CorsFilter cors) ? this.reader.read(label, cors)
				: PreflightFilters.read(label, filter);
		FilterRules filterRules = new FilterRules(this.servlets.split(paths, named, read));
		this.ordered.add(new OrderedRules(order, new ReadFilter(label, filterRules, read == null)));
	}

	private boolean addPath(String label, String mapping, List<String> paths) {
		String path = PrefixedServlets.pattern(mapping);
		if (path == null) {
			this.rules.remarks()
				.add("Left out: " + label + " for " + MigrationYaml.shown(mapping)
						+ ", because a policy cannot have such a pattern for all depths. " + LeftOut.COVERED);
			return false;
		}
		return paths.add(path);
	}

	private static Collection<String> patterns(FilterRegistrationBean<?> registration) {
		return registration.getUrlPatterns();
	}

	private static Collection<String> servlets(FilterRegistrationBean<?> registration) {
		Set<String> names = new LinkedHashSet<>(registration.getServletNames());
		registration.getServletRegistrationBeans().forEach((servlet) -> names.add(servlet.getServletName()));
		return names;
	}

	private void addHandWritten(String name, Class<?> type) {
		String typeName = type.getName();
		if (!OwnFilters.contain(typeName) && !typeName.startsWith("org.springframework.")
				&& ClassUtils.getShortName(type).toLowerCase(Locale.ROOT).contains("cors")) {
			this.rules.remarks()
				.add("Unknown: the filter '" + name + "' (" + MigrationYaml.shown(typeName.split("\\$\\$", 2)[0])
						+ ") may send CORS headers. Write its rules by hand, and remove it after you enforce them.");
		}
	}

	private void addUnusedSources(boolean security) {
		if (security) {
			return;
		}
		List<Object> used = new ArrayList<>();
		new InstantiatedBeans<>(this.beanFactory, Filter.class).instances().values().forEach((filter) -> {
			if (filter instanceof CorsFilter) {
				addIfPresent(used, filter);
			}
		});
		registrations().values().forEach((registration) -> {
			if (registration.getFilter() instanceof CorsFilter filter) {
				addIfPresent(used, filter);
			}
		});
		new InstantiatedBeans<>(this.beanFactory, CorsConfigurationSource.class).instances().forEach((name, source) -> {
			if (used.stream().noneMatch((other) -> other == source)
					&& !source.getClass().getName().startsWith("org.springframework.web.servlet.")) {
				this.rules.remarks()
					.add("Left out: CorsConfigurationSource '" + name + "' has no effect, because no filter uses it.");
			}
		});
	}

	private static void addIfPresent(List<Object> used, Object filter) {
		Object source = PrivateFields.read(CorsFilter.class, CorsConfigurationSource.class, filter);
		if (source != null) {
			used.add(source);
		}
	}

	private static @Nullable Integer order(Filter filter) {
		return (filter instanceof Ordered ordered) ? Integer.valueOf(ordered.getOrder())
				: OrderUtils.getOrder(filter.getClass());
	}

	@SuppressWarnings("rawtypes")
	private Map<String, FilterRegistrationBean> registrations() {
		return new InstantiatedBeans<>(this.beanFactory, FilterRegistrationBean.class).instances();
	}

	private record OrderedRules(int order, ReadFilter filter) {

	}

}
