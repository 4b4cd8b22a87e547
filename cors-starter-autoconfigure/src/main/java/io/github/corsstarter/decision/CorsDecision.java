package io.github.corsstarter.decision;

import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a request: whether its handler runs, and which headers its
 * response carries. Made once per policy and outcome, not per request: immutable and
 * shared by all threads.
 */
public final class CorsDecision {

	/** The request is none of ours. */
	private static final CorsDecision NO_POLICY = new CorsDecision(null, RequestKind.NOT_CORS, CorsReason.NO_POLICY, 0,
			List.of(), List.of());

	private final @Nullable CorsPolicy policy;

	private final RequestKind kind;

	private final CorsReason reason;

	private final int status;

	/** An array, as it is gone through for every request. */
	private final ResponseHeader[] headers;

	private final List<String> vary;

	private final String varyHeader;

	/** Why the request is rejected, if its policy alone does not tell. */
	private final @Nullable String circumstance;

	private CorsDecision(CorsDecision other, String circumstance) {
		this.policy = other.policy;
		this.kind = other.kind;
		this.reason = other.reason;
		this.status = other.status;
		this.headers = other.headers;
		this.vary = other.vary;
		this.varyHeader = other.varyHeader;
		this.circumstance = circumstance;
	}

	CorsDecision(@Nullable CorsPolicy policy, RequestKind kind, CorsReason reason, int status,
			List<ResponseHeader> headers, List<String> vary) {
		this(policy, kind, reason, status, headers, vary, null);
	}

	CorsDecision(@Nullable CorsPolicy policy, RequestKind kind, CorsReason reason, int status,
			List<ResponseHeader> headers, List<String> vary, @Nullable String circumstance) {
		this.circumstance = circumstance;
		this.policy = policy;
		this.kind = kind;
		this.reason = reason;
		this.status = status;
		this.headers = headers.toArray(ResponseHeader[]::new);
		this.vary = List.copyOf(vary);
		this.varyHeader = String.join(", ", vary);
	}

	/**
	 * The decision for a path that no policy covers: the request is left alone.
	 * @return the decision
	 */
	public static CorsDecision noPolicy() {
		return NO_POLICY;
	}

	/**
	 * The policy that decided.
	 * @return the policy, or {@code null} if none covers the path
	 */
	public @Nullable CorsPolicy policy() {
		return this.policy;
	}

	/**
	 * What the request is to the CORS protocol.
	 * @return its kind; {@link RequestKind#NOT_CORS} if no policy covers the path
	 */
	public RequestKind kind() {
		return this.kind;
	}

	/**
	 * Why the request is allowed or not.
	 * @return {@link CorsReason#ALLOWED} if every check passed or there was none,
	 * {@link CorsReason#NO_POLICY} if no policy covers the path, or the first check that
	 * failed
	 */
	public CorsReason reason() {
		return this.reason;
	}

	/**
	 * Why the request is rejected, if its policy alone does not tell.
	 * @return a sentence, or {@code null}
	 */
	@Nullable String circumstance() {
		return this.circumstance;
	}

	/**
	 * The same rejection, with a reason that its policy alone does not tell.
	 * @param circumstance the reason, in a sentence or two
	 * @return the rejection
	 */
	public CorsDecision because(String circumstance) {
		return (this.circumstance != null) ? this : new CorsDecision(this, circumstance);
	}

	/**
	 * Whether the policy refuses the request.
	 * @return whether a check failed, even where the handler runs nevertheless
	 */
	public boolean isRejected() {
		return this.reason != CorsReason.ALLOWED && this.reason != CorsReason.NO_POLICY;
	}

	/**
	 * Whether the filter answers the request itself, so that no handler runs.
	 * @return whether it does
	 */
	public boolean isAnswered() {
		return this.status != 0;
	}

	/**
	 * The status of the filter's own answer.
	 * @return the status, or 0 if the handler answers
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The names of the request headers that the response depends on, for {@code Vary}.
	 * @return the names, may be empty
	 */
	public List<String> vary() {
		return this.vary;
	}

	/**
	 * The value of {@code Vary} for a response that has no {@code Vary} yet.
	 * @return the names of {@link #vary()}, may be empty
	 */
	public String varyHeader() {
		return this.varyHeader;
	}

	/**
	 * The value of {@code Vary} for a response that already has one.
	 * @param present the field lines of the response, each a comma-separated list
	 * @return the names that are present, then those of {@link #vary()}; every name once,
	 * in any case; may be empty
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5">RFC 9110,
	 * section 12.5.5</a>
	 */
	public String varyHeader(Collection<String> present) {
		return VaryHeader.merge(present, this.vary);
	}

	/**
	 * Give the CORS headers of the response, {@code Vary} apart, to a consumer.
	 * @param request the request that was decided on
	 * @param consumer receives name and value of each header, every name once
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
