package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import org.jspecify.annotations.Nullable;

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

	private final Wanted wanted;

	/** The copy, with the changes so far. */
	private final CorsPolicySpecification.Builder copy;

	private FixFinder(CorsPolicy original, Wanted wanted) {
		this.original = original;
		this.wanted = wanted;
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
	 * Change a copy of the policy until it allows a request of a page.
	 * @param refusal the outcome of the request
	 * @param policy the policy that decided
	 * @param request the request
	 * @return the outcome with all changes, or without a fix if no safe changes would
	 * allow the request; the explanation then says why
	 */
	static BrowserVerdict complete(BrowserVerdict refusal, CorsPolicy policy, BrowserRequest request) {
		Wanted wanted = new Wanted(request.origin(), request.method(), request.unsafeHeaderNames());
		Refusal all = new FixFinder(policy, wanted).complete(
				new Refusal(refusal.reason(), refusal.explanation(), refusal.fix()),
				(engine) -> check(engine, policy, request));
		return refusal.explained(all.explanation(), all.fix());
	}

	/**
	 * Change a copy of the policy until it allows a request.
	 * @param first the explanation of the first failed check
	 * @param policy the policy that decided
	 * @param decision its decision
	 * @param request the request
	 * @return the explanation with all changes, or without a fix if no safe changes would
	 * allow the request; the explanation then says why
	 */
	static CorsExplanation complete(CorsExplanation first, CorsPolicy policy, CorsDecision decision,
			CorsRequest request) {
		boolean preflight = decision.kind() == RequestKind.PREFLIGHT;
		Wanted wanted = new Wanted(Objects.requireNonNullElse(request.header(CorsHeaders.ORIGIN), ""),
				preflight ? Objects.requireNonNullElse(request.header(CorsHeaders.REQUEST_METHOD), "")
						: request.method(),
				preflight ? CorsExplanation.disallowedNames(new AllowedHeaders(policy.allowedHeaders()), request)
						: List.of());
		CorsReason reason = SharedPaths.isAddition(first, policy) ? CorsReason.ORIGIN_NOT_ALLOWED : first.reason();
		Refusal all = new FixFinder(policy, wanted).complete(new Refusal(reason, first.message(), first.fix()),
				(engine) -> {
					CorsExplanation next = CorsExplanation.ofFirstCheck(engine.decide(request), request);
					return (next != null) ? new Refusal(next.reason(), next.message(), next.fix()) : null;
				});
		return first.explained(all.explanation(), all.fix());
	}

	private Refusal complete(Refusal first, Function<PolicyEngine, @Nullable Refusal> check) {
		List<String> changes = new ArrayList<>();
		@Nullable Refusal refusal = first;
		while (refusal != null && changes.size() < MAX_CHANGES) {
			if (refusal.fix() == null) {
				return first.explained(first.explanation() + " That is not all: " + refusal.explanation(), null);
			}
			changes.add(refusal.fix());
			try {
				change(refusal.reason());
				refusal = check.apply(new PolicyEngine(CorsPolicy.of(this.copy.build()), false, (origin) -> true));
			}
			catch (InvalidCorsPolicyException ex) {
				return first.explained(first.explanation() + " That is not all: " + ex.problems().get(0).message(),
						null);
			}
		}
		return first.explained(first.explanation(), (refusal != null) ? null : String.join("; ", changes));
	}

	private void change(CorsReason reason) {
		switch (reason) {
			case ORIGIN_NOT_ALLOWED -> this.copy.allowedOrigins(InstallationOrigins.patternFor(this.wanted.origin()));
			case METHOD_NOT_ALLOWED ->
				this.copy.allowedMethods(with(this.original.allowedMethods(), List.of(this.wanted.method())));
			case HEADERS_NOT_ALLOWED ->
				this.copy.allowedHeaders(with(this.original.allowedHeaders(), this.wanted.headers()));
			default -> this.copy.allowCredentials(true);
		}
	}

	/**
	 * The outcome of a script's request with the copy. The engine allows every origin
	 * here, because the policy either allows the origin of the request, or the first
	 * change has added it.
	 */
	private static @Nullable Refusal check(PolicyEngine engine, CorsPolicy original, BrowserRequest request) {
		BrowserVerdict verdict = new BrowserCheck(engine::decide).script(request);
		if (verdict.reason() == CorsReason.CREDENTIALS_NOT_ALLOWED) {
			CorsExplanation explanation = CorsExplanation.credentials(original);
			return new Refusal(explanation.reason(), explanation.message(), explanation.fix());
		}
		return verdict.allowed() ? null : new Refusal(verdict.reason(), verdict.explanation(), verdict.fix());
	}

	private static List<String> with(List<String> values, List<String> added) {
		List<String> all = new ArrayList<>(values);
		all.addAll(added);
		return all;
	}

	/**
	 * The values of the request that a policy may lack.
	 */
	private record Wanted(String origin, String method, List<String> headers) {
	}

	/**
	 * The check that failed, and the change that would make it pass.
	 */
	private record Refusal(CorsReason reason, String explanation, @Nullable String fix) {

		Refusal explained(String otherExplanation, @Nullable String otherFix) {
			return new Refusal(this.reason, otherExplanation, otherFix);
		}

	}

}
