package io.github.corsstarter.browser;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The arguments of a call of {@code fetch}.
 *
 * @param init the settings, and the address as {@code url}
 */
record PageRequest(Map<String, Object> init) {

	static PageRequest of(String method, String url) {
		return new PageRequest(Map.of("method", method, "url", url));
	}

	static PageRequest get(String url) {
		return of("GET", url);
	}

	static PageRequest post(String url) {
		return of("POST", url);
	}

	static PageRequest put(String url) {
		return of("PUT", url);
	}

	PageRequest header(String name, String value) {
		Map<Object, Object> headers = new LinkedHashMap<>((Map<?, ?>) this.init.getOrDefault("headers", Map.of()));
		headers.put(name, value);
		return with("headers", headers);
	}

	PageRequest body(String contentType, String body) {
		return header("Content-Type", contentType).with("body", body);
	}

	PageRequest json(String body) {
		return body("application/json", body);
	}

	PageRequest form(String body) {
		return body("application/x-www-form-urlencoded", body);
	}

	PageRequest withCredentials() {
		return with("credentials", "include");
	}

	PageRequest with(String name, Object value) {
		Map<String, Object> changed = new LinkedHashMap<>(this.init);
		changed.put(name, value);
		return new PageRequest(changed);
	}

}
