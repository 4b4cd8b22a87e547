package io.github.corsstarter.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request without a server. Immutable: {@code with} and {@code at} return a copy.
 *
 * @param method the method
 * @param path the path, relative to the context path
 * @param lines the header lines in their order
 * @param scheme the scheme of the request's own address
 * @param host the host of the request's own address
 * @param port the port of the request's own address, below 1 for the default
 */
public record FakeCorsRequest(String method, String path, List<Line> lines, @Nullable String scheme,
		@Nullable String host, int port) implements CorsRequest {

	public FakeCorsRequest {
		lines = List.copyOf(lines);
	}

	/**
	 * A request to {@code https://server.example} without headers.
	 */
	public static FakeCorsRequest of(String method, String path) {
		return new FakeCorsRequest(method, path, List.of(), "https", "server.example", -1);
	}

	/**
	 * A request that is not a preflight.
	 */
	public static FakeCorsRequest actual(String method, String path, String origin) {
		return of(method, path).with("Origin", origin);
	}

	/**
	 * A preflight.
	 * @param method the method that it asks for
	 */
	public static FakeCorsRequest preflight(String method, String path, String origin) {
		return actual("OPTIONS", path, origin).with("Access-Control-Request-Method", method);
	}

	/**
	 * The same request with one header line for each value, instead of the lines that it
	 * had for this header.
	 */
	public FakeCorsRequest with(String name, String... values) {
		List<Line> all = new ArrayList<>(this.lines);
		all.removeIf((line) -> line.name().equalsIgnoreCase(name));
		Arrays.stream(values).forEach((value) -> all.add(new Line(name, value)));
		return new FakeCorsRequest(this.method, this.path, all, this.scheme, this.host, this.port);
	}

	/**
	 * The same request to another address.
	 */
	public FakeCorsRequest at(@Nullable String scheme, @Nullable String host, int port) {
		return new FakeCorsRequest(this.method, this.path, this.lines, scheme, host, port);
	}

	/** The values of all lines of a header. */
	public List<String> values(String name) {
		List<String> values = new ArrayList<>();
		for (Line line : this.lines) {
			if (line.name().equalsIgnoreCase(name)) {
				values.add(line.value());
			}
		}
		return values;
	}

	@Override
	public @Nullable String header(String name) {
		List<String> values = values(name);
		return values.isEmpty() ? null : values.get(0);
	}

	@Override
	public Enumeration<String> headers(String name) {
		return Collections.enumeration(values(name));
	}

	/** Without a header {@code Host}, the request was received at its own address. */
	@Override
	public @Nullable String receivedHost() {
		String received = header("Host");
		return (received != null || this.host == null) ? received
				: this.host + ((this.port > 0) ? ":" + this.port : "");
	}

	/** Characters that a terminal does not show are escaped. */
	@Override
	public String toString() {
		return escape(this.method + " " + this.path + " on " + this.scheme + "://" + this.host + " port " + this.port)
				+ this.lines.stream()
					.map((line) -> "\n    " + line.name() + ": \"" + escape(line.value()) + "\"")
					.collect(Collectors.joining());
	}

	private static String escape(String text) {
		return text.chars()
			.mapToObj((c) -> (c >= ' ' && c <= '~') ? String.valueOf((char) c) : String.format("\\u%04x", c))
			.collect(Collectors.joining());
	}

	/**
	 * A header line.
	 *
	 * @param name the name, in any case
	 * @param value the value
	 */
	public record Line(String name, String value) {
	}

}
