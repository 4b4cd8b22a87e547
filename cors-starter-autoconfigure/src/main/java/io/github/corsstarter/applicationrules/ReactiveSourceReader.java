package io.github.corsstarter.applicationrules;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.ServerWebExchange;

/**
 * Reads the rules of Spring's {@link CorsWebFilter} and {@link CorsConfigurationSource}
 * in a reactive application.
 */
final class ReactiveSourceReader {

	private final ConfigurableListableBeanFactory beanFactory;

	ReactiveSourceReader(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The rules of a filter.
	 * @param label the name of the filter
	 * @param filter the filter
	 * @return the rules
	 */
	List<UrlRule> read(String label, CorsWebFilter filter) {
		CorsConfigurationSource source = PrivateFields.read(CorsWebFilter.class, CorsConfigurationSource.class, filter);
		String reason = SourceReader.reason(SpringClass.is(CorsWebFilter.class, filter), SpringClass
			.is(DefaultCorsProcessor.class, PrivateFields.read(CorsWebFilter.class, CorsProcessor.class, filter)),
				source);
		if (source == null || reason != null) {
			return SourceReader.unknown(label, String.valueOf(reason));
		}
		String name = new InstantiatedBeans<>(this.beanFactory, CorsConfigurationSource.class).instances()
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == source)
			.map((bean) -> "CorsConfigurationSource '" + bean.getKey() + "'")
			.findFirst()
			.orElse(label);
		if (source instanceof UrlBasedCorsConfigurationSource) {
			List<UrlRule> found = SpringClass.is(UrlBasedCorsConfigurationSource.class, source)
					? SourceReader.byPath(name, UrlBasedCorsConfigurationSource.class, source) : null;
			return (found != null) ? found : SourceReader.unknown(name, "Its source is not Spring's own class.");
		}
		return SourceReader.byCode(name, (path) -> source.getCorsConfiguration(exchange(path)));
	}

	static ServerWebExchange exchange(String path) {
		URI uri = URI.create("http://localhost" + path);
		ServerHttpRequest request = SourceReader.request(ServerHttpRequest.class,
				Map.of("getMethod", HttpMethod.GET, "getURI", uri, "getPath", RequestPath.parse(uri, ""), "getHeaders",
						new HttpHeaders(), "getId", "cors"));
		return SourceReader.request(ServerWebExchange.class,
				Map.of("getRequest", request, "getAttributes", new HashMap<String, Object>()));
	}

}
