package io.github.corsstarter.decision;

import java.util.Enumeration;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * A response header with a fixed value, or with a value that is copied from the request.
 *
 * @param name the name of the header
 * @param value the fixed value; empty if the value is copied from the request
 * @param source the source of the value
 */
record ResponseHeader(String name, String value, Source source) {

	enum Source {

		FIXED, ORIGIN, REQUEST_METHOD, REQUEST_HEADERS

	}

	static ResponseHeader fixed(String name, String value) {
		return new ResponseHeader(name, value, Source.FIXED);
	}

	/**
	 * Create a header that repeats part of the request. The engine must have validated
	 * that part.
	 */
	static ResponseHeader echo(String name, Source source) {
		return new ResponseHeader(name, "", source);
	}

	ResponseHeader withName(String name) {
		return new ResponseHeader(name, this.value, this.source);
	}

	boolean isTiming() {
		return this.name.equals(CorsHeaders.TIMING_ALLOW_ORIGIN);
	}

	@Nullable String valueFor(CorsRequest request) {
		// The most common case, checked first.
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
	 * Joins the field lines. The engine has checked that they are within its budget.
	 * Blank lines are left out, because there may be many.
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
