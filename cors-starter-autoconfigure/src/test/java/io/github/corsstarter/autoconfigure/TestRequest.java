package io.github.corsstarter.autoconfigure;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request from another site, for tests.
 */
record TestRequest(String method, String path, Map<String, String> headers) implements CorsRequest {

	static TestRequest actual(String method, String origin, String path) {
		return new TestRequest(method, path, Map.of("origin", origin));
	}

	static TestRequest preflight(String method, String origin, String path) {
		return new TestRequest("OPTIONS", path, Map.of("origin", origin, "access-control-request-method", method));
	}

	@Override
	public @Nullable String header(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	@Override
	public Enumeration<String> headers(String name) {
		String value = header(name);
		return Collections.enumeration((value != null) ? List.of(value) : List.of());
	}

	@Override
	public @Nullable String scheme() {
		return "https";
	}

	@Override
	public @Nullable String host() {
		return "server.test";
	}

	@Override
	public int port() {
		return -1;
	}

}
