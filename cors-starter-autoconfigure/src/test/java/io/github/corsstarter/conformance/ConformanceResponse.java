package io.github.corsstarter.conformance;

import java.util.List;

import io.github.corsstarter.conformance.ConformanceRow.Header;

/**
 * What came back, over HTTP or from the engine alone.
 *
 * @param status the status
 * @param reason the word for the engine's reason, or {@code null} over HTTP, where it
 * cannot be seen
 * @param headers the header lines, each as received
 * @param body the body
 */
public record ConformanceResponse(int status, String reason, List<Header> headers, String body) {

	/**
	 * The values of all lines of a header.
	 * @param name the name, in any case
	 * @return the values in their order
	 */
	public List<String> values(String name) {
		return this.headers.stream()
			.filter((header) -> header.name().equalsIgnoreCase(name))
			.map(Header::value)
			.toList();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder().append(this.status)
			.append((this.reason != null) ? ", " + this.reason : "");
		this.headers.forEach((header) -> text.append('\n').append(header));
		return text.append("\n\n").append(this.body).toString();
	}

}
