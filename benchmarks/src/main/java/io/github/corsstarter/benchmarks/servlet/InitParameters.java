package io.github.corsstarter.benchmarks.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

/**
 * The init parameters of a filter, as in a deployment descriptor.
 */
final class InitParameters implements FilterConfig {

	private final Map<String, String> parameters;

	InitParameters(Map<String, String> parameters) {
		this.parameters = parameters;
	}

	@Override
	public String getFilterName() {
		return "cors";
	}

	@Override
	public ServletContext getServletContext() {
		return Unsupported.of(ServletContext.class);
	}

	@Override
	public @Nullable String getInitParameter(String name) {
		return this.parameters.get(name);
	}

	@Override
	public Enumeration<String> getInitParameterNames() {
		return Collections.enumeration(this.parameters.keySet());
	}

}
