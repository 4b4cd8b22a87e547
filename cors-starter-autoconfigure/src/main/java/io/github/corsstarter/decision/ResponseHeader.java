package io.github.corsstarter.decision;

import java.util.Enumeration;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * A header of a response, with its value or with what of the request its value is.
 *
 * @param name the name of the header
 * @param value the value, empty where it comes from the request
 * @param source where the value comes from
 */
record ResponseHeader(String name, String value, Source source) {

	enum Source {

		FIXED, ORIGIN, REQUEST_METHOD, REQUEST_HEADERS

	}

	static ResponseHeader fixed(String name, String value) {
		return new ResponseHeader(name, value, Source.FIXED);
	}

	/**
	 * A header that repeats part of the request. Only for what the engine has validated.
	 */
	static ResponseHeader echo(String name, Source source) {
		return new ResponseHeader(name, "", source);
	}

	@Nullable String valueFor(CorsRequest request) {
		// Most of them, for every request.
		if (this.source == Source.FIXED) {
			return this.value;
		}
		return switch (this.source) {
			case FIXED -> this.value;
			case ORIGIN -> request.header(CorsHeaders.ORIGIN);
			case REQUEST_METHOD -> request.header(CorsHeaders.REQUEST_METHOD);
			case REQUEST_HEADERS -> join(request.headers(CorsHeaders.REQUEST_HEADERS));
		};
	}

	/**
	 * Bounded by the budget within which the engine has read the lines; of empty ones
	 * there may be many.
	 */
	private static String join(Enumeration<String> lines) {
		String first = lines.hasMoreElements() ? lines.nextElement() : "";
		if (!lines.hasMoreElements()) {
			return first;
		}
		StringJoiner all = new StringJoiner(", ");
		if (!first.isBlank()) {
			all.add(first);
		}
		while (lines.hasMoreElements()) {
			String line = lines.nextElement();
			if (!line.isBlank()) {
				all.add(line);
			}
		}
		return all.toString();
	}

}
