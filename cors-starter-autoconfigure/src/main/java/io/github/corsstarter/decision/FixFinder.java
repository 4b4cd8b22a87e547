package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;

/**
 * Finds all changes that a policy needs to allow a request, because more than one check
 * may fail. Tries the changes on a small copy of the policy, so that the time does not
 * depend on the number of its origins.
 */
final class FixFinder {

	/** One change each for the origin, the method, the headers and the credentials. */
	private static final int MAX_CHANGES = 4;

	/** Stands for the origins of the policy, which the copy does not have. */
	private static final String SAFE_ORIGIN = "https://origin.example";

	private final CorsPolicy original;

	private final BrowserRequest request;

	/** The copy, with the changes so far. */
	private final CorsPolicySpecification.Builder copy;

	private FixFinder(CorsPolicy original, BrowserRequest request) {
		this.original = original;
		this.request = request;
		this.copy = CorsPolicySpecification.builder(original.name())
			.locations(original.locations())
			.paths("/")
			.allowedOrigins((original.allowedOrigins().get(0).kind() == Kind.ANY) ? "*" : SAFE_ORIGIN)
			.allowedMethods(original.allowedMethods())
			.allowedHeaders(original.allowedHeaders())
			.exposedHeaders(original.exposedHeaders())
			.allowCredentials(original.allowCredentials())
			.onDisallowed(original.onDisallowed())
			.dangerouslyTolerate(original.dangerouslyTolerate());
	}

	/**
	 * Change a copy of the policy until it allows the request.
	 * @param refusal the outcome of the request
	 * @param policy the policy that decided
	 * @param request the request
	 * @return the outcome with all changes, or without a fix if no safe changes would
	 * allow the request; the explanation then says why
	 */
	static BrowserVerdict complete(BrowserVerdict refusal, CorsPolicy policy, BrowserRequest request) {
		return new FixFinder(policy, request).complete(refusal);
	}

	private BrowserVerdict complete(BrowserVerdict refusal) {
		List<String> changes = new ArrayList<>();
		BrowserVerdict verdict = refusal;
		while (!verdict.allowed() && changes.size() < MAX_CHANGES) {
			if (verdict.fix() == null) {
				return refusal.explained(refusal.explanation() + " That is not all: " + verdict.explanation(), null);
			}
			changes.add(verdict.fix());
			try {
				change(verdict.reason());
				verdict = checkCopy();
			}
			catch (InvalidCorsPolicyException ex) {
				return refusal.explained(refusal.explanation(), null);
			}
		}
		return refusal.explained(refusal.explanation(), verdict.allowed() ? String.join("; ", changes) : null);
	}

	private void change(CorsReason reason) {
		switch (reason) {
			case ORIGIN_NOT_ALLOWED -> this.copy.allowedOrigins(InstallationOrigins.patternFor(this.request.origin()));
			case METHOD_NOT_ALLOWED ->
				this.copy.allowedMethods(with(this.original.allowedMethods(), List.of(this.request.method())));
			case HEADERS_NOT_ALLOWED ->
				this.copy.allowedHeaders(with(this.original.allowedHeaders(), this.request.unsafeHeaderNames()));
			default -> this.copy.allowCredentials(true);
		}
	}

	/**
	 * The outcome with the copy. The engine allows every origin here, because the policy
	 * either allows the origin of the request, or the first change has added it.
	 */
	private BrowserVerdict checkCopy() {
		CorsPolicy changed = CorsPolicy.of(this.copy.build());
		PolicyEngine engine = new PolicyEngine(changed, false, (origin) -> true);
		BrowserVerdict verdict = new BrowserCheck(engine::decide).script(this.request);
		if (verdict.reason() != CorsReason.CREDENTIALS_NOT_ALLOWED) {
			return verdict;
		}
		CorsExplanation explanation = CorsExplanation.credentials(this.original);
		return verdict.explained(explanation.message(), explanation.fix());
	}

	private static List<String> with(List<String> values, List<String> added) {
		List<String> all = new ArrayList<>(values);
		all.addAll(added);
		return all;
	}

}
