package io.github.corsstarter.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a request that a page wants a browser to make. Immutable.
 *
 * @param allowed whether the page gets what it wants: for a script, to read the response;
 * for a navigation, that the handler runs
 * @param reason {@link CorsReason#ALLOWED} exactly if allowed, otherwise the first check
 * that failed, the server's or the browser's
 * @param explanation the reason in one sentence or two, for people
 * @param policy the policy that decided, or {@code null} if none covers the path
 * @param property the property that the failed check reads, or {@code null} if allowed or
 * where no property would change the outcome
 * @param place where that property was written, as Spring Boot describes it, or
 * {@code null} where that is not known, as in code
 * @param fix the smallest change that would allow the request, several of them separated
 * by semicolons, or {@code null} if allowed, where there is none or where it would be
 * unsafe
 * @param preflight whether the browser asks before it sends the request
 * @param preflightResponse the answer to the preflight, or {@code null} if none was sent
 * @param actualResponse what the starter puts on the response to the request itself, or
 * {@code null} if the browser did not send it
 */
public record BrowserVerdict(boolean allowed, CorsReason reason, String explanation, @Nullable CorsPolicy policy,
		@Nullable String property, @Nullable String place, @Nullable String fix, boolean preflight,
		@Nullable Response preflightResponse, @Nullable Response actualResponse) {

	BrowserVerdict withFix(@Nullable String other) {
		return new BrowserVerdict(this.allowed, this.reason, this.explanation, this.policy, this.property, this.place,
				other, this.preflight, this.preflightResponse, this.actualResponse);
	}

	/**
	 * The starter's part of a response.
	 *
	 * @param status the status of the starter's own answer, or 0 if the handler answers
	 * @param headers the CORS headers and {@code Vary}, by their names as sent
	 */
	public record Response(int status, Map<String, String> headers) {

		/**
		 * Create a response.
		 * @param status the status, or 0
		 * @param headers the headers in their order
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
