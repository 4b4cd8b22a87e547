package io.github.corsstarter.web;

import java.util.regex.Pattern;

import io.github.corsstarter.decision.BrowserCheck;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.PathMatch.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests to a path whose policy is uncertain: different policies cover the
 * path as it is written and its other spellings, or a path pattern could not be matched
 * in time. In this case, a CORS request is rejected if one of these policies rejects it.
 * Otherwise, the policy for the path as it is written decides on the headers of the
 * response. A request that is never rejected gets CORS headers only if all of these
 * policies allow it.
 */
final class UncertainPath {

	private static final String SEVERAL = "The path has several spellings, and different policies cover them. More than one"
			+ " of these policies rejects the request.";

	private static final String OTHER_SPELLING = "The path is another spelling of a path that this policy covers, and"
			+ " a server may answer both alike.";

	private static final Pattern SENDABLE = Pattern.compile("[a-zA-Z0-9/._~!$&'()*+,=:@-]+");

	private UncertainPath() {
	}

	/**
	 * Decide on a request.
	 * @param match the result of the lookup, which does not select one policy for certain
	 * @param request the request
	 * @return the decision; unless no policy decides, the response has {@code Vary:
	 * Origin}
	 */
	static CorsDecision decide(PathMatch<PolicyEngine> match, CorsRequest request) {
		CorsDecision strictest = decide(match.written(), request);
		for (Candidate<PolicyEngine> candidate : match.others()) {
			CorsDecision other = decide(candidate, request);
			if (other != null && isStricter(other, strictest)) {
				strictest = other.because(OTHER_SPELLING);
			}
			else if (strictest != null && other != null && other.isRejected() && other.policy() != strictest.policy()) {
				strictest = strictest.because(SEVERAL);
			}
			else if (other != null && other.kind() == RequestKind.NOT_CORS && isReplaceable(strictest)) {
				strictest = other;
			}
		}
		return (strictest != null) ? strictest : CorsDecision.noPolicy();
	}

	/**
	 * Explain that a policy covers only the plain spelling of a path. The fix is then to
	 * use this spelling, because a pattern for the other spelling would not help. If
	 * several policies decide, there is no fix, because changing one of them may not be
	 * enough.
	 * @param verdict the verdict for the path as it is written
	 * @param match what is found for the path
	 * @param request the request
	 * @param check predicts the outcome of the request to the plain spelling
	 */
	static BrowserVerdict explain(BrowserVerdict verdict, PathMatch<PolicyEngine> match, BrowserRequest request,
			BrowserCheck check) {
		Candidate<PolicyEngine> plain = match.plain();
		if (verdict.reason() != CorsReason.NO_POLICY) {
			return (match.value() == null) ? verdict.explained(verdict.explanation(), null) : verdict;
		}
		if (plain == null) {
			return verdict;
		}
		String path = request.pathWithoutQuery();
		String spelling = PathSpelling.plain(path);
		String shown = SafeText.ofClient(spelling);
		return verdict.explained(
				"No policy covers the path " + SafeText.ofClient(path)
						+ " as it is written. If the application has other CORS rules, they decide. The policy '"
						+ plain.value().policy().name() + "' covers the plain spelling " + shown + ".",
				fix(spelling, check.check(request.withPath(spelling))));
	}

	/**
	 * The plain spelling is decoded, so it can be sent only if nothing needs encoding. It
	 * may have no policy, if Spring cannot parse it.
	 */
	private static @Nullable String fix(String spelling, BrowserVerdict plain) {
		if (!SENDABLE.matcher(spelling).matches() || spelling.length() > SafeText.MAX_CLIENT_LENGTH
				|| plain.policy() == null || (!plain.allowed() && plain.fix() == null)) {
			return null;
		}
		return "send the request to " + spelling + (plain.allowed() ? "" : "; " + plain.fix());
	}

	/**
	 * Whether a decision is stricter than another one: only the first one rejects the
	 * request, or both reject it and only the first one also answers it. If no policy
	 * covers the path as it is written, a policy for another spelling can only reject a
	 * CORS request. If it does not reject the request, the application's other rules
	 * decide.
	 */
	private static boolean isStricter(CorsDecision decision, @Nullable CorsDecision other) {
		return decision.isRejected()
				&& (other == null || !other.isRejected() || (decision.isAnswered() && !other.isAnswered()));
	}

	/**
	 * Whether a decision that gives the response no CORS headers replaces another one: no
	 * policy covers the path as it is written, or its policy allows an embedded request
	 * that the other policy does not allow.
	 */
	private static boolean isReplaceable(@Nullable CorsDecision decision) {
		return decision == null || (!decision.isRejected() && decision.kind() != RequestKind.NOT_CORS);
	}

	private static @Nullable CorsDecision decide(@Nullable Candidate<PolicyEngine> candidate, CorsRequest request) {
		if (candidate == null) {
			return null;
		}
		PolicyEngine engine = candidate.value();
		return candidate.decided() ? engine.decideForOneOrigin(request) : engine.rejectUndecided(request);
	}

}
