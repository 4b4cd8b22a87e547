package io.github.corsstarter.testing;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request, for tests.
 *
 * @param method the method
 * @param path the path
 * @param host the host of the request's own address
 * @param lines the header lines
 */
public record StubRequest(String method, String path, String host,
		Map<String, List<String>> lines) implements CorsRequest {

	public static StubRequest actual(String method, String path, String origin) {
		return new StubRequest(method, path, "server.test", Map.of()).with("Origin", origin);
	}

	public static StubRequest preflight(String method, String path, String origin) {
		return actual("OPTIONS", path, origin).with("Access-Control-Request-Method", method);
	}

	public StubRequest with(String name, String... values) {
		Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		all.putAll(this.lines);
		all.put(name, List.of(values));
		return new StubRequest(this.method, this.path, this.host, all);
	}

	@Override
	public @Nullable String header(String name) {
		List<String> values = this.lines.get(name);
		return (values != null) ? values.get(0) : null;
	}

	@Override
	public Enumeration<String> headers(String name) {
		return Collections.enumeration(this.lines.getOrDefault(name, List.of()));
	}

	@Override
	public String scheme() {
		return "http";
	}

	@Override
	public int port() {
		return -1;
	}

}
