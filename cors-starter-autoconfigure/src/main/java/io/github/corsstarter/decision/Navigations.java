package io.github.corsstarter.decision;

import java.util.List;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.policy.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Explains rejections of navigations, such as the form post of an identity provider. Such
 * a post must reach its handler, but no script has to read the response. So the fix is a
 * separate policy for the path. Other changes would open every path of the policy.
 */
final class Navigations {

	private Navigations() {
	}

	/**
	 * Whether a request is a navigation. Browsers send {@code Sec-Fetch-Mode} once, so a
	 * repeated header says nothing.
	 */
	static boolean isNavigation(CorsDecision decision, CorsRequest request) {
		return decision.kind() == RequestKind.ACTUAL && FetchMetadata.isNavigation(request);
	}

	/**
	 * Whether a rejected request may be a navigation, because its browser or client does
	 * not say what it is: a {@code POST} without {@code Sec-Fetch-Mode}.
	 */
	static boolean isPossible(CorsDecision decision, CorsRequest request) {
		return decision.kind() == RequestKind.ACTUAL && decision.reason() == CorsReason.ORIGIN_NOT_ALLOWED
				&& decision.isAnswered() && "POST".equals(request.method())
				&& request.header(CorsHeaders.SEC_FETCH_MODE) == null;
	}

	/**
	 * Advice for a rejected request that may be a navigation. A policy that names the
	 * path itself is probably for scripts, so there is no advice to open it.
	 * @return a few sentences, or an empty string
	 */
	static String advice(CorsPolicy policy, CorsRequest request) {
		String path = SafeText.withoutParameters(request.path());
		String fix = policy.paths().contains(path) ? null : SuggestedPolicy.forNavigations(path, policy);
		return (fix == null || policy.onDisallowed() == OnDisallowed.OMIT_HEADERS) ? ""
				: " If a form sends this POST, for example the form of an identity provider, " + fix
						+ ". With this policy, every site can post to this path. If a script sends it, allow its origin.";
	}

	/**
	 * Complete the explanation of the failed check.
	 * @param check the explanation of the failed check
	 * @param policy the policy that decided
	 * @param request the navigation
	 * @param shared whether other policies have the same path pattern
	 * @return the explanation, with the fix for a navigation
	 */
	static CorsExplanation explain(CorsExplanation check, CorsPolicy policy, CorsRequest request, boolean shared) {
		String message = check.message()
				+ " This is a navigation, for example a form post from an identity provider. Navigations need no CORS headers.";
		if (policy.onDisallowed() == OnDisallowed.OMIT_HEADERS) {
			return check.explained(message + " The handler answers it, so nothing has to be changed.", null);
		}
		String path = SafeText.withoutParameters(request.path());
		if (shared && policy.paths().contains(path)) {
			return check
				.explained(message + " If this path must accept such posts, set on-disallowed to omit-headers in"
						+ " all policies for this path.", null);
		}
		if (policy.paths().equals(List.of(path))) {
			String property = policy.locations().ownProperty("on-disallowed");
			return check.explained(message + " If this path must accept such posts, set " + property
					+ " to omit-headers. The policy covers only this path.", fix(policy, path));
		}
		return check.explained(message
				+ " If this path must accept such posts, give it a policy of its own, with allowed-origins: none and"
				+ " on-disallowed: omit-headers. Do not add the origin to this policy, and do not set omit-headers on this"
				+ " policy, because both would open every path of the policy.", fix(policy, path));
	}

	private static @Nullable String fix(CorsPolicy policy, String path) {
		if (!SuggestedPolicy.isLiteral(path)) {
			return null;
		}
		if (!policy.paths().contains(path)) {
			return SuggestedPolicy.forNavigations(path, policy);
		}
		return (policy.paths().size() == 1)
				? "set " + policy.locations().ownProperty("on-disallowed") + " to omit-headers"
				: "remove " + path + " from " + policy.locations().property("paths") + "; "
						+ SuggestedPolicy.forNavigations(path, policy);
	}

}
