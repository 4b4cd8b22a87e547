package io.github.corsstarter.conformance;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.conformance.ConformanceRow.Header;
import io.github.corsstarter.testing.RawHttp;

/**
 * A response, over HTTP or from the engine alone.
 *
 * @param status the status
 * @param reason the code of the engine's reason, or {@code null} over HTTP, which does
 * not show it
 * @param headers the header lines, each as received
 * @param body the body
 */
public record ConformanceResponse(int status, String reason, List<Header> headers, String body) {

	/**
	 * Send the request of a row.
	 * @param http a client for the server
	 * @param row the row
	 * @return the response
	 */
	public static ConformanceResponse of(RawHttp http, ConformanceRow row) {
		List<String> lines = new ArrayList<>();
		if (row.headers().stream().noneMatch((header) -> header.name().equalsIgnoreCase("Host"))) {
			lines.add("Host: " + ConformanceRow.DEFAULT_HOST);
		}
		row.headers().forEach((header) -> lines.add(header.name() + ": " + header.value()));
		RawHttp.Response response = http.send(row.method(), row.target(), lines);
		return new ConformanceResponse(response.status(), null,
				response.headers().stream().map((line) -> new Header(line.getKey(), line.getValue())).toList(),
				response.body());
	}

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
