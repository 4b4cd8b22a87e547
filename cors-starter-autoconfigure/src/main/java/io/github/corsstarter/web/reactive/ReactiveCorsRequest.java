package io.github.corsstarter.web.reactive;

import java.net.URI;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The engine's view of a reactive request.
 */
final class ReactiveCorsRequest implements CorsRequest {

	private final ServerHttpRequest request;

	ReactiveCorsRequest(ServerHttpRequest request) {
		this.request = request;
	}

	@Override
	public String method() {
		return this.request.getMethod().name();
	}

	@Override
	public String path() {
		return this.request.getPath().pathWithinApplication().value();
	}

	@Override
	public @Nullable String header(String name) {
		return this.request.getHeaders().getFirst(name);
	}

	/**
	 * Goes through all headers, because the ways to get at one by its name are not the
	 * same in Spring 6.2 and 7.
	 */
	@Override
	public Enumeration<String> headers(String name) {
		for (Map.Entry<String, List<String>> header : this.request.getHeaders().headerSet()) {
			if (header.getKey().equalsIgnoreCase(name)) {
				return Collections.enumeration(header.getValue());
			}
		}
		return Collections.emptyEnumeration();
	}

	@Override
	public @Nullable String scheme() {
		return this.request.getURI().getScheme();
	}

	/**
	 * Not {@link URI#getHost()} alone, which knows no names with {@code _} in them.
	 */
	@Override
	public @Nullable String host() {
		URI uri = this.request.getURI();
		String authority = uri.getRawAuthority();
		if (uri.getHost() != null || authority == null) {
			return uri.getHost();
		}
		int colon = authority.lastIndexOf(':');
		return (colon != -1) ? authority.substring(0, colon) : authority;
	}

	@Override
	public int port() {
		URI uri = this.request.getURI();
		String authority = uri.getRawAuthority();
		if (uri.getHost() != null || authority == null || authority.lastIndexOf(':') == -1) {
			return uri.getPort();
		}
		try {
			return Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

}
