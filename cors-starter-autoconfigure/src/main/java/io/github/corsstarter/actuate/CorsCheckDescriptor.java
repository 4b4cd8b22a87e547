package io.github.corsstarter.actuate;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a request that a page wants a browser to make: the answer of
 * {@link CorsCheckEndpoint}.
 *
 * @param allowed whether the page gets to read the response
 * @param reason {@code allowed}, or the first check that failed, the server's or the
 * browser's
 * @param explanation the reason in a sentence or two, with the place of the property
 * @param policy the policy that decides, or {@code null} if none covers the path
 * @param pathPattern the path pattern of that policy that matches, or {@code null}
 * @param preflight whether the browser asks before it sends the request
 * @param property the property that the failed check reads, or {@code null}
 * @param fix the smallest change that would allow the request, or {@code null} if it is
 * allowed, where there is none or where it would be unsafe
 * @param preflightResponse the answer to the preflight, or {@code null} if none is sent
 * @param actualResponse what is put on the response to the request itself, or
 * {@code null} if it is not sent
 * @param shadow what would come of the request by the candidate of its policy, absent if
 * there is none
 */
public record CorsCheckDescriptor(boolean allowed, String reason, String explanation, @Nullable String policy,
		@Nullable String pathPattern, boolean preflight, @Nullable String property, @Nullable String fix,
		@Nullable ResponseDescriptor preflightResponse, @Nullable ResponseDescriptor actualResponse,
		@JsonInclude(Include.NON_NULL) @Nullable CandidateDescriptor shadow) {

	static CorsCheckDescriptor of(BrowserVerdict verdict, @Nullable String pathPattern,
			@Nullable BrowserVerdict candidate) {
		CorsPolicy policy = verdict.policy();
		return new CorsCheckDescriptor(verdict.allowed(), verdict.reason().code(), explain(verdict),
				(policy != null) ? policy.name() : null, pathPattern, verdict.preflight(), verdict.property(),
				verdict.fix(), ResponseDescriptor.of(verdict.preflightResponse()),
				ResponseDescriptor.of(verdict.actualResponse()), CandidateDescriptor.of(candidate));
	}

	/** With something to say first, and without a change that would be in vain. */
	CorsCheckDescriptor withoutFix(String hint) {
		return new CorsCheckDescriptor(this.allowed, this.reason, hint + " " + this.explanation, this.policy,
				this.pathPattern, this.preflight, this.property, null, this.preflightResponse, this.actualResponse,
				this.shadow);
	}

	private static String explain(BrowserVerdict verdict) {
		String place = verdict.place();
		return verdict.explanation() + ((place != null) ? " See " + verdict.property() + ", " + place + "." : "");
	}

	/**
	 * What would come of the request if the candidate of its policy were in force.
	 *
	 * @param allowed whether the page would get to read the response
	 * @param reason {@code allowed}, or the first check that would fail
	 * @param explanation the reason in a sentence or two
	 * @param property the property that this check would read, or {@code null}
	 * @param fix the smallest change of the candidate that would allow the request, or
	 * {@code null}
	 */
	public record CandidateDescriptor(boolean allowed, String reason, String explanation, @Nullable String property,
			@Nullable String fix) {

		static @Nullable CandidateDescriptor of(@Nullable BrowserVerdict verdict) {
			return (verdict != null) ? new CandidateDescriptor(verdict.allowed(), verdict.reason().code(),
					explain(verdict), verdict.property(), verdict.fix()) : null;
		}

	}

	/**
	 * The starter's part of a response.
	 *
	 * @param status the status, absent where the handler answers
	 * @param headers the CORS headers and {@code Vary}
	 */
	public record ResponseDescriptor(@JsonInclude(Include.NON_NULL) @Nullable Integer status,
			Map<String, String> headers) {

		static @Nullable ResponseDescriptor of(BrowserVerdict.@Nullable Response response) {
			return (response != null)
					? new ResponseDescriptor((response.status() != 0) ? response.status() : null, response.headers())
					: null;
		}

	}

}
