package io.github.corsstarter.sample;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A request that a page makes.
 *
 * @param method the method, normalized as in browsers
 * @param url the address
 * @param headers the headers that the page sets
 * @param body the body, or {@code null}
 * @param mode the kind of the request
 * @param credentials whether cookies are also sent to other origins
 */
record FetchRequest(String method, URI url, Map<String, String> headers, String body, Mode mode, boolean credentials) {

	/** Fetch, "normalize" a method. The list does not include {@code patch}. */
	private static final Set<String> NORMALISED = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

	enum Mode {

		/** {@code fetch(url)} and {@code XMLHttpRequest}. */
		CORS,

		/** An image, or {@code fetch(url, { mode: "no-cors" })}. */
		NO_CORS,

		/** A link, or a form post. */
		NAVIGATE;

		String fetchMetadata() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	static FetchRequest get(String url) {
		return of("GET", url);
	}

	static FetchRequest post(String url) {
		return of("POST", url);
	}

	static FetchRequest put(String url) {
		return of("PUT", url);
	}

	static FetchRequest of(String method, String url) {
		String upperCase = method.toUpperCase(Locale.ROOT);
		return new FetchRequest(NORMALISED.contains(upperCase) ? upperCase : method, URI.create(url), Map.of(), null,
				Mode.CORS, false);
	}

	FetchRequest header(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new FetchRequest(this.method, this.url, headers, this.body, this.mode, this.credentials);
	}

	FetchRequest json(String body) {
		return body("application/json", body);
	}

	FetchRequest form(String body) {
		return body("application/x-www-form-urlencoded", body);
	}

	FetchRequest body(String contentType, String body) {
		FetchRequest typed = header("Content-Type", contentType);
		return new FetchRequest(this.method, this.url, typed.headers, body, this.mode, this.credentials);
	}

	FetchRequest mode(Mode mode) {
		return new FetchRequest(this.method, this.url, this.headers, this.body, mode, this.credentials);
	}

	FetchRequest withCredentials() {
		return new FetchRequest(this.method, this.url, this.headers, this.body, this.mode, true);
	}

}
