package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.corsstarter.decision.CorsRequest;

/**
 * A request as it stands on the wire.
 *
 * @param method the method
 * @param path the path below the context path
 * @param lines the header lines in their order
 * @param scheme the scheme of the request's own address, may be {@code null}
 * @param host the host of the request's own address, may be {@code null}
 * @param port the port of the request's own address, below 1 for the default
 */
record PlainRequest(String method, String path, List<Line> lines, String scheme, String host,
		int port) implements CorsRequest {

	/** The values of all lines of a header. */
	List<String> values(String name) {
		List<String> values = new ArrayList<>();
		for (Line line : this.lines) {
			if (line.name().equalsIgnoreCase(name)) {
				values.add(line.value());
			}
		}
		return values;
	}

	@Override
	public String header(String name) {
		List<String> values = values(name);
		return values.isEmpty() ? null : values.get(0);
	}

	@Override
	public Enumeration<String> headers(String name) {
		return Collections.enumeration(values(name));
	}

	/** With everything escaped that a terminal would not show. */
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
	record Line(String name, String value) {
	}

}
