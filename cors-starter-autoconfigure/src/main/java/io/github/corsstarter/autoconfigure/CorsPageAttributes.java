package io.github.corsstarter.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.corsstarter.applicationrules.ApplicationRuleSources;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriUtils;

/**
 * The addresses that the page of the actuator endpoint {@code corspage} needs. The path
 * of each endpoint can be changed with a property, so the page cannot guess them. They
 * are relative to the page, so they are correct after any context path, and after any
 * prefix that a proxy removes.
 */
final class CorsPageAttributes implements Supplier<Map<String, String>> {

	private static final EndpointId PAGE = EndpointId.of("corspage");

	private static final List<String> NEIGHBORS = List.of("cors", "corscheck", "corsmigration");

	private static final List<String> TLS = List.of("bundle", "key-store", "certificate");

	private final Environment environment;

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final ObjectProvider<ApplicationRuleSources> sources;

	/**
	 * Create the attributes.
	 * @param environment the environment of the application
	 * @param endpoints the endpoints, which are known after the filters
	 * @param sources knows the context path of the application
	 */
	CorsPageAttributes(Environment environment, ObjectProvider<PathMappedEndpoints> endpoints,
			ObjectProvider<ApplicationRuleSources> sources) {
		this.environment = environment;
		this.endpoints = endpoints;
		this.sources = sources;
	}

	/**
	 * The paths that the page may have, relative to the context path.
	 * @return the paths, the longest first
	 */
	Collection<String> paths() {
		PathMappedEndpoints mapped = this.endpoints.getIfAvailable();
		String path = (mapped != null) ? mapped.getPath(PAGE) : null;
		if (path == null) {
			return List.of();
		}
		List<String> paths = new ArrayList<>();
		if (!isOnOtherPort()) {
			for (String property : List.of("spring.mvc.servlet.path", "spring.jersey.application-path")) {
				String prefix = prefix(this.environment.getProperty(property));
				if (!prefix.isEmpty()) {
					paths.add(prefix + path);
				}
			}
		}
		paths.add(path);
		return paths;
	}

	@Override
	public Map<String, String> get() {
		Map<String, String> attributes = new HashMap<>();
		PathMappedEndpoints mapped = this.endpoints.getIfAvailable();
		String own = (mapped != null) ? mapped.getRootPath(PAGE) : null;
		if (mapped != null && own != null) {
			String up = "../".repeat(StringUtils.countOccurrencesOf(own, "/"));
			for (String neighbor : NEIGHBORS) {
				String path = mapped.getRootPath(EndpointId.of(neighbor));
				if (path != null) {
					attributes.put(neighbor, up + path);
				}
			}
		}
		if (isOnOtherPort()) {
			attributes.put("port", port());
			attributes.put("scheme", isSecure() ? "https" : "http");
			ApplicationRuleSources present = this.sources.getIfAvailable();
			attributes.put("context", (present != null) ? present.contextPath() : "");
		}
		else {
			attributes.put("paths",
					paths().stream()
						.map((path) -> UriUtils.encodePath(path, StandardCharsets.UTF_8))
						.collect(Collectors.joining(" ")));
		}
		String name = this.environment.getProperty("spring.application.name");
		if (StringUtils.hasText(name)) {
			attributes.put("application", name);
		}
		return attributes;
	}

	private boolean isOnOtherPort() {
		return ManagementPortType.get(this.environment) == ManagementPortType.DIFFERENT;
	}

	private String port() {
		String actual = this.environment.getProperty("local.server.port");
		return (actual != null) ? actual : this.environment.getProperty("server.port", "8080");
	}

	private boolean isSecure() {
		return this.environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& TLS.stream().anyMatch((key) -> this.environment.containsProperty("server.ssl." + key));
	}

	private static String prefix(@Nullable String path) {
		String inner = (path != null) ? StringUtils.trimTrailingCharacter(path.strip(), '/') : "";
		return (inner.isEmpty() || inner.startsWith("/")) ? inner : "/" + inner;
	}

}
