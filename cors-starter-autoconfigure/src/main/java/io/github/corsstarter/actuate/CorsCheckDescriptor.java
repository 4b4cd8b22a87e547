package io.github.corsstarter.actuate;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.corsstarter.applicationrules.ApplicationRuleAnswer;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@link CorsCheckEndpoint}: what a browser does with a request that a
 * page wants to make.
 *
 * @param allowed whether the page may read the response
 * @param reason {@code allowed}, or the first check that failed, in the server or in the
 * browser
 * @param explanation a text that explains the reason and says where the property is
 * written
 * @param policy the name of the policy that decides, or {@code null} if no policy decides
 * @param enforced whether that policy is enforced. If {@code false}, the answer says what
 * would happen if it were. {@code null} if no policy decides
 * @param pathPattern the path pattern of that policy that matches the path, or
 * {@code null} if no policy decides
 * @param host the host of the request, as the parameter gives it; if {@code null}, the
 * allowed hosts are not checked
 * @param preflight whether the browser sends a preflight first
 * @param property the property that the failed check reads, or {@code null} if there is
 * none
 * @param fix the smallest change that would allow the request, or {@code null} if the
 * request is allowed, if no change would allow it, or if that change would be unsafe
 * @param preflightResponse the response to the preflight, or {@code null} if the browser
 * sends no preflight
 * @param actualResponse what the starter adds to the response of the request itself, or
 * {@code null} if the browser does not send the request
 * @param applicationRule what another CORS rule of the application answers without the
 * policy, or {@code null} if no other rule applies
 * @param shadow the result if the candidate of the policy were in force; absent if the
 * policy has no candidate
 */
public record CorsCheckDescriptor(boolean allowed, String reason, String explanation, @Nullable String policy,
		@Nullable Boolean enforced, @Nullable String pathPattern, @Nullable String host, boolean preflight,
		@Nullable String property, @Nullable String fix, @Nullable ResponseDescriptor preflightResponse,
		@Nullable ResponseDescriptor actualResponse, @Nullable RuleDescriptor applicationRule,
		@JsonInclude(Include.NON_NULL) @Nullable CandidateDescriptor shadow) {

	static CorsCheckDescriptor of(BrowserVerdict verdict, @Nullable String pathPattern, @Nullable String host,
			@Nullable BrowserVerdict candidate) {
		CorsPolicy policy = verdict.policy();
		return new CorsCheckDescriptor(verdict.allowed(), verdict.reason().code(), explain(verdict, policy),
				(policy != null) ? policy.name() : null, (policy != null) ? policy.enforced() : null, pathPattern,
				(host != null) ? SafeText.ofClient(host) : null, verdict.preflight(), verdict.property(), verdict.fix(),
				ResponseDescriptor.of(verdict.preflightResponse()), ResponseDescriptor.of(verdict.actualResponse()),
				null, CandidateDescriptor.of(candidate));
	}

	/** Adds a hint before the explanation and removes the fix, which would not help. */
	CorsCheckDescriptor withoutFix(String hint) {
		return new CorsCheckDescriptor(this.allowed, this.reason, hint + " " + this.explanation, this.policy,
				this.enforced, this.pathPattern, this.host, this.preflight, this.property, null, this.preflightResponse,
				this.actualResponse, this.applicationRule, this.shadow);
	}

	CorsCheckDescriptor explained(String otherExplanation) {
		return new CorsCheckDescriptor(this.allowed, this.reason, otherExplanation, this.policy, this.enforced,
				this.pathPattern, this.host, this.preflight, this.property, this.fix, this.preflightResponse,
				this.actualResponse, this.applicationRule, this.shadow);
	}

	/**
	 * The answer if no policy has any effect on the request, even if one covers the path.
	 */
	CorsCheckDescriptor withoutPolicy(String otherExplanation) {
		return new CorsCheckDescriptor(false, CorsReason.NO_POLICY.code(), otherExplanation, null, null, null,
				this.host, this.preflight, null, null, null, null, this.applicationRule, null);
	}

	/** Adds what another rule of the application answers. */
	CorsCheckDescriptor with(@Nullable ApplicationRuleAnswer answer) {
		return new CorsCheckDescriptor(this.allowed, this.reason, this.explanation, this.policy, this.enforced,
				this.pathPattern, this.host, this.preflight, this.property, this.fix, this.preflightResponse,
				this.actualResponse, RuleDescriptor.of(answer, this.policy, this.allowed), this.shadow);
	}

	private static String explain(BrowserVerdict verdict, @Nullable CorsPolicy policy) {
		return explain(verdict) + ((policy != null && !policy.enforced())
				? " The policy '" + policy.name() + "' is not enforced, so now the request is decided without it."
				: "");
	}

	private static String explain(BrowserVerdict verdict) {
		String place = verdict.place();
		return verdict.explanation() + ((place != null) ? " See " + verdict.property() + ", " + place + "." : "");
	}

	/**
	 * The result if the candidate of the policy were in force.
	 *
	 * @param allowed whether the page could read the response
	 * @param reason {@code allowed}, or the first check that would fail
	 * @param explanation a text that explains the reason and says where the property is
	 * written
	 * @param property the property that this check would read, or {@code null} if there
	 * is none
	 * @param fix the smallest change of the candidate that would allow the request, or
	 * {@code null} if the candidate allows it, if no change would allow it, or if that
	 * change would be unsafe
	 */
	public record CandidateDescriptor(boolean allowed, String reason, String explanation, @Nullable String property,
			@Nullable String fix) {

		static @Nullable CandidateDescriptor of(@Nullable BrowserVerdict verdict) {
			return (verdict != null) ? new CandidateDescriptor(verdict.allowed(), verdict.reason().code(),
					explain(verdict), verdict.property(), verdict.fix()) : null;
		}

	}

	/**
	 * What another CORS rule of the application answers where no policy decides.
	 *
	 * @param source the rule that decides, such as
	 * {@code @CrossOrigin OrderController#list}
	 * @param allowed whether the page could read the response, or {@code null} if that is
	 * not known
	 * @param reason {@code allowed}, the first check that fails, or {@code null} if it is
	 * not known
	 * @param explanation a text that explains the answer, and what changes without the
	 * policy
	 */
	public record RuleDescriptor(String source, @Nullable Boolean allowed, @Nullable String reason,
			String explanation) {

		static @Nullable RuleDescriptor of(@Nullable ApplicationRuleAnswer answer, @Nullable String policy,
				boolean allowed) {
			if (answer == null) {
				return null;
			}
			CorsReason reason = answer.reason();
			return new RuleDescriptor(SafeText.ofConfiguration(answer.source()), answer.allowed(),
					(reason != null) ? reason.code() : null, answer.explanation() + change(answer, policy, allowed));
		}

		private static String change(ApplicationRuleAnswer answer, @Nullable String policy, boolean allowed) {
			if (policy == null || answer.allowed() == null) {
				return "";
			}
			return " Without the policy '" + policy + "', this rule decides, and "
					+ ((answer.allowed() == allowed) ? "the answer is the same."
							: answer.allowed() ? "the request is allowed." : "the request is refused.");
		}

	}

	/**
	 * The part of a response that the starter writes.
	 *
	 * @param status the status; absent if the handler answers
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
