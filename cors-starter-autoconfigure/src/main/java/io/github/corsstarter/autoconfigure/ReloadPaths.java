package io.github.corsstarter.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The paths at which a {@code POST} may reload the policies, relative to the context
 * path. They are the possible paths of the actuator endpoint {@code cors}. The collection
 * is empty unless the endpoint has a path and unrestricted access.
 */
final class ReloadPaths implements Supplier<Collection<String>> {

	private static final EndpointId ENDPOINT = EndpointId.of("cors");

	private final Environment environment;

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final ObjectProvider<EndpointAccessResolver> access;

	ReloadPaths(Environment environment, ObjectProvider<PathMappedEndpoints> endpoints,
			ObjectProvider<EndpointAccessResolver> access) {
		this.environment = environment;
		this.endpoints = endpoints;
		this.access = access;
	}

	@Override
	public Collection<String> get() {
		PathMappedEndpoints mapped = this.endpoints.getIfAvailable();
		String path = (mapped != null) ? mapped.getPath(ENDPOINT) : null;
		if (path == null || !isWritable()) {
			return List.of();
		}
		if (ManagementPortType.get(this.environment) != ManagementPortType.SAME) {
			return List.of(path);
		}
		Set<String> paths = new LinkedHashSet<>();
		paths.add(prefix(this.environment.getProperty("spring.mvc.servlet.path")) + path);
		String jersey = this.environment.getProperty("spring.jersey.application-path");
		if (jersey != null) {
			paths.add(prefix(jersey) + path);
		}
		return paths;
	}

	private boolean isWritable() {
		EndpointAccessResolver resolver = this.access.getIfAvailable();
		return resolver == null || resolver.accessFor(ENDPOINT, Access.UNRESTRICTED) == Access.UNRESTRICTED;
	}

	private static String prefix(@Nullable String path) {
		String inner = (path != null) ? StringUtils.trimTrailingCharacter(path.strip(), '/') : "";
		return (inner.isEmpty() || inner.startsWith("/")) ? inner : "/" + inner;
	}

}
