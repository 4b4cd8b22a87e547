package io.github.corsstarter.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.corsstarter.actuate.CorsPageEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The headers of the page of the actuator endpoint {@code corspage}. An endpoint cannot
 * set headers, and it runs after Spring Security. So a filter before Spring Security sets
 * them. Spring Security leaves each of these headers as it is if the response has it,
 * whether it writes its own early or late. Matches paths as the mapping of the endpoint
 * does, so that no spelling of the path has the page without the headers.
 */
final class CorsPageHeaders {

	/** After forwarded headers and observation, before Spring Security. */
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 51;

	private final CorsPageAttributes attributes;

	private final CorsPageEndpoint endpoint;

	/** Created on first use, because the endpoints are found after the filters. */
	private volatile @Nullable List<PathPattern> patterns;

	CorsPageHeaders(CorsPageAttributes attributes, CorsPageEndpoint endpoint) {
		this.attributes = attributes;
		this.endpoint = endpoint;
	}

	/**
	 * The headers of the response to a request.
	 * @param path the path of the request, relative to the context path
	 * @param host supplies the host of the request, after forwarded headers
	 * @return values by name; empty if the path is another one
	 */
	Map<String, String> of(PathContainer path, Supplier<@Nullable String> host) {
		List<PathPattern> present = this.patterns;
		if (present == null) {
			present = this.attributes.paths().stream().map(PathPatternParser.defaultInstance::parse).toList();
			this.patterns = present;
		}
		return present.stream().anyMatch((pattern) -> pattern.matches(path)) ? this.endpoint.headers(host.get())
				: Map.of();
	}

}
