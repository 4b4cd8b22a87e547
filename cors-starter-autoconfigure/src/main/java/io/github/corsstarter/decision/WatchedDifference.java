package io.github.corsstarter.decision;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A difference between the decision of a policy that is not enforced and the response
 * that was really sent. The question is whether a browser that follows the Fetch standard
 * accepts the response. Immutable.
 *
 * @param newlyRejected {@code true} if the policy would reject what is accepted now,
 * {@code false} if it would allow what is refused now
 * @param reason the first check that fails: in the policy if the policy would reject the
 * request, otherwise in the browser. If the response has no CORS headers, the browser
 * fails the check of the origin
 * @param status the status of the response
 * @param refusedHeaders the request headers that the response does not allow; empty
 * unless the browser refuses the response because of them
 */
public record WatchedDifference(boolean newlyRejected, CorsReason reason, int status, List<String> refusedHeaders) {

	/**
	 * The maximum length of {@code Access-Control-Request-Headers}, in characters. A
	 * preflight with a longer header is not compared. Browsers send far shorter ones.
	 */
	private static final int MAX_REQUEST_HEADERS = 8192;

	private static final int NOT_MODIFIED = 304;

	/** An application that answers with one of these has refused the request as well. */
	private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 405);

	/** RFC 9110, section 15.5.20. */
	private static final int MISDIRECTED_REQUEST = 421;

	/** RFC 9110, section 9.2.1. */
	private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	/**
	 * Compare a decision with the response that was sent.
	 * @param decision the decision of a policy that is not enforced
	 * @param request the request
	 * @param response the response
	 * @return the difference, or {@code null} if there is none
	 */
	public static @Nullable WatchedDifference find(CorsDecision decision, CorsRequest request, SentResponse response) {
		CorsPolicy policy = decision.policy();
		if (policy == null) {
			return null;
		}
		if (decision.host() != null) {
			return isMisdirectedAndServed(decision, request, response) ? rejected(decision.reason(), response) : null;
		}
		return switch (decision.kind()) {
			case NOT_CORS -> null;
			case PREFLIGHT -> findForPreflight(decision, policy, request, response);
			case ACTUAL -> findForActual(decision, policy, request, response);
		};
	}

	/**
	 * A preflight does not say whether the request will have credentials, so both cases
	 * are compared.
	 */
	private static @Nullable WatchedDifference findForPreflight(CorsDecision decision, CorsPolicy policy,
			CorsRequest request, SentResponse response) {
		String method = header(CorsHeaders.REQUEST_METHOD, request);
		List<String> names = ResponseCheck.requestedNames(request, MAX_REQUEST_HEADERS);
		if (names == null || isUncomparedHead(method, policy)) {
			return null;
		}
		CorsReason without = check(false, request).preflight(response, method, names);
		if (decision.isRejected()) {
			return (without == CorsReason.ALLOWED) ? rejected(decision.reason(), response) : null;
		}
		if (without != CorsReason.ALLOWED) {
			return allowed(without, names, false, request, response);
		}
		CorsReason with = check(true, request).preflight(response, method, names);
		if (policy.allowCredentials()) {
			return (with != CorsReason.ALLOWED) ? allowed(with, names, true, request, response) : null;
		}
		return (with == CorsReason.ALLOWED) ? rejected(CorsReason.CREDENTIALS_NOT_ALLOWED, response) : null;
	}

	private static @Nullable WatchedDifference findForActual(CorsDecision decision, CorsPolicy policy,
			CorsRequest request, SentResponse response) {
		if (FetchMetadata.isNeverRejected(request) || isUncomparedHead(request.method(), policy)) {
			return null;
		}
		if (request.header(CorsHeaders.UPGRADE) != null && "GET".equals(request.method())) {
			return findForHandshake(decision, response);
		}
		if (!FetchMetadata.isUnread(request)) {
			WatchedDifference difference = findForScript(decision, policy, request, response);
			if (difference != null) {
				return difference;
			}
		}
		return (decision.isAnswered() && isUnsafe(request) && !REFUSALS.contains(response.status()))
				? rejected(decision.reason(), response) : null;
	}

	/**
	 * Compare what a script can read. A cross-origin request has a cookie only if its
	 * credentials mode is {@code include}.
	 */
	private static @Nullable WatchedDifference findForScript(CorsDecision decision, CorsPolicy policy,
			CorsRequest request, SentResponse response) {
		boolean cookie = request.header(CorsHeaders.COOKIE) != null;
		CorsReason sent = check(cookie, request).cors(response);
		if (decision.isRejected()) {
			return (sent == CorsReason.ALLOWED) ? rejected(decision.reason(), response) : null;
		}
		if (sent != CorsReason.ALLOWED) {
			return ((cookie && !policy.allowCredentials()) || isFromCache(response)) ? null
					: allowed(sent, List.of(), cookie, request, response);
		}
		// A page may ask for credentials and have no cookie yet.
		boolean credentials = check(true, request).cors(response) == CorsReason.ALLOWED;
		return (credentials && !policy.allowCredentials()) ? rejected(CorsReason.CREDENTIALS_NOT_ALLOWED, response)
				: null;
	}

	/**
	 * Browsers do not check the CORS headers of the response to a WebSocket handshake
	 * (Fetch, "establish a WebSocket connection"). The application's own check of the
	 * handshake stays if the policy is enforced.
	 */
	private static @Nullable WatchedDifference findForHandshake(CorsDecision decision, SentResponse response) {
		return (decision.isAnswered() && response.status() < 400) ? rejected(decision.reason(), response) : null;
	}

	/**
	 * Whether the application has served a request for a host that is not allowed. A page
	 * that uses DNS rebinding is same-origin, so browsers accept every response to it.
	 */
	private static boolean isMisdirectedAndServed(CorsDecision decision, CorsRequest request, SentResponse response) {
		boolean preflight = decision.kind() == RequestKind.PREFLIGHT;
		if (PolicyEngine.hasForeignOrigin(request) && (preflight || !FetchMetadata.isUnread(request))) {
			boolean cookie = request.header(CorsHeaders.COOKIE) != null;
			List<String> names = preflight ? ResponseCheck.requestedNames(request, MAX_REQUEST_HEADERS) : List.of();
			CorsReason sent = (preflight && names != null)
					? check(false, request).preflight(response, header(CorsHeaders.REQUEST_METHOD, request), names)
					: check(cookie, request).cors(response);
			if (sent == CorsReason.ALLOWED) {
				return true;
			}
			if (preflight || !isUnsafe(request)) {
				return false;
			}
		}
		return !REFUSALS.contains(response.status()) && response.status() != MISDIRECTED_REQUEST;
	}

	/**
	 * A policy that allows {@code GET} allows {@code HEAD}, and other rules often do not.
	 */
	private static boolean isUncomparedHead(String method, CorsPolicy policy) {
		return method.equals("HEAD")
				&& (policy.allowedMethods().contains("GET") || policy.allowedMethods().contains("*"));
	}

	/**
	 * Whether the browser uses the headers of a response in its cache (Fetch,
	 * "HTTP-network-or-cache fetch"), which are unknown here.
	 */
	private static boolean isFromCache(SentResponse response) {
		return response.status() == NOT_MODIFIED && response.headers(CorsHeaders.ALLOW_ORIGIN).isEmpty();
	}

	private static boolean isUnsafe(CorsRequest request) {
		return !SAFE_METHODS.contains(request.method());
	}

	private static ResponseCheck check(boolean credentials, CorsRequest request) {
		return new ResponseCheck(header(CorsHeaders.ORIGIN, request), credentials);
	}

	private static String header(String name, CorsRequest request) {
		String value = request.header(name);
		return (value != null) ? value : "";
	}

	private static WatchedDifference rejected(CorsReason reason, SentResponse response) {
		return new WatchedDifference(true, reason, response.status(), List.of());
	}

	private static WatchedDifference allowed(CorsReason reason, List<String> names, boolean credentials,
			CorsRequest request, SentResponse response) {
		return new WatchedDifference(false, reason, response.status(), (reason == CorsReason.HEADERS_NOT_ALLOWED)
				? check(credentials, request).refusedNames(response, names) : List.of());
	}

	/**
	 * Explain this difference, by the policies that are in force now.
	 * @param decision the decision of the policy on the request
	 * @param request the request
	 * @param policies all policies, because several of them can have the same path
	 * @return the explanation, with the change that would remove the difference, or
	 * {@code null} if the policy does not differ from the response any more
	 */
	public @Nullable CorsExplanation explain(CorsDecision decision, CorsRequest request,
			Collection<CorsPolicy> policies) {
		return WatchedExplanation.explain(this, decision, request, policies);
	}

}
