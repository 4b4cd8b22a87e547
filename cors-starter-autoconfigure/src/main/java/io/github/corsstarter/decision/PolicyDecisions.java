package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.corsstarter.decision.ResponseHeader.Source;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.OnDisallowed;

/**
 * All possible decisions of one policy, created with their headers before the first
 * request. Immutable.
 */
final class PolicyDecisions {

	private static final int OK = 200;

	private static final int FORBIDDEN = 403;

	/** A cache that keeps a rejection would give it to the site's own users. */
	private static final List<ResponseHeader> NOT_STORED = List
		.of(ResponseHeader.fixed(CorsHeaders.CACHE_CONTROL, "no-store"));

	private static final String UNDECIDED = "It takes too long to find out whether a path pattern of the policy matches"
			+ " this path. Use a simpler regular expression in the pattern.";

	private static final VaryHeader VARY_PREFLIGHT = VaryHeader.of(CorsHeaders.ORIGIN, CorsHeaders.REQUEST_METHOD,
			CorsHeaders.REQUEST_HEADERS);

	/** The request is not a CORS request, and its response depends on the origin. */
	final CorsDecision notCors;

	/**
	 * The policy does not allow the origin of an embedded request. Such a request is
	 * never rejected.
	 */
	final CorsDecision embedded;

	/**
	 * The request is not a CORS request, and every origin may read its response. A cache
	 * may therefore serve the response to all origins.
	 */
	final CorsDecision notCorsForEveryOrigin;

	/**
	 * The same for a path with several audiences, where the response to a CORS request
	 * depends on the origin.
	 */
	final CorsDecision notCorsForEveryOtherOrigin;

	final Preflights preflights;

	/**
	 * The decisions on preflights that request private network access, which the policy
	 * allows.
	 */
	final Preflights privateNetworkPreflights;

	private final Map<CorsReason, CorsDecision> actual = new EnumMap<>(CorsReason.class);

	private final Map<CorsReason, CorsDecision> rejectedPreflights = new EnumMap<>(CorsReason.class);

	/** It takes too long to find out whether the policy covers the path. */
	final CorsDecision undecidedActual;

	/** It takes too long to find out whether the policy covers the path. */
	final CorsDecision undecidedPreflight;

	/** The headers that the policy allows, compiled. */
	final AllowedHeaders allowedHeaders;

	private final CorsPolicy policy;

	private final boolean everyOrigin;

	/** Whether a cache may serve one response to all origins. */
	private final boolean shared;

	private final boolean debug;

	private PolicyDecisions(CorsPolicy policy, AllowedHeaders allowedHeaders, boolean shared, boolean debug) {
		this.policy = policy;
		this.allowedHeaders = allowedHeaders;
		this.everyOrigin = allowsEveryOrigin(policy);
		this.shared = shared && this.everyOrigin;
		this.debug = debug;
		this.notCors = new CorsDecision(policy, RequestKind.NOT_CORS, CorsReason.ALLOWED, 0, List.of(),
				VaryHeader.ORIGIN);
		this.embedded = this.notCors.forRefusedOrigin();
		this.notCorsForEveryOrigin = new CorsDecision(policy, RequestKind.NOT_CORS, CorsReason.ALLOWED, 0,
				readableHeaders(), VaryHeader.NONE);
		this.notCorsForEveryOtherOrigin = new CorsDecision(policy, RequestKind.NOT_CORS, CorsReason.ALLOWED, 0,
				readableHeaders(), VaryHeader.ORIGIN);
		this.undecidedActual = new CorsDecision(policy, RequestKind.ACTUAL, CorsReason.ORIGIN_NOT_ALLOWED, FORBIDDEN,
				NOT_STORED, VaryHeader.ORIGIN, UNDECIDED);
		this.undecidedPreflight = new CorsDecision(policy, RequestKind.PREFLIGHT, CorsReason.ORIGIN_NOT_ALLOWED,
				FORBIDDEN, NOT_STORED, VARY_PREFLIGHT, UNDECIDED);
		for (CorsReason reason : CorsReason.values()) {
			this.actual.put(reason, makeActual(reason));
			this.rejectedPreflights.put(reason,
					debug ? preflight(reason, OK, List.of()) : preflight(reason, FORBIDDEN, NOT_STORED));
		}
		this.preflights = new Preflights(List.of());
		this.privateNetworkPreflights = new Preflights(
				List.of(ResponseHeader.fixed(CorsHeaders.ALLOW_PRIVATE_NETWORK, "true")));
	}

	private static boolean allowsEveryOrigin(CorsPolicy policy) {
		for (OriginPattern pattern : policy.allowedOrigins()) {
			if (pattern.kind() == Kind.ANY) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Make the decisions of a policy.
	 * @param policy the policy
	 * @param debug whether rejected preflights tell the browser which check failed
	 */
	static PolicyDecisions of(CorsPolicy policy, boolean debug) {
		return new PolicyDecisions(policy, new AllowedHeaders(policy.allowedHeaders()), true, debug);
	}

	/**
	 * The same decisions, but every response depends on the origin.
	 */
	PolicyDecisions forOneOrigin() {
		return this.shared ? new PolicyDecisions(this.policy, this.allowedHeaders, false, this.debug) : this;
	}

	/**
	 * Explain rejections because of the origin or the method in another way. Call this
	 * before the first request.
	 */
	void explainBy(RejectionExplainer explainer) {
		for (CorsReason reason : List.of(CorsReason.ORIGIN_NOT_ALLOWED, CorsReason.METHOD_NOT_ALLOWED)) {
			this.actual.put(reason, actual(reason).explainedBy(explainer));
			this.rejectedPreflights.put(reason, rejectedPreflight(reason).explainedBy(explainer));
		}
		this.preflights.explainBy(explainer);
		this.privateNetworkPreflights.explainBy(explainer);
	}

	/**
	 * Whether a cache may serve one response to all origins.
	 */
	boolean isShared() {
		return this.shared;
	}

	CorsDecision actual(CorsReason reason) {
		return Objects.requireNonNull(this.actual.get(reason));
	}

	CorsDecision rejectedPreflight(CorsReason reason) {
		return Objects.requireNonNull(this.rejectedPreflights.get(reason));
	}

	private CorsDecision makeActual(CorsReason reason) {
		if (reason == CorsReason.ALLOWED) {
			return new CorsDecision(this.policy, RequestKind.ACTUAL, reason, 0, readableHeaders(),
					this.shared ? VaryHeader.NONE : VaryHeader.ORIGIN);
		}
		boolean answered = this.policy.onDisallowed() == OnDisallowed.REJECT;
		return new CorsDecision(this.policy, RequestKind.ACTUAL, reason, answered ? FORBIDDEN : 0,
				answered ? NOT_STORED : List.of(), VaryHeader.ORIGIN);
	}

	private CorsDecision preflight(CorsReason reason, int status, List<ResponseHeader> headers) {
		CorsDecision decision = new CorsDecision(this.policy, RequestKind.PREFLIGHT, reason, status, headers,
				VARY_PREFLIGHT);
		return (reason == CorsReason.HEADERS_NOT_ALLOWED) ? decision.with(this.allowedHeaders) : decision;
	}

	/**
	 * Fetch, "HTTP responses": the headers of a response that scripts may read.
	 */
	private List<ResponseHeader> readableHeaders() {
		List<ResponseHeader> headers = originHeaders();
		if (this.policy.allowTiming()) {
			headers.add(headers.get(0).withName(CorsHeaders.TIMING_ALLOW_ORIGIN));
		}
		if (!this.policy.exposedHeaders().isEmpty()) {
			headers.add(ResponseHeader.fixed(CorsHeaders.EXPOSE_HEADERS, join(this.policy.exposedHeaders())));
		}
		return headers;
	}

	private List<ResponseHeader> originHeaders() {
		List<ResponseHeader> headers = new ArrayList<>();
		headers.add(this.everyOrigin ? ResponseHeader.fixed(CorsHeaders.ALLOW_ORIGIN, "*")
				: ResponseHeader.echo(CorsHeaders.ALLOW_ORIGIN, Source.ORIGIN));
		if (this.policy.allowCredentials()) {
			headers.add(ResponseHeader.fixed(CorsHeaders.ALLOW_CREDENTIALS, "true"));
		}
		return headers;
	}

	/**
	 * With credentials, browsers treat {@code *} as a method name, not as a wildcard
	 * (Fetch, "HTTP new-header syntax"), so the response repeats the requested method.
	 */
	private ResponseHeader allowMethods() {
		if (this.policy.allowedMethods().contains("*") && this.policy.allowCredentials()) {
			return ResponseHeader.echo(CorsHeaders.ALLOW_METHODS, Source.REQUEST_METHOD);
		}
		return ResponseHeader.fixed(CorsHeaders.ALLOW_METHODS, join(this.policy.allowedMethods()));
	}

	/**
	 * With credentials, browsers treat {@code *} as a header name, not as a wildcard, so
	 * the response repeats the requested headers. {@code *} never covers
	 * {@code Authorization} (Fetch, "CORS non-wildcard request-header name").
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

	/**
	 * The decisions on preflights from an allowed origin.
	 */
	final class Preflights {

		/** Allowed. The preflight requests no header. */
		final CorsDecision allowed;

		/** Allowed. The preflight requests headers. */
		final CorsDecision allowedWithHeaders;

		/**
		 * Rejected, because the method is not allowed. With {@code cors.debug}, the
		 * response has the CORS headers, so that the browser can name the failed check.
		 */
		CorsDecision methodRejected;

		/**
		 * Rejected, because a header is not allowed. With {@code cors.debug}, the
		 * response has the CORS headers, so that the browser can name the failed check.
		 */
		final CorsDecision headersRejected;

		private Preflights(List<ResponseHeader> networkHeaders) {
			List<ResponseHeader> withoutHeaders = headers(List.of(), networkHeaders);
			List<ResponseHeader> withHeaders = headers(List.of(allowHeaders()), networkHeaders);
			this.allowed = preflight(CorsReason.ALLOWED, OK, cacheable(withoutHeaders));
			this.allowedWithHeaders = preflight(CorsReason.ALLOWED, OK, cacheable(withHeaders));
			this.methodRejected = explained(CorsReason.METHOD_NOT_ALLOWED, withoutHeaders);
			this.headersRejected = explained(CorsReason.HEADERS_NOT_ALLOWED,
					PolicyDecisions.this.policy.allowedHeaders().isEmpty() ? withoutHeaders : withHeaders);
		}

		private void explainBy(RejectionExplainer explainer) {
			this.methodRejected = this.methodRejected.explainedBy(explainer);
		}

		private CorsDecision explained(CorsReason reason, List<ResponseHeader> headers) {
			return PolicyDecisions.this.debug ? preflight(reason, OK, headers) : rejectedPreflight(reason);
		}

		/** Fetch, "HTTP responses": the headers of the response to a preflight. */
		private List<ResponseHeader> headers(List<ResponseHeader> requestHeaders, List<ResponseHeader> network) {
			List<ResponseHeader> headers = originHeaders();
			headers.add(allowMethods());
			headers.addAll(requestHeaders);
			headers.addAll(network);
			return headers;
		}

		private List<ResponseHeader> cacheable(List<ResponseHeader> headers) {
			List<ResponseHeader> all = new ArrayList<>(headers);
			long seconds = PolicyDecisions.this.policy.maxAge().toSeconds();
			all.add(ResponseHeader.fixed(CorsHeaders.MAX_AGE, Long.toString(seconds)));
			return all;
		}

	}

}
