package io.github.corsstarter.web;

import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.PathMatch.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests to a path whose policy is uncertain: different policies cover the
 * path as it is written and its plain spelling, or a path pattern could not be matched in
 * time. Then no CORS request gets more than each of the policies allows.
 */
final class UncertainPath {

	private static final String OTHER_SPELLING = "The path is another spelling of a path that this policy covers, and"
			+ " a server may answer both alike.";

	private UncertainPath() {
	}

	/**
	 * Decide on a request.
	 * @param match what is found for the path, uncertain
	 * @param request the request
	 * @return what is to be done with it; in a cache, nothing of it is for every origin
	 */
	static CorsDecision decide(PathMatch<PolicyEngine> match, CorsRequest request) {
		CorsDecision written = decide(match.written(), request);
		CorsDecision plain = decide(match.plain(), request);
		if (written == null || plain == null) {
			CorsDecision only = (written != null) ? written : plain;
			boolean left = only == null || (written == null && isAllowedCors(only));
			if (left || only == null) {
				return CorsDecision.noPolicy();
			}
			return (written == null && only.isRejected()) ? only.because(OTHER_SPELLING) : only;
		}
		return (plain.isRejected() && !written.isRejected()) ? plain.because(OTHER_SPELLING) : written;
	}

	/**
	 * Explain that only the plain spelling of a path is covered. A pattern for the other
	 * spelling would not help anybody.
	 */
	static BrowserVerdict explain(BrowserVerdict verdict, PathMatch<PolicyEngine> match, String path) {
		Candidate<PolicyEngine> plain = match.plain();
		if (plain == null || match.written() != null) {
			return verdict;
		}
		String spelling = SafeText.ofClient(PathSpelling.plain(path));
		return verdict.explained(
				"No policy covers the path " + SafeText.ofClient(path)
						+ " as it is written. If the application has other CORS rules, they decide. The policy '"
						+ plain.value().policy().name() + "' covers the plain spelling " + spelling + ".",
				"send the request to " + spelling);
	}

	/**
	 * Where no policy covers the path as it is written, the application's own rules
	 * decide.
	 */
	private static boolean isAllowedCors(CorsDecision decision) {
		return decision.kind() != RequestKind.NOT_CORS && !decision.isRejected();
	}

	private static @Nullable CorsDecision decide(@Nullable Candidate<PolicyEngine> candidate, CorsRequest request) {
		if (candidate == null) {
			return null;
		}
		PolicyEngine engine = candidate.value();
		return candidate.decided() ? engine.decideForOneOrigin(request) : engine.rejectUndecided(request);
	}

}
