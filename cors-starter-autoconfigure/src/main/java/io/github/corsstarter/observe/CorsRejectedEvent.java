package io.github.corsstarter.observe;

import java.util.Objects;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.SafeText;

/**
 * An application event: a request was rejected. Published on the request's own thread, on
 * an event loop where there is one, so listeners must be quick. What the client sent is
 * escaped and cut. Immutable.
 */
public final class CorsRejectedEvent {

	private final CorsDecision decision;

	private final String origin;

	private final String method;

	private final String path;

	private final BoundedCorsRequest first;

	CorsRejectedEvent(CorsDecision decision, String origin, String method, String path, BoundedCorsRequest first) {
		this.decision = decision;
		this.origin = origin;
		this.method = method;
		this.path = path;
		this.first = first;
	}

	/**
	 * What the request was to the CORS protocol.
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
	 * Where the request came from.
	 * @return the value of {@code Origin}
	 */
	public String origin() {
		return SafeText.ofClient(this.origin);
	}

	/**
	 * What was to be done.
	 * @return the method, for a preflight the one that it asks for
	 */
	public String method() {
		return SafeText.ofClient(this.method);
	}

	/**
	 * What the request was for.
	 * @return the path below the context path
	 */
	public String path() {
		return SafeText.ofClient(this.path);
	}

	/**
	 * Why the request was rejected and what would allow it. Made when asked for.
	 * @return the explanation, of the first of the recent requests that were rejected by
	 * the same policy, of the same origin, for the same reason
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
