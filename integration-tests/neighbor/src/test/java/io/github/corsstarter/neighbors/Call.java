package io.github.corsstarter.neighbors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;

/**
 * A request that shows what a neighbor does.
 *
 * @param method the method
 * @param path the path; {@code {n}} stands for a number that has not been used before
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
	 * Send what a browser asks before it lets a page send this.
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
