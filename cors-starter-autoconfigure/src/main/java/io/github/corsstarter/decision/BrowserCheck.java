package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.corsstarter.decision.BrowserRequest.Initiator;
import io.github.corsstarter.decision.BrowserVerdict.Response;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.FetchNames;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.policy.SettingLocations;
import org.jspecify.annotations.Nullable;

/**
 * Predicts what a browser does with a request that a page wants to make. It finds out
 * whether the browser sends a preflight, asks the engine to decide on the preflight and
 * on the actual request, and checks both responses as a browser does. Immutable and safe
 * for use by multiple threads. No request makes it throw an exception.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-fetch">Fetch, HTTP fetch</a>
 */
public final class BrowserCheck {

	private final Function<CorsRequest, CorsDecision> engine;

	private final SettingLocations locations;

	/**
	 * Create a check.
	 * @param engine the function that decides on requests, such as
	 * {@code policies::decide}
	 */
	public BrowserCheck(Function<CorsRequest, CorsDecision> engine) {
		this(engine, SettingLocations.inCode(""));
	}

	/**
	 * Create a check.
	 * @param engine the function that decides on requests, such as
	 * {@code policies::decide}
	 * @param locations the locations of one of the policies, for a fix that is a new
	 * policy
	 */
	public BrowserCheck(Function<CorsRequest, CorsDecision> engine, SettingLocations locations) {
		this.engine = engine;
		this.locations = locations;
	}

	/**
	 * Predict the outcome of a request.
	 * @param request the request that a page wants to make
	 * @return the outcome and its reason
	 */
	public BrowserVerdict check(BrowserRequest request) {
		BrowserVerdict verdict = checkAll(request);
		CorsPolicy policy = verdict.policy();
		return (policy != null && CorsExplanation.isInCode(verdict.fix(), policy))
				? verdict.explained(verdict.explanation() + " " + CorsExplanation.inCode(policy), null) : verdict;
	}

	private BrowserVerdict checkAll(BrowserRequest request) {
		if (request.initiator() != Initiator.SCRIPT) {
			return withoutCors(request);
		}
		BrowserVerdict verdict = script(request);
		if (verdict.policy() == null || verdict.fix() == null) {
			return verdict;
		}
		BrowserVerdict whole = FixFinder.complete(verdict, verdict.policy(), request);
		return (whole.fix() != null)
				? whole.explained(whole.explanation() + advice(whole, verdict.policy(), request), whole.fix()) : whole;
	}

	/** Advice for people who may mean another request than the one they ask about. */
	private static String advice(BrowserVerdict verdict, CorsPolicy policy, BrowserRequest request) {
		if (request.method().equals("OPTIONS") && verdict.reason() == CorsReason.METHOD_NOT_ALLOWED) {
			return " To check a preflight, give the method that the page wants to use.";
		}
		boolean post = request.method().equals("POST") && !verdict.preflight();
		return (post && verdict.reason() == CorsReason.ORIGIN_NOT_ALLOWED)
				? Navigations.advice(policy, request.actual()) : "";
	}

	/**
	 * Predict the outcome of a request of a script, with a fix for the first failed check
	 * only.
	 */
	BrowserVerdict script(BrowserRequest request) {
		boolean preflight = request.needsPreflight();
		Exchange first = send(preflight ? request.preflight() : request.actual());
		CorsPolicy policy = first.decision().policy();
		BrowserVerdict unsent = unsent(request, policy);
		if (unsent != null) {
			return unsent;
		}
		if (policy == null) {
			return noPolicy(request, first, preflight);
		}
		CorsReason refusal = preflight ? checkPreflight(request, first.response())
				: checkCors(request, first.response());
		if (refusal != CorsReason.ALLOWED || first.decision().isRejected()) {
			return refused(policy, first, refusal, preflight ? first.response() : null,
					preflight ? null : first.response());
		}
		if (!preflight) {
			return allowed(policy, request, null, first.response());
		}
		Exchange actual = send(request.actual());
		refusal = checkCors(request, actual.response());
		return (refusal != CorsReason.ALLOWED || actual.decision().isRejected())
				? refused(policy, actual, refusal, first.response(), actual.response())
				: allowed(policy, request, first.response(), actual.response());
	}

	/**
	 * Check a same-origin request or a navigation. Browsers do not check the response, so
	 * the outcome depends only on whether the handler runs.
	 */
	private BrowserVerdict withoutCors(BrowserRequest request) {
		Exchange actual = send(request.actual());
		CorsPolicy policy = actual.decision().policy();
		BrowserVerdict unsent = unsent(request, policy);
		if (unsent != null) {
			return unsent;
		}
		if (policy != null && actual.decision().isAnswered()) {
			return refused(policy, actual, actual.decision().reason(), null, actual.response());
		}
		String what = (request.initiator() == Initiator.NAVIGATION)
				? "A navigation needs no CORS headers, and no policy rejects this one."
				: "A same-origin request is not a CORS request.";
		return new BrowserVerdict(true, CorsReason.ALLOWED, what, policy, null, null, null, false, null,
				actual.response());
	}

	private Exchange send(CorsRequest request) {
		CorsDecision decision = this.engine.apply(request);
		return new Exchange(request, decision, Response.of(decision, request));
	}

	private BrowserVerdict noPolicy(BrowserRequest request, Exchange first, boolean preflight) {
		String path = SafeText.ofPath(first.request().path());
		return new BrowserVerdict(false, CorsReason.NO_POLICY,
				"No policy covers the path " + path
						+ ". If the application has other CORS rules, such as @CrossOrigin, they decide.",
				null, null, null, SuggestedPolicy.forScript(request, this.locations), preflight, null, null);
	}

	private static BrowserVerdict allowed(CorsPolicy policy, BrowserRequest request, @Nullable Response preflight,
			@Nullable Response actual) {
		List<String> names = request.unsafeHeaderNames();
		List<String> additions = new ArrayList<>();
		if (!names.isEmpty()) {
			additions.add(" with the header" + ((names.size() > 1) ? "s " : " ")
					+ SafeText.ofClient(String.join(", ", names)));
		}
		if (request.credentials()) {
			additions.add(" with credentials");
		}
		String explanation = "The policy '" + policy.name() + "' allows " + SafeText.ofClient(request.method())
				+ " from the origin " + SafeText.ofClient(request.origin()) + String.join(" and", additions) + ".";
		return new BrowserVerdict(true, CorsReason.ALLOWED, explanation, policy, null, null, null, preflight != null,
				preflight, actual);
	}

	/**
	 * Fetch, "Request constructor", step 25, and "Headers", "validate": requests that
	 * browsers do not let scripts send.
	 */
	private static @Nullable BrowserVerdict unsent(BrowserRequest request, @Nullable CorsPolicy policy) {
		if (!FetchNames.isToken(request.method()) || FetchNames.isForbiddenMethod(request.method())) {
			return unsent(CorsReason.METHOD_NOT_ALLOWED,
					"Browsers do not let scripts send the method " + SafeText.ofClient(request.method()) + ".", policy);
		}
		for (String name : request.headers()) {
			if (!FetchNames.isToken(name)) {
				return unsent(CorsReason.HEADERS_NOT_ALLOWED, "Browsers do not let scripts send the header "
						+ SafeText.ofClient(name) + ", because its name is not valid.", policy);
			}
		}
		return null;
	}

	private static BrowserVerdict unsent(CorsReason reason, String explanation, @Nullable CorsPolicy policy) {
		return new BrowserVerdict(false, reason, explanation, policy, null, null, null, false, null, null);
	}

	private static BrowserVerdict refused(CorsPolicy policy, Exchange exchange, CorsReason refusal,
			@Nullable Response preflight, @Nullable Response actual) {
		CorsExplanation explanation = Navigations.isNavigation(exchange.decision(), exchange.request())
				? CorsExplanation.of(exchange.decision(), exchange.request())
				: CorsExplanation.ofFirstCheck(exchange.decision(), exchange.request());
		if (explanation == null) {
			explanation = (refusal == CorsReason.CREDENTIALS_NOT_ALLOWED) ? CorsExplanation.credentials(policy)
					: CorsExplanation.of(refusal, policy, null,
							"The policy '" + policy.name() + "' allows the request, but browsers refuse the response.",
							null);
		}
		return new BrowserVerdict(false, explanation.reason(), explanation.message(), policy, explanation.property(),
				explanation.place(), explanation.fix(), preflight != null, preflight, actual);
	}

	/**
	 * Fetch, "CORS check".
	 */
	private static CorsReason checkCors(BrowserRequest request, Response response) {
		return new ResponseCheck(request.origin(), request.credentials()).cors(new Predicted(response));
	}

	/**
	 * Fetch, "CORS-preflight fetch", step 7.
	 */
	private static CorsReason checkPreflight(BrowserRequest request, Response response) {
		return new ResponseCheck(request.origin(), request.credentials()).preflight(new Predicted(response),
				request.method(), request.unsafeHeaderNames());
	}

	/**
	 * A request, with the decision on it and the starter's part of its response.
	 *
	 * @param request the request
	 * @param decision the decision
	 * @param response the starter's part of the response
	 */
	private record Exchange(CorsRequest request, CorsDecision decision, Response response) {
	}

	/**
	 * The starter's part of a response, as a browser receives it.
	 */
	private record Predicted(Response response) implements SentResponse {

		@Override
		public int status() {
			return this.response.status();
		}

		@Override
		public List<String> headers(String name) {
			String value = this.response.header(name);
			return (value != null) ? List.of(value) : List.of();
		}

	}

}
