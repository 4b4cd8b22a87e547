package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.decision.ResponseHeader.Source;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.OnDisallowed;

/**
 * Every decision that one policy can come to, made beforehand with its headers.
 */
@SuppressWarnings("EnumOrdinal") // Indexes of this very run.
final class PolicyDecisions {

	private static final int OK = 200;

	private static final int FORBIDDEN = 403;

	private static final List<String> VARY_ORIGIN = List.of(CorsHeaders.ORIGIN);

	private static final List<String> VARY_PREFLIGHT = List.of(CorsHeaders.ORIGIN, CorsHeaders.REQUEST_METHOD,
			CorsHeaders.REQUEST_HEADERS);

	private final CorsPolicy policy;

	private final boolean anyOrigin;

	private final CorsDecision notCors;

	private final CorsDecision notCorsShared;

	/** By {@link CorsReason#ordinal()}. */
	private final CorsDecision[] actual = new CorsDecision[CorsReason.values().length];

	/** By {@link CorsReason#ordinal()}. */
	private final CorsDecision[] preflightRejected = new CorsDecision[CorsReason.values().length];

	private final CorsDecision[] preflightAllowed = new CorsDecision[4];

	private final CorsDecision[] preflightMethodRejected = new CorsDecision[2];

	private final CorsDecision[] preflightHeadersRejected = new CorsDecision[2];

	private final boolean debug;

	PolicyDecisions(CorsPolicy policy, boolean anyOrigin, boolean debug) {
		this.policy = policy;
		this.anyOrigin = anyOrigin;
		this.debug = debug;
		this.notCors = new CorsDecision(policy, RequestKind.NOT_CORS, CorsReason.ALLOWED, 0, List.of(), VARY_ORIGIN);
		this.notCorsShared = new CorsDecision(policy, RequestKind.NOT_CORS, CorsReason.ALLOWED, 0, sharedHeaders(),
				List.of());
		int rejectedStatus = (policy.onDisallowed() == OnDisallowed.REJECT) ? FORBIDDEN : 0;
		for (CorsReason reason : CorsReason.values()) {
			boolean allowed = reason == CorsReason.ALLOWED;
			// Under *, a cache would hand what a malformed origin is told to everybody.
			boolean shared = anyOrigin && reason != CorsReason.ORIGIN_MALFORMED;
			this.actual[reason.ordinal()] = new CorsDecision(policy, RequestKind.ACTUAL, reason,
					allowed ? 0 : rejectedStatus, allowed ? sharedHeaders() : List.of(),
					shared ? List.of() : VARY_ORIGIN);
			this.preflightRejected[reason.ordinal()] = preflight(reason, debug ? OK : FORBIDDEN, List.of());
		}
		for (int i = 0; i < 2; i++) {
			boolean privateNetwork = i == 1;
			this.preflightAllowed[i] = preflight(CorsReason.ALLOWED, OK, preflightHeaders(false, privateNetwork, true));
			this.preflightAllowed[i + 2] = preflight(CorsReason.ALLOWED, OK,
					preflightHeaders(true, privateNetwork, true));
			this.preflightMethodRejected[i] = preflight(CorsReason.METHOD_NOT_ALLOWED, OK,
					preflightHeaders(false, privateNetwork, false));
			this.preflightHeadersRejected[i] = preflight(CorsReason.HEADERS_NOT_ALLOWED, OK,
					preflightHeaders(!policy.allowedHeaders().isEmpty(), privateNetwork, false));
		}
	}

	/**
	 * The request is not CORS.
	 * @param shared whether its response may be shared with requests that are: every
	 * origin is allowed, and the method
	 */
	CorsDecision notCors(boolean shared) {
		return shared ? this.notCorsShared : this.notCors;
	}

	CorsDecision actual(CorsReason reason) {
		return this.actual[reason.ordinal()];
	}

	CorsDecision preflightAllowed(boolean headersAsked, boolean privateNetwork) {
		return this.preflightAllowed[(headersAsked ? 2 : 0) + (privateNetwork ? 1 : 0)];
	}

	CorsDecision preflightRejected(CorsReason reason) {
		return this.preflightRejected[reason.ordinal()];
	}

	/**
	 * The method is not allowed.
	 * @param refusedByBrowsers whether browsers refuse by themselves when they see the
	 * headers that passed; if not, they see none
	 * @param privateNetwork whether the private network is asked for and allowed
	 */
	CorsDecision preflightMethodRejected(boolean refusedByBrowsers, boolean privateNetwork) {
		return (this.debug && refusedByBrowsers) ? this.preflightMethodRejected[privateNetwork ? 1 : 0]
				: preflightRejected(CorsReason.METHOD_NOT_ALLOWED);
	}

	/**
	 * A header is not allowed.
	 * @param refusedByBrowsers whether browsers refuse by themselves when they see the
	 * headers that passed; if not, they see none
	 * @param privateNetwork whether the private network is asked for and allowed
	 */
	CorsDecision preflightHeadersRejected(boolean refusedByBrowsers, boolean privateNetwork) {
		return (this.debug && refusedByBrowsers) ? this.preflightHeadersRejected[privateNetwork ? 1 : 0]
				: preflightRejected(CorsReason.HEADERS_NOT_ALLOWED);
	}

	private CorsDecision preflight(CorsReason reason, int status, List<ResponseHeader> headers) {
		return new CorsDecision(this.policy, RequestKind.PREFLIGHT, reason, status, headers, VARY_PREFLIGHT);
	}

	/**
	 * Fetch, "HTTP responses": the headers of a response that may be read.
	 */
	private List<ResponseHeader> sharedHeaders() {
		List<ResponseHeader> headers = originHeaders();
		if (!this.policy.exposedHeaders().isEmpty()) {
			headers.add(ResponseHeader.fixed(CorsHeaders.EXPOSE_HEADERS, join(this.policy.exposedHeaders())));
		}
		return headers;
	}

	private List<ResponseHeader> originHeaders() {
		List<ResponseHeader> headers = new ArrayList<>();
		headers.add(this.anyOrigin ? ResponseHeader.fixed(CorsHeaders.ALLOW_ORIGIN, "*")
				: ResponseHeader.echo(CorsHeaders.ALLOW_ORIGIN, Source.ORIGIN));
		if (this.policy.allowCredentials()) {
			headers.add(ResponseHeader.fixed(CorsHeaders.ALLOW_CREDENTIALS, "true"));
		}
		return headers;
	}

	/**
	 * Fetch, "HTTP responses": the headers of the response to a preflight.
	 */
	private List<ResponseHeader> preflightHeaders(boolean withHeaders, boolean privateNetwork, boolean cached) {
		List<ResponseHeader> headers = originHeaders();
		headers.add(allowMethods());
		if (withHeaders) {
			headers.add(allowHeaders());
		}
		if (privateNetwork) {
			headers.add(ResponseHeader.fixed(CorsHeaders.ALLOW_PRIVATE_NETWORK, "true"));
		}
		if (cached) {
			headers.add(ResponseHeader.fixed(CorsHeaders.MAX_AGE, Long.toString(this.policy.maxAge().toSeconds())));
		}
		return headers;
	}

	/**
	 * With credentials, browsers take {@code *} for a method of that name (Fetch, "HTTP
	 * new-header syntax").
	 */
	private ResponseHeader allowMethods() {
		if (this.policy.allowedMethods().contains("*") && this.policy.allowCredentials()) {
			return ResponseHeader.echo(CorsHeaders.ALLOW_METHODS, Source.REQUEST_METHOD);
		}
		return ResponseHeader.fixed(CorsHeaders.ALLOW_METHODS, join(this.policy.allowedMethods()));
	}

	/**
	 * With credentials, browsers take {@code *} for a header of that name, and never does
	 * it cover {@code Authorization} (Fetch, "CORS non-wildcard request-header name").
	 */
	private ResponseHeader allowHeaders() {
		if (!this.policy.allowedHeaders().contains("*")) {
			return ResponseHeader.fixed(CorsHeaders.ALLOW_HEADERS, join(this.policy.allowedHeaders()));
		}
		return this.policy.allowCredentials() ? ResponseHeader.echo(CorsHeaders.ALLOW_HEADERS, Source.REQUEST_HEADERS)
				: ResponseHeader.fixed(CorsHeaders.ALLOW_HEADERS, "*, authorization");
	}

	private static String join(List<String> values) {
		return String.join(", ", values);
	}

}
