package io.github.corsstarter.benchmarks.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;

import io.github.corsstarter.benchmarks.scenario.Rules;
import jakarta.servlet.Filter;

/**
 * Loads Spring 6.2 in addition to the Spring 7 of the class path. A separate class loader
 * has the jars of Spring 6.2 and loads the same compiled factory. Both share the Servlet
 * types.
 */
final class Spring6 extends URLClassLoader implements FilterFactory {

	private static final String FACTORY = SpringFilterFactory.class.getName();

	private static final String[] JARS = { "spring-web", "spring-beans", "spring-context", "spring-core",
			"spring-jcl" };

	Spring6() {
		super(jars(), Spring6.class.getClassLoader());
	}

	private static URL[] jars() {
		URL[] jars = new URL[JARS.length];
		for (int i = 0; i < JARS.length; i++) {
			URL jar = Spring6.class.getResource("/spring-6/" + JARS[i] + ".jar");
			if (jar == null) {
				throw new IllegalStateException("No " + JARS[i] + ".jar: is the module built by Maven?");
			}
			jars[i] = jar;
		}
		return jars;
	}

	@Override
	public Filter create(Rules rules) throws ReflectiveOperationException {
		Class<?> factory = loadClass(FACTORY);
		Filter filter;
		try {
			filter = ((FilterFactory) factory.getConstructor().newInstance()).create(rules);
		}
		catch (RuntimeException | ReflectiveOperationException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		if (filter.getClass().getClassLoader() != this) {
			throw new IllegalStateException("Not the filter of Spring 6.2: " + filter.getClass());
		}
		return filter;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null) {
				return loaded;
			}
			if (name.equals(FACTORY)) {
				return factory();
			}
			if (name.startsWith("org.springframework.") || name.startsWith("org.apache.commons.logging.")) {
				return findClass(name);
			}
			return super.loadClass(name, resolve);
		}
	}

	private Class<?> factory() throws ClassNotFoundException {
		try (InputStream stream = SpringFilterFactory.class.getResourceAsStream("SpringFilterFactory.class")) {
			if (stream == null) {
				throw new ClassNotFoundException(FACTORY);
			}
			byte[] bytes = stream.readAllBytes();
			return defineClass(FACTORY, bytes, 0, bytes.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(FACTORY, ex);
		}
	}

}
