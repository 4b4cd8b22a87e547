package io.github.corsstarter.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a request that a page wants a browser to make. Immutable.
 *
 * @param allowed whether the request succeeds: a script can read the response, or the
 * handler of a navigation runs
 * @param reason {@link CorsReason#ALLOWED} if and only if the request is allowed;
 * otherwise the first check that failed, on the server or in the browser
 * @param explanation the reason, in a few sentences for people
 * @param policy the policy that decided, or {@code null} if no policy covers the path
 * @param property the property that the failed check reads; {@code null} if the request
 * is allowed, or if no property would change the outcome
 * @param place the location of that property, as Spring Boot describes it; {@code null}
 * if it is unknown, for example because the policy was built in code
 * @param fix the smallest change that would allow the request; several changes are
 * separated by semicolons. {@code null} if the request is allowed, or if there is no safe
 * change
 * @param preflight whether the browser sends a preflight before the request
 * @param preflightResponse the starter's response to the preflight; {@code null} if the
 * browser sends no preflight, or if the reason is {@link CorsReason#NO_POLICY}
 * @param actualResponse the starter's part of the response to the actual request;
 * {@code null} if the browser does not send it, or if the reason is
 * {@link CorsReason#NO_POLICY}
 */
public record BrowserVerdict(boolean allowed, CorsReason reason, String explanation, @Nullable CorsPolicy policy,
		@Nullable String property, @Nullable String place, @Nullable String fix, boolean preflight,
		@Nullable Response preflightResponse, @Nullable Response actualResponse) {

	/**
	 * Return a copy of this verdict with another explanation and another fix.
	 * @param otherExplanation the explanation
	 * @param otherFix the change that would allow the request, or {@code null}
	 * @return the copy
	 */
	public BrowserVerdict explained(String otherExplanation, @Nullable String otherFix) {
		return new BrowserVerdict(this.allowed, this.reason, otherExplanation, this.policy, this.property, this.place,
				otherFix, this.preflight, this.preflightResponse, this.actualResponse);
	}

	/**
	 * The starter's part of a response.
	 *
	 * @param status the status if the starter answers the request, or 0 if the handler
	 * does
	 * @param headers the values of the CORS headers and of {@code Vary}, by header name
	 */
	public record Response(int status, Map<String, String> headers) {

		/**
		 * Create a response.
		 * @param status the status, or 0
		 * @param headers the headers, in the order in which they are sent
		 */
		public Response {
			headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
		}

		static Response of(CorsDecision decision, CorsRequest request) {
			Map<String, String> headers = new LinkedHashMap<>();
			decision.forEachHeader(request, headers::put);
			if (!decision.vary().isEmpty()) {
				headers.put(CorsHeaders.VARY, decision.varyHeader());
			}
			return new Response(decision.status(), headers);
		}

		/**
		 * The value of a header.
		 * @param name the name of the header, in any case
		 * @return its value, or {@code null} if the starter sends no such header
		 */
		public @Nullable String header(String name) {
			for (Map.Entry<String, String> header : this.headers.entrySet()) {
				if (header.getKey().equalsIgnoreCase(name)) {
					return header.getValue();
				}
			}
			return null;
		}

	}

}
