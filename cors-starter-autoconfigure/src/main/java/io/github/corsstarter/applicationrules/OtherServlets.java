package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.Scope;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Finds the servlets of an application other than its {@link DispatcherServlet}. The
 * rules of Spring MVC do not apply to them.
 */
final class OtherServlets {

	private final ConfigurableListableBeanFactory beanFactory;

	private final String dispatcherPath;

	/**
	 * Create a view of the servlets.
	 * @param beanFactory the beans of the application
	 * @param dispatcherPath the path of the dispatcher servlet, or an empty string if it
	 * has every path that is left
	 */
	OtherServlets(ConfigurableListableBeanFactory beanFactory, String dispatcherPath) {
		this.beanFactory = beanFactory;
		this.dispatcherPath = dispatcherPath;
	}

	/** Add the paths of the servlets. */
	void addTo(ExistingRules rules) {
		Map<String, Servlet> servlets = ofContainer();
		if (servlets.isEmpty()) {
			servlets.putAll(ofBeans());
		}
		String own = this.dispatcherPath.isEmpty() ? "/" : this.dispatcherPath + "/*";
		servlets.forEach((name, servlet) -> {
			if (!servlet.isDispatcher() || !servlet.mappings().contains(own)) {
				servlet.mappings().forEach((mapping) -> add(name, mapping, rules));
			}
		});
	}

	private Map<String, Servlet> ofContainer() {
		Map<String, Servlet> servlets = new LinkedHashMap<>();
		new InstantiatedBeans<>(this.beanFactory, ServletContext.class).instances()
			.values()
			.forEach((context) -> context.getServletRegistrations()
				.forEach((name, registration) -> servlets.put(name, new Servlet(
						isDispatcher(registration.getClassName()), List.copyOf(registration.getMappings())))));
		return servlets;
	}

	private boolean isDispatcher(@Nullable String className) {
		try {
			return className != null && DispatcherServlet.class
				.isAssignableFrom(ClassUtils.forName(className, this.beanFactory.getBeanClassLoader()));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	/** In a mock environment, the container has no servlets. */
	private Map<String, Servlet> ofBeans() {
		Map<String, Servlet> servlets = new LinkedHashMap<>();
		new InstantiatedBeans<>(this.beanFactory, ServletRegistrationBean.class).instances()
			.forEach((name, registration) -> {
				if (registration.isEnabled()) {
					List<String> mappings = new ArrayList<>();
					((Collection<?>) registration.getUrlMappings())
						.forEach((mapping) -> mappings.add(String.valueOf(mapping)));
					servlets.put(registration.getServletName(),
							new Servlet(registration.getServlet() instanceof DispatcherServlet,
									mappings.isEmpty() ? List.of("/*") : mappings));
				}
			});
		return servlets;
	}

	private void add(String name, String mapping, ExistingRules rules) {
		String servlet = "The servlet '" + MigrationYaml.shown(name) + "'";
		if (mapping.startsWith("*.")) {
			rules.remarks()
				.add(servlet + " answers requests to " + MigrationYaml.shown(mapping)
						+ ". A policy cannot have such a pattern. Policies also apply to the servlet, although the rules"
						+ " of Spring MVC do not.");
			return;
		}
		String pattern = mapping.isEmpty() ? "/" : mapping.endsWith("/*") ? mapping + "*" : mapping;
		// The dispatcher servlet has "/", or its path is longer and so it is more
		// specific.
		boolean isDefault = mapping.equals("/");
		if (isDefault || !(this.dispatcherPath.isEmpty() || pattern.equals(this.dispatcherPath)
				|| pattern.startsWith(this.dispatcherPath + "/"))) {
			return;
		}
		rules.handlers()
			.add(new HandlerRule(HandlerRule.BEFORE_HANDLERS, "", pattern, Set.of(), null, false, Scope.ALL_OF_PATH,
					List.of(servlet + " answers there, and the rules of Spring MVC do not apply to it. If it sends CORS"
							+ " headers itself, write its rules by hand: the policy removes them.")));
	}

	/**
	 * A servlet.
	 *
	 * @param isDispatcher whether it is a dispatcher servlet
	 * @param mappings the URL patterns that it is mapped to
	 */
	private record Servlet(boolean isDispatcher, List<String> mappings) {

	}

}
