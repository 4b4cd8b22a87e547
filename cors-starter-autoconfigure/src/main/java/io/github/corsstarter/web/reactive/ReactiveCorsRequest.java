package io.github.corsstarter.web.reactive;

import java.net.URI;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Adapts a reactive request to the engine.
 */
final class ReactiveCorsRequest implements CorsRequest {

	/** Spring converts the name to lower case for each look-up. */
	private static final String LOWER_CASE_ORIGIN = "origin";

	private final ServerHttpRequest request;

	/** Cached, because it is read more than once. */
	private @Nullable String origin;

	private boolean originRead;

	ReactiveCorsRequest(ServerHttpRequest request) {
		this.request = request;
	}

	@Override
	public String method() {
		return this.request.getMethod().name();
	}

	@Override
	public String contextPath() {
		return this.request.getPath().contextPath().value();
	}

	@Override
	public String path() {
		return this.request.getPath().pathWithinApplication().value();
	}

	@Override
	public @Nullable String header(String name) {
		if (!name.equals(CorsHeaders.ORIGIN)) {
			return this.request.getHeaders().getFirst(name);
		}
		if (!this.originRead) {
			this.originRead = true;
			this.origin = this.request.getHeaders().getFirst(LOWER_CASE_ORIGIN);
		}
		return this.origin;
	}

	@Override
	public Enumeration<String> headers(String name) {
		List<String> values = values(this.request.getHeaders(), name);
		return (values != null) ? Collections.enumeration(values) : Collections.emptyEnumeration();
	}

	/**
	 * {@code HttpHeaders} is a {@code Map} up to Spring 6.2 but not since Spring 7. A
	 * call compiled against one version does not link with the other.
	 */
	@SuppressWarnings("unchecked")
	static @Nullable List<String> values(HttpHeaders headers, String name) {
		return ((Object) headers instanceof Map<?, ?> map) ? (List<String>) map.get(name) : headers.get(name);
	}

	@Override
	public @Nullable String scheme() {
		return this.request.getURI().getScheme();
	}

	/**
	 * Uses the authority if {@link URI#getHost()} is {@code null}, as it is for a name
	 * with {@code _}.
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

	/**
	 * Spring's {@code ForwardedHeaderTransformer} changes the URI and leaves this header.
	 */
	@Override
	public @Nullable String receivedHost() {
		List<String> values = values(this.request.getHeaders(), CorsHeaders.HOST);
		return (values != null && values.size() == 1) ? values.get(0) : null;
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
