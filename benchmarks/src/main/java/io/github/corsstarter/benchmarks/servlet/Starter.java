package io.github.corsstarter.benchmarks.servlet;

import java.util.List;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsMetricsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import io.github.corsstarter.benchmarks.scenario.Policies;
import io.github.corsstarter.benchmarks.scenario.Rules;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.Filter;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/**
 * Creates the starter's filter.
 */
final class Starter {

	private Starter() {
	}

	/**
	 * The filter of an application that adds only the starter.
	 */
	static Filter autoConfigured(Rules rules) {
		return fromContext(rules, CorsAutoConfiguration.class, CorsServletAutoConfiguration.class);
	}

	/**
	 * The filter of an application that adds the starter and Micrometer.
	 */
	static Filter withMetrics(Rules rules) {
		return fromContext(rules, CorsAutoConfiguration.class, CorsMetricsAutoConfiguration.class,
				CorsServletAutoConfiguration.class);
	}

	/**
	 * The filter alone, without observers of its decisions.
	 */
	static Filter unobserved(Rules rules) {
		return new CorsPolicyFilter(new CorsPolicies(List.of(() -> Policies.of(rules)), false));
	}

	private static Filter fromContext(Rules rules, Class<?>... configurations) {
		AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
		context.addBeanFactoryPostProcessor(
				(beans) -> beans.registerSingleton("rules", (CorsPolicySource) () -> Policies.of(rules)));
		context.register(configurations);
		context.refresh();
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(registry));
		FilterRegistrationBean<?> registration = context.getBean("corsPolicyFilterRegistration",
				FilterRegistrationBean.class);
		Filter filter = registration.getFilter();
		if (filter == null) {
			throw new IllegalStateException("The registration has no filter");
		}
		return filter;
	}

}
