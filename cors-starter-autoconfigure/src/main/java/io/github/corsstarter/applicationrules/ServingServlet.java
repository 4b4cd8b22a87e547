package io.github.corsstarter.applicationrules;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The servlet to which a container maps a path. Immutable.
 *
 * @param name the name of the servlet
 * @param type the name of its class
 * @param prefix the part of the path that the mapping contains, such as {@code /app} for
 * {@code /app/*}; empty if Spring looks up the whole path
 * @param springMvc whether it is Spring's own servlet
 */
record ServingServlet(String name, String type, String prefix, boolean springMvc) {

	private static final String SPRING_MVC = "dispatcherServlet";

	/** The packages of servlets that come with a container. */
	private static final List<String> CONTAINERS = List.of("org.apache.catalina.", "org.eclipse.jetty.",
			"io.undertow.");

	/**
	 * Find the servlet for a path.
	 * @param context the context that has the servlets
	 * @param path the path within the context, decoded and without path parameters
	 * @param classLoader loads the classes of the servlets
	 * @return the servlet, or {@code null} if no servlet serves the path
	 */
	static @Nullable ServingServlet find(ServletContext context, String path, @Nullable ClassLoader classLoader) {
		Map<String, ? extends ServletRegistration> servlets = context.getServletRegistrations();
		Match best = servlets.values()
			.stream()
			.flatMap((servlet) -> matches(servlet, path))
			.min(Comparator.comparing(Match::kind).thenComparing((match) -> -match.pattern().length()))
			.orElse(null);
		if (best == null) {
			return null;
		}
		ServletRegistration servlet = best.servlet();
		String prefix = (best.kind() == Kind.PREFIX) ? withoutEnd(best.pattern()) : "";
		String type = (servlet.getClassName() != null) ? servlet.getClassName() : "";
		boolean spring = isSpring(type, classLoader)
				&& (servlet.getName().equals(SPRING_MVC) || !servlets.containsKey(SPRING_MVC));
		return new ServingServlet(servlet.getName(), type, prefix, spring);
	}

	/** Whether nothing is known about the servlets of a context, as in a mock. */
	static boolean areUnknown(@Nullable ServletContext context) {
		return context == null || context.getServletRegistrations().isEmpty();
	}

	private static Stream<Match> matches(ServletRegistration servlet, String path) {
		Collection<String> patterns = servlet.getMappings();
		return Stream.ofNullable(patterns)
			.flatMap(Collection::stream)
			.map((pattern) -> new Match(servlet, pattern, kind(pattern)))
			.filter((match) -> match.matches(path));
	}

	private static Kind kind(String pattern) {
		return pattern.equals("/") ? Kind.DEFAULT
				: pattern.endsWith("/*") ? Kind.PREFIX : pattern.startsWith("*.") ? Kind.EXTENSION : Kind.EXACT;
	}

	private static String withoutEnd(String pattern) {
		return pattern.substring(0, pattern.length() - 2);
	}

	private static boolean isSpring(String type, @Nullable ClassLoader classLoader) {
		try {
			return DispatcherServlet.class.isAssignableFrom(ClassUtils.forName(type, classLoader));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	/** Whether the servlet is one of a container, such as the one for static files. */
	boolean isOfContainer() {
		return CONTAINERS.stream().anyMatch(this.type::startsWith);
	}

	/** Jakarta Servlet 6.1, section 12.1: the order in which a container looks. */
	private enum Kind {

		EXACT, PREFIX, EXTENSION, DEFAULT

	}

	private record Match(ServletRegistration servlet, String pattern, Kind kind) {

		boolean matches(String path) {
			return switch (this.kind) {
				case EXACT -> this.pattern.equals(path.equals("/") ? "" : path) || this.pattern.equals(path);
				case PREFIX -> (path + "/").startsWith(withoutEnd(this.pattern) + "/");
				case EXTENSION -> path.substring(path.lastIndexOf('/') + 1).endsWith(this.pattern.substring(1));
				case DEFAULT -> true;
			};
		}

	}

}
