package io.github.corsstarter.decision;

import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The decision on a request: whether its handler runs, and which CORS headers its
 * response carries. A decision is created once for each policy and outcome, not for each
 * request. There is one exception: a rejection is created for a single request if the
 * reason is the path of the request, or if {@code cors.allowed-hosts} is set. Immutable
 * and safe for use by many threads.
 */
public final class CorsDecision {

	/** RFC 9110, section 15.5.20. */
	private static final int MISDIRECTED_REQUEST = 421;

	private static final ResponseHeader[] NO_HEADERS = new ResponseHeader[0];

	/** No policy covers the path. */
	private static final CorsDecision NO_POLICY = new CorsDecision(null, RequestKind.NOT_CORS, CorsReason.NO_POLICY, 0,
			List.of(), VaryHeader.NONE);

	private final @Nullable CorsPolicy policy;

	private final RequestKind kind;

	private final CorsReason reason;

	private final int status;

	/** An array, because every request iterates over it. */
	private final ResponseHeader[] headers;

	private final List<String> vary;

	private final String varyHeader;

	/** Whether {@code Timing-Allow-Origin} is reserved. */
	private final boolean timing;

	/** The allowed hosts, for explanations. */
	private final AllowedHosts hosts;

	/** The host that is not allowed. */
	private final @Nullable String host;

	/**
	 * The cause of the rejection, if it cannot be derived from the policy and the
	 * request.
	 */
	private final @Nullable String circumstance;

	/**
	 * Explains the rejection, if that takes more than the policy and the request.
	 */
	private final @Nullable RejectionExplainer explainer;

	/**
	 * The headers that the policy allows, compiled; {@code null} unless headers are the
	 * reason.
	 */
	private final @Nullable AllowedHeaders allowedHeaders;

	private CorsDecision(CorsDecision other, @Nullable String circumstance, @Nullable RejectionExplainer explainer,
			@Nullable AllowedHeaders allowedHeaders, boolean timing, AllowedHosts hosts, @Nullable String host) {
		this.policy = other.policy;
		this.kind = other.kind;
		this.reason = other.reason;
		this.status = other.status;
		this.headers = other.headers;
		this.vary = other.vary;
		this.varyHeader = other.varyHeader;
		this.timing = timing;
		this.hosts = hosts;
		this.host = host;
		this.circumstance = circumstance;
		this.explainer = explainer;
		this.allowedHeaders = allowedHeaders;
	}

	CorsDecision(@Nullable CorsPolicy policy, RequestKind kind, CorsReason reason, int status,
			List<ResponseHeader> headers, VaryHeader vary) {
		this(policy, kind, reason, status, headers, vary, null);
	}

	CorsDecision(@Nullable CorsPolicy policy, RequestKind kind, CorsReason reason, int status,
			List<ResponseHeader> headers, VaryHeader vary, @Nullable String circumstance) {
		this.hosts = AllowedHosts.ANY;
		this.host = null;
		this.circumstance = circumstance;
		this.explainer = null;
		this.allowedHeaders = null;
		this.policy = policy;
		this.kind = kind;
		this.reason = reason;
		this.status = status;
		this.headers = headers.toArray(NO_HEADERS);
		this.vary = vary.names();
		this.varyHeader = vary.value();
		this.timing = policy != null && policy.allowTiming() && (isRejected() || hasTiming(headers));
	}

	private static boolean hasTiming(List<ResponseHeader> headers) {
		for (ResponseHeader header : headers) {
			if (header.isTiming()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The decision for a path that no policy covers: the starter does not change the
	 * request or its response.
	 * @return the decision
	 */
	public static CorsDecision noPolicy() {
		return NO_POLICY;
	}

	/**
	 * The policy that decided.
	 * @return the policy, or {@code null} if no policy covers the path
	 */
	public @Nullable CorsPolicy policy() {
		return this.policy;
	}

	/**
	 * The kind of the request.
	 * @return the kind; {@link RequestKind#NOT_CORS} if no policy covers the path
	 */
	public RequestKind kind() {
		return this.kind;
	}

	/**
	 * The reason why the request is allowed or rejected.
	 * @return {@link CorsReason#NO_POLICY} if no policy covers the path, the first failed
	 * check if the request is rejected, otherwise {@link CorsReason#ALLOWED}
	 */
	public CorsReason reason() {
		return this.reason;
	}

	/**
	 * The decision on a request that is not for a host of this application.
	 */
	static CorsDecision misdirected(CorsPolicy policy, RequestKind kind, String host, AllowedHosts hosts) {
		CorsDecision decision = new CorsDecision(policy, kind, CorsReason.HOST_NOT_ALLOWED, MISDIRECTED_REQUEST,
				List.of(ResponseHeader.fixed(CorsHeaders.CACHE_CONTROL, "no-store")), VaryHeader.ORIGIN);
		return new CorsDecision(decision, null, null, null, decision.timing, hosts, host);
	}

	/**
	 * Return this rejection with the allowed hosts, which help to explain it.
	 * @param hosts the allowed hosts
	 * @return the rejection
	 */
	public CorsDecision withHosts(AllowedHosts hosts) {
		return new CorsDecision(this, this.circumstance, this.explainer, this.allowedHeaders, this.timing, hosts,
				this.host);
	}

	/**
	 * The allowed hosts.
	 * @return the hosts; every host is allowed if they are unknown
	 */
	AllowedHosts hosts() {
		return this.hosts;
	}

	/**
	 * The host that is not allowed, if this is the reason for the rejection.
	 * @return the name as the client sent it, cut, without a port; empty if the client
	 * sent none; {@code null} if the reason is not {@link CorsReason#HOST_NOT_ALLOWED}
	 */
	public @Nullable String host() {
		return this.host;
	}

	/**
	 * The cause of the rejection, if it cannot be derived from the policy and the
	 * request.
	 * @return a sentence, or {@code null}
	 */
	@Nullable String circumstance() {
		return this.circumstance;
	}

	/**
	 * The headers that the policy allows, compiled.
	 * @return the headers, or {@code null} unless headers are the reason
	 */
	@Nullable AllowedHeaders allowedHeaders() {
		return this.allowedHeaders;
	}

	/**
	 * A copy that knows the headers that the policy allows.
	 */
	CorsDecision with(AllowedHeaders headers) {
		return new CorsDecision(this, this.circumstance, this.explainer, headers, this.timing, this.hosts, this.host);
	}

	/**
	 * Whether the request is rejected because of its path. The settings of the policy may
	 * allow the same request to another path.
	 * @return {@code true} if the path has several spellings of which the policy covers
	 * only some, or if a path pattern could not be matched in time
	 */
	public boolean isForPath() {
		return this.circumstance != null;
	}

	/**
	 * Return this rejection with a cause that cannot be derived from the policy and the
	 * request. A cause that is already present is kept.
	 * @param circumstance the cause, in one or two sentences
	 * @return the rejection
	 */
	public CorsDecision because(String circumstance) {
		return (this.circumstance != null) ? this : new CorsDecision(this, circumstance, this.explainer,
				this.allowedHeaders, this.timing, this.hosts, this.host);
	}

	/**
	 * Return this rejection with another explanation.
	 */
	CorsDecision explainedBy(RejectionExplainer other) {
		return new CorsDecision(this, this.circumstance, other, this.allowedHeaders, this.timing, this.hosts,
				this.host);
	}

	@Nullable RejectionExplainer explainer() {
		return this.explainer;
	}

	/**
	 * Return this decision for a request whose origin the policy does not allow, although
	 * it is never rejected. A policy with {@code allow-timing} then drops a
	 * {@code Timing-Allow-Origin} of the handler.
	 */
	CorsDecision forRefusedOrigin() {
		return (this.policy != null && this.policy.allowTiming()) ? new CorsDecision(this, this.circumstance,
				this.explainer, this.allowedHeaders, true, this.hosts, this.host) : this;
	}

	/**
	 * Whether only the policy may set a response header. If so, the header is dropped
	 * when a handler sets it.
	 * @param name the name of the header, in any case; may be {@code null}
	 * @return {@code true} for every header of the CORS protocol. If the policy has
	 * {@code allow-timing}, also for {@code Timing-Allow-Origin}, provided that the
	 * policy sends this header or refuses the request
	 */
	public boolean reserves(@Nullable String name) {
		return CorsHeaders.isCors(name) || (this.timing && CorsHeaders.TIMING_ALLOW_ORIGIN.equalsIgnoreCase(name));
	}

	/**
	 * Whether the policy rejects the request.
	 * @return {@code true} if a check failed, even if the handler still runs
	 */
	public boolean isRejected() {
		return this.reason != CorsReason.ALLOWED && this.reason != CorsReason.NO_POLICY;
	}

	/**
	 * Whether the filter answers the request, so that the handler does not run.
	 * @return {@code true} if the filter answers the request
	 */
	public boolean isAnswered() {
		return this.status != 0;
	}

	/**
	 * The status of the response if the filter answers the request.
	 * @return the status, or 0 if the handler answers
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The names of the request headers that the response depends on, for {@code Vary}.
	 * @return the names; may be empty
	 */
	public List<String> vary() {
		return this.vary;
	}

	/**
	 * The value of {@code Vary} for a response that has no {@code Vary} yet.
	 * @return the names of {@link #vary()} as a list separated by commas; may be empty
	 */
	public String varyHeader() {
		return this.varyHeader;
	}

	/**
	 * The value of {@code Vary} for a response that already has one.
	 * @param present the field lines of the response, each a comma-separated list
	 * @return the names that are present, then the names of {@link #vary()}. Each name
	 * occurs once; case is ignored. May be empty
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5">RFC 9110,
	 * section 12.5.5</a>
	 */
	public String varyHeader(Collection<String> present) {
		return VaryHeader.merge(present, this.vary);
	}

	/**
	 * Pass the CORS headers of the response to a consumer. {@code Vary} is not included.
	 * @param request the request that was decided on
	 * @param consumer receives the name and value of each header; each name occurs once
	 */
	public void forEachHeader(CorsRequest request, BiConsumer<String, String> consumer) {
		for (ResponseHeader header : this.headers) {
			String value = header.valueFor(request);
			if (value != null) {
				consumer.accept(header.name(), value);
			}
		}
	}

	@Override
	public String toString() {
		return "CorsDecision[" + this.kind + ", " + this.reason + ", " + this.policy + "]";
	}

}
