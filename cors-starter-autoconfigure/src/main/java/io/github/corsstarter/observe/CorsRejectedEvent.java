package io.github.corsstarter.observe;

import java.util.Objects;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Application event: a request was rejected. Published on the thread of the request,
 * which is an event loop in a reactive server, so listeners must be fast and must not
 * block. Values from the client are escaped and cut. Immutable.
 */
public final class CorsRejectedEvent {

	private final CorsDecision decision;

	private final @Nullable String origin;

	private final String method;

	private final String header;

	private final String path;

	private final BoundedCorsRequest first;

	CorsRejectedEvent(CorsDecision decision, @Nullable String origin, String method, String header, String path,
			BoundedCorsRequest first) {
		this.decision = decision;
		this.origin = origin;
		this.method = method;
		this.header = header;
		this.path = path;
		this.first = first;
	}

	CorsDecision decision() {
		return this.decision;
	}

	/**
	 * The kind of the request in the CORS protocol.
	 * @return {@link RequestKind#PREFLIGHT} or {@link RequestKind#ACTUAL}
	 */
	public RequestKind kind() {
		return this.decision.kind();
	}

	/**
	 * The check that failed.
	 * @return the reason
	 */
	public CorsReason reason() {
		return this.decision.reason();
	}

	/**
	 * The policy that decided.
	 * @return its name
	 */
	public String policy() {
		return Objects.requireNonNull(this.decision.policy()).name();
	}

	/**
	 * The origin of the page.
	 * @return the value of {@code Origin}; {@code null} if the request has none, which is
	 * possible only for {@link CorsReason#HOST_NOT_ALLOWED}
	 */
	public @Nullable String origin() {
		return (this.origin != null) ? SafeText.ofClient(this.origin) : null;
	}

	/**
	 * The host that is not allowed.
	 * @return the name that the client has sent; {@code null} if the reason is not
	 * {@link CorsReason#HOST_NOT_ALLOWED}
	 */
	public @Nullable String host() {
		String host = this.decision.host();
		return (host != null) ? SafeText.ofClient(host) : null;
	}

	/**
	 * The method of the request.
	 * @return the method; for a preflight, the method that it asks for
	 */
	public String method() {
		return SafeText.ofClient(this.method);
	}

	/**
	 * The headers that were not allowed.
	 * @return at most ten names in lower case, separated by commas, or {@code null} if
	 * headers are not the reason, or if their names could not be read
	 */
	public @Nullable String header() {
		return CorsRejections.shownHeader(this.header);
	}

	/**
	 * The path of the request.
	 * @return the path relative to the context path
	 */
	public String path() {
		return SafeText.ofPath(this.path);
	}

	/**
	 * Why the request was rejected, and what would allow it. Computed on each call.
	 * @return the explanation. Recent rejections with the same policy, origin and reason
	 * form a group; if the reason is the method, the headers or the host, they also have
	 * the same one. The explanation describes the first request of the group of this
	 * rejection
	 */
	public CorsExplanation explanation() {
		return Objects.requireNonNull(CorsExplanation.of(this.decision, this.first));
	}

	@Override
	public String toString() {
		return "CorsRejectedEvent[" + kind() + ", " + reason() + ", " + policy() + ", " + origin() + ", " + method()
				+ " " + path() + "]";
	}

}
