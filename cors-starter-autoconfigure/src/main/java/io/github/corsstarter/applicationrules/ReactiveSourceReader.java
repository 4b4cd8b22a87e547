package io.github.corsstarter.applicationrules;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.ServerWebExchange;

/**
 * Reads the rules of Spring's {@link CorsWebFilter} and {@link CorsConfigurationSource}
 * in a reactive application.
 */
final class ReactiveSourceReader {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ExistingRules rules;

	ReactiveSourceReader(ConfigurableListableBeanFactory beanFactory, ExistingRules rules) {
		this.beanFactory = beanFactory;
		this.rules = rules;
	}

	/**
	 * The rules of a filter.
	 * @param label the name of the filter
	 * @param filter the filter
	 * @return the rules, or {@code null} if they are unknown
	 */
	@Nullable List<UrlRule> read(String label, CorsWebFilter filter) {
		CorsConfigurationSource source = PrivateFields.read(CorsWebFilter.class, CorsConfigurationSource.class, filter);
		if (source == null) {
			this.rules.remarks().add("Unknown: the rules of " + label + ". Write them by hand.");
			return null;
		}
		String name = new InstantiatedBeans<>(this.beanFactory, CorsConfigurationSource.class).instances()
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == source)
			.map((bean) -> "CorsConfigurationSource '" + bean.getKey() + "'")
			.findFirst()
			.orElse(label);
		if (source instanceof UrlBasedCorsConfigurationSource) {
			return SourceReader.byPath(name, UrlBasedCorsConfigurationSource.class, source);
		}
		return SourceReader.byCode(name, (path) -> source.getCorsConfiguration(exchange(path)), this.rules.remarks());
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
