package io.github.corsstarter.conformance;

import java.util.List;
import java.util.Map;

/**
 * A request and the response that it must get.
 *
 * @param name what the row shows, unique in its file
 * @param place file and line, for messages
 * @param method the method of the request
 * @param target the path and query of the request
 * @param headers the header lines of the request, in order
 * @param handled whether the handler must run
 * @param status the status of the response
 * @param reason the code of the engine's reason
 * @param expected the header lines of the response
 * @param problem the members of a {@code problem+json} body with their values; empty if
 * the body has another format. If a key ends with {@code ~}, the member must contain the
 * value
 * @param notOn the stacks on which this row does not run, with the reasons
 */
public record ConformanceRow(String name, String place, String method, String target, List<Header> headers,
		boolean handled, int status, String reason, List<Header> expected, Map<String, String> problem,
		Map<String, String> notOn) {

	/** The host of requests that do not name one. The port is the scheme's default. */
	static final String DEFAULT_HOST = "server.test";

	/**
	 * Describe the request, for the message of a failure.
	 * @return text of several lines
	 */
	public String describeRequest() {
		StringBuilder text = new StringBuilder(this.method).append(' ').append(this.target);
		this.headers.forEach((header) -> text.append('\n').append(header));
		return text.toString();
	}

	/**
	 * Describe the expected response, for the message of a failure.
	 * @return text of several lines
	 */
	public String describeExpected() {
		StringBuilder text = new StringBuilder().append(this.handled ? "the handler, " : "no handler, ")
			.append(this.status)
			.append(", ")
			.append(this.reason);
		this.expected.forEach((header) -> text.append('\n').append(header));
		this.problem.forEach((member, value) -> text.append("\nproblem.").append(member).append(": ").append(value));
		return text.toString();
	}

	@Override
	public String toString() {
		return this.name + " (" + this.place + ")";
	}

	/**
	 * A header line.
	 *
	 * @param name the name as sent or received
	 * @param value the value as sent or received
	 */
	public record Header(String name, String value) {

		private static final int MAX_SHOWN = 1024;

		/** The line. A very long value is replaced with its beginning and its length. */
		@Override
		public String toString() {
			int length = this.value.length();
			return this.name + ": " + ((length <= MAX_SHOWN) ? this.value
					: this.value.substring(0, MAX_SHOWN) + "... (" + length + " characters)");
		}

	}

}
