package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Reads the rules of Spring's {@link CorsFilter} and {@link CorsConfigurationSource} in a
 * servlet application.
 */
final class ServletSourceReader {

	/** Spring MVC's own sources only ask the handler mappings. */
	private static final String SPRING_MVC = "org.springframework.web.servlet.";

	private final ConfigurableListableBeanFactory beanFactory;

	ServletSourceReader(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The rules of a filter.
	 * @param label the name of the filter
	 * @param filter the filter
	 * @return the rules, or {@code null} if the handler mappings decide
	 */
	@Nullable List<UrlRule> read(String label, CorsFilter filter) {
		CorsConfigurationSource source = PrivateFields.read(CorsFilter.class, CorsConfigurationSource.class, filter);
		String reason = SourceReader.reason(SpringClass.is(CorsFilter.class, filter), SpringClass
			.is(DefaultCorsProcessor.class, PrivateFields.read(CorsFilter.class, CorsProcessor.class, filter)), source);
		return (source == null || reason != null) ? SourceReader.unknown(label, String.valueOf(reason))
				: read(label(label, source), source);
	}

	private String label(String label, CorsConfigurationSource source) {
		return new InstantiatedBeans<>(this.beanFactory, CorsConfigurationSource.class).instances()
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == source)
			.map((bean) -> "CorsConfigurationSource '" + bean.getKey() + "'")
			.findFirst()
			.orElse(label);
	}

	@Nullable List<UrlRule> read(String label, CorsConfigurationSource source) {
		if (source.getClass().getName().startsWith(SPRING_MVC)) {
			return null;
		}
		if (source instanceof UrlBasedCorsConfigurationSource) {
			List<UrlRule> found = SpringClass.is(UrlBasedCorsConfigurationSource.class, source)
					? SourceReader.byPath(label, UrlBasedCorsConfigurationSource.class, source) : null;
			return (found != null) ? found : SourceReader.unknown(label, "Its source is not Spring's own class.");
		}
		return SourceReader.byCode(label, (path) -> source.getCorsConfiguration(request(path)));
	}

	@SuppressWarnings("JdkObsolete") // The Servlet API has a StringBuffer.
	private static HttpServletRequest request(String path) {
		return SourceReader.request(HttpServletRequest.class,
				Map.of("getMethod", "GET", "getRequestURI", path, "getServletPath", path, "getContextPath", "",
						"getServerName", "localhost", "getScheme", "http", "getProtocol", "HTTP/1.1", "getRequestURL",
						new StringBuffer("http://localhost" + path)));
	}

}
