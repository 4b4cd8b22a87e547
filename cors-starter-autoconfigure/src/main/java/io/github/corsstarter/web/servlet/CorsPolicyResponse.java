package io.github.corsstarter.web.servlet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The response for a path that a policy covers. It has the policy's CORS headers from the
 * start. Whatever runs after the filter can neither remove these headers nor add other
 * headers that the policy reserves.
 */
final class CorsPolicyResponse extends HttpServletResponseWrapper {

	private final CorsDecision decision;

	private final CorsRequest request;

	CorsPolicyResponse(HttpServletResponse response, CorsDecision decision, CorsRequest request) {
		super(response);
		this.decision = decision;
		this.request = request;
	}

	/**
	 * Set the headers of the decision.
	 */
	void applyHeaders() {
		apply(this.decision, this.request, (HttpServletResponse) getResponse());
	}

	/**
	 * Set the headers of a decision on a response.
	 */
	static void apply(CorsDecision decision, CorsRequest request, HttpServletResponse response) {
		decision.forEachHeader(request, response::setHeader);
		if (decision.vary().isEmpty()) {
			return;
		}
		if (response.containsHeader(CorsHeaders.VARY)) {
			response.setHeader(CorsHeaders.VARY, decision.varyHeader(response.getHeaders(CorsHeaders.VARY)));
		}
		else {
			// Containers search for the header before they set it, but not before they
			// add it.
			response.addHeader(CorsHeaders.VARY, decision.varyHeader());
		}
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		if (isVary(name)) {
			setVary((value != null) ? List.of(value) : List.of());
		}
		else if (!this.decision.reserves(name)) {
			super.setHeader(name, value);
		}
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		if (isVary(name) && value != null) {
			List<String> values = new ArrayList<>(super.getHeaders(CorsHeaders.VARY));
			values.add(value);
			setVary(values);
		}
		else if (!this.decision.reserves(name)) {
			super.addHeader(name, value);
		}
	}

	private void setVary(Collection<String> values) {
		String merged = this.decision.varyHeader(values);
		super.setHeader(CorsHeaders.VARY, merged.isEmpty() ? null : merged);
	}

	@Override
	public void setIntHeader(String name, int value) {
		if (!this.decision.reserves(name)) {
			super.setIntHeader(name, value);
		}
	}

	@Override
	public void addIntHeader(String name, int value) {
		if (!this.decision.reserves(name)) {
			super.addIntHeader(name, value);
		}
	}

	@Override
	public void setDateHeader(String name, long date) {
		if (!this.decision.reserves(name)) {
			super.setDateHeader(name, date);
		}
	}

	@Override
	public void addDateHeader(String name, long date) {
		if (!this.decision.reserves(name)) {
			super.addDateHeader(name, date);
		}
	}

	/**
	 * Spring's own CORS processing ({@code @CrossOrigin}, {@code http.cors()}) skips a
	 * response that has {@code Access-Control-Allow-Origin}. An empty value makes it skip
	 * a response without this header as well. Otherwise, it would reject requests that
	 * the policy lets through.
	 */
	@Override
	public @Nullable String getHeader(String name) {
		String value = super.getHeader(name);
		return (value == null && CorsHeaders.ALLOW_ORIGIN.equalsIgnoreCase(name)) ? "" : value;
	}

	@Override
	public void reset() {
		super.reset();
		applyHeaders();
	}

	/**
	 * Undertow calls this method after asynchronous processing has failed. Before that,
	 * it removes all headers.
	 */
	@Override
	public void sendError(int status) throws IOException {
		applyHeaders();
		super.sendError(status);
	}

	@Override
	public void sendError(int status, @Nullable String message) throws IOException {
		applyHeaders();
		super.sendError(status, message);
	}

	private static boolean isVary(String name) {
		return CorsHeaders.VARY.equalsIgnoreCase(name);
	}

}
