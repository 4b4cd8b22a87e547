package io.github.corsstarter.conformance;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import io.github.corsstarter.conformance.ConformanceRow.Header;
import io.github.corsstarter.decision.CorsRequest;

/**
 * A row's request as a server would hand it to the engine: optional white space around
 * values is gone (RFC 9110, section 5.5), and forwarded headers have been applied.
 */
final class EngineCorsRequest implements CorsRequest {

	private final ConformanceRow row;

	private final String authority;

	EngineCorsRequest(ConformanceRow row) {
		this.row = row;
		String forwarded = header("X-Forwarded-Host");
		String host = header("Host");
		this.authority = (forwarded != null) ? forwarded : (host != null) ? host : RawHttpClient.DEFAULT_HOST;
	}

	@Override
	public String method() {
		return this.row.method();
	}

	@Override
	public String path() {
		return this.row.target().split("\\?", 2)[0];
	}

	@Override
	public String header(String name) {
		Enumeration<String> values = headers(name);
		return values.hasMoreElements() ? values.nextElement() : null;
	}

	@Override
	public Enumeration<String> headers(String name) {
		List<String> values = this.row.headers()
			.stream()
			.filter((header) -> header.name().equalsIgnoreCase(name))
			.map(Header::value)
			.map((value) -> value.replaceAll("^[ \t]+|[ \t]+$", ""))
			.toList();
		return Collections.enumeration(values);
	}

	@Override
	public String scheme() {
		String forwarded = header("X-Forwarded-Proto");
		return (forwarded != null) ? forwarded : "http";
	}

	@Override
	public String host() {
		int colon = portColon();
		return (colon != -1) ? this.authority.substring(0, colon) : this.authority;
	}

	@Override
	public int port() {
		String forwarded = header("X-Forwarded-Port");
		if (forwarded != null) {
			return Integer.parseInt(forwarded);
		}
		int colon = portColon();
		return (colon != -1) ? Integer.parseInt(this.authority.substring(colon + 1)) : -1;
	}

	private int portColon() {
		int colon = this.authority.lastIndexOf(':');
		return (colon > this.authority.lastIndexOf(']')) ? colon : -1;
	}

}
