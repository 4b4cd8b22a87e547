package io.github.corsstarter.neighbors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;

/**
 * A request that tests the behavior of a neighbor.
 *
 * @param method the method
 * @param path the path, in which {@code {n}} is replaced with a number that was not used
 * before
 * @param body the body
 * @param headers header lines
 */
record Call(String method, String path, String body, List<String> headers) {

	private static final AtomicInteger numbers = new AtomicInteger();

	static Call get(String path, String... headers) {
		return new Call("GET", path, "", List.of(headers));
	}

	static Call of(String method, String path, String contentType, String body, String... headers) {
		List<String> all = new ArrayList<>(List.of(headers));
		all.add("Content-Type: " + contentType);
		return new Call(method, path, body, all);
	}

	Response send(RawHttp http, String... more) {
		List<String> all = new ArrayList<>(this.headers);
		all.addAll(Arrays.asList(more));
		return http.send(this.method, target(), all, this.body);
	}

	/**
	 * Send the preflight that a browser would send before this request.
	 */
	Response preflight(RawHttp http, String origin) {
		return http.send("OPTIONS", target(), "Origin: " + origin, "Access-Control-Request-Method: " + this.method,
				"Access-Control-Request-Headers: content-type");
	}

	private String target() {
		return this.path.replace("{n}", Integer.toString(numbers.incrementAndGet()));
	}

	@Override
	public String toString() {
		return this.method + " " + this.path;
	}

}
