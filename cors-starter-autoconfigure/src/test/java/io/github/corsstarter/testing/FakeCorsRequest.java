package io.github.corsstarter.testing;

import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.decision.CorsRequest;

/**
 * A request to {@code https://server.example} that holds what it is told.
 *
 * @param method the method
 * @param path the path
 * @param lines the headers
 */
public record FakeCorsRequest(String method, String path, Map<String, String> lines) implements CorsRequest {

	public static FakeCorsRequest of(String method, String path, String origin) {
		return new FakeCorsRequest(method, path, Map.of("Origin", origin));
	}

	public FakeCorsRequest with(Map<String, String> more) {
		Map<String, String> all = new HashMap<>(this.lines);
		all.putAll(more);
		return new FakeCorsRequest(this.method, this.path, all);
	}

	@Override
	public String header(String name) {
		return this.lines.get(name);
	}

	@Override
	public Enumeration<String> headers(String name) {
		String value = this.lines.get(name);
		return (value != null) ? Collections.enumeration(List.of(value)) : Collections.emptyEnumeration();
	}

	@Override
	public String scheme() {
		return "https";
	}

	@Override
	public String host() {
		return "server.example";
	}

	@Override
	public int port() {
		return -1;
	}

}
