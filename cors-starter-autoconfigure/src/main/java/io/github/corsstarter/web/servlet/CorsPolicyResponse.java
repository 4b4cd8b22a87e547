package io.github.corsstarter.web.servlet;

import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.web.VaryHeader;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The response of a path that a policy covers: the policy's CORS headers are on it from
 * the start, and nothing that runs behind the filter can add to them or take them away.
 */
final class CorsPolicyResponse extends HttpServletResponseWrapper implements BiConsumer<String, String> {

	private static final String CORS_PREFIX = "Access-Control-";

	private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

	private static final String VARY = "Vary";

	private final CorsDecision decision;

	private final CorsRequest request;

	CorsPolicyResponse(HttpServletResponse response, CorsDecision decision, CorsRequest request) {
		super(response);
		this.decision = decision;
		this.request = request;
	}

	/**
	 * Put the headers of the decision on the response.
	 */
	void applyHeaders() {
		this.decision.forEachHeader(this.request, this);
		if (!this.decision.vary().isEmpty()) {
			super.setHeader(VARY, super.containsHeader(VARY)
					? VaryHeader.merge(super.getHeaders(VARY), this.decision.vary()) : this.decision.varyHeader());
		}
	}

	/**
	 * Receives the headers of the decision itself, as a lambda would be another object
	 * for every request.
	 */
	@Override
	public void accept(String name, String value) {
		super.setHeader(name, value);
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		if (isVary(name)) {
			setVary((value != null) ? List.of(value) : List.of());
		}
		else if (!isCors(name)) {
			super.setHeader(name, value);
		}
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		if (isVary(name) && value != null) {
			setVary(List.of(VaryHeader.merge(super.getHeaders(VARY), List.of()), value));
		}
		else if (!isCors(name)) {
			super.addHeader(name, value);
		}
	}

	private void setVary(Collection<String> values) {
		String merged = VaryHeader.merge(values, this.decision.vary());
		super.setHeader(VARY, merged.isEmpty() ? null : merged);
	}

	@Override
	public void setIntHeader(String name, int value) {
		if (!isCors(name)) {
			super.setIntHeader(name, value);
		}
	}

	@Override
	public void addIntHeader(String name, int value) {
		if (!isCors(name)) {
			super.addIntHeader(name, value);
		}
	}

	@Override
	public void setDateHeader(String name, long date) {
		if (!isCors(name)) {
			super.setDateHeader(name, date);
		}
	}

	@Override
	public void addDateHeader(String name, long date) {
		if (!isCors(name)) {
			super.addDateHeader(name, date);
		}
	}

	/**
	 * Spring's own CORS processing ({@code @CrossOrigin}, {@code http.cors()}) stands
	 * back when this header is there. Where the policy sends none it must stand back all
	 * the same, or it would refuse what the policy lets through.
	 */
	@Override
	public @Nullable String getHeader(String name) {
		String value = super.getHeader(name);
		return (value == null && ALLOW_ORIGIN.equalsIgnoreCase(name)) ? "" : value;
	}

	@Override
	public void reset() {
		super.reset();
		applyHeaders();
	}

	/** Containers ignore a header without a name, so this must not fail on it. */
	private static boolean isCors(@Nullable String name) {
		return name != null && name.length() > CORS_PREFIX.length() && (name.charAt(0) | ' ') == 'a'
				&& name.regionMatches(true, 0, CORS_PREFIX, 0, CORS_PREFIX.length());
	}

	private static boolean isVary(String name) {
		return VARY.equalsIgnoreCase(name);
	}

}
