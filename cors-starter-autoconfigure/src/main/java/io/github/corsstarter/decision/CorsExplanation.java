package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.corsstarter.decision.AllowedHeaders.Result;
import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.FetchNames;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.policy.SettingLocations;
import org.jspecify.annotations.Nullable;

/**
 * Explains to people why a request was rejected. An explanation is created on demand,
 * from the decision and the request. Text from the client is escaped and truncated.
 * Immutable.
 *
 * @param reason the check that failed
 * @param policy the name of the policy that decided
 * @param property the property that the check reads, or {@code null} if no property would
 * change the outcome
 * @param place the location of that property, as Spring Boot describes it; {@code null}
 * if it is unknown, for example because the policy was built in code
 * @param message the explanation, in a few sentences
 * @param fix the smallest change that would allow the request, or {@code null} if there
 * is no safe change
 */
public record CorsExplanation(CorsReason reason, String policy, @Nullable String property, @Nullable String place,
		String message, @Nullable String fix) {

	/** The maximum number of header names in a message. */
	private static final int MAX_NAMES = 10;

	/** The origins that Capacitor, Cordova, Ionic and Tauri set unless configured. */
	private static final Set<String> DEFAULT_ORIGINS = Set.of("capacitor://localhost", "ionic://localhost",
			"app://localhost", "https://localhost", "http://localhost", "tauri://localhost", "https://tauri.localhost",
			"http://tauri.localhost");

	private static final String NOT_AN_ORIGIN = "This value is not a valid origin, so a policy cannot list it.";

	/** The maximum number of characters that are read from one field line. */
	private static final int MAX_LINE_LENGTH = 2000;

	/**
	 * Explain why a request was rejected.
	 * @param decision the decision, a rejection
	 * @param request the request that was decided on
	 * @return the explanation, or {@code null} if the request was not rejected
	 */
	public static @Nullable CorsExplanation of(CorsDecision decision, CorsRequest request) {
		CorsPolicy policy = decision.policy();
		CorsExplanation explanation = ofAllChecks(decision, request);
		if (explanation == null || policy == null || !isInCode(explanation.fix(), policy)) {
			return explanation;
		}
		return explanation.explained(explanation.message() + " " + inCode(policy), null);
	}

	/**
	 * Whether a fix changes properties of a policy that only its code can change.
	 */
	static boolean isInCode(@Nullable String fix, CorsPolicy policy) {
		return fix != null && !policy.locations().isConfigurable()
				&& fix.contains("cors.policies." + policy.name() + ".");
	}

	/**
	 * Says where to change a policy that was built in code.
	 * @param policy the policy
	 * @return the text
	 */
	public static String inCode(CorsPolicy policy) {
		return "The policy '" + policy.name() + "' is defined in code, not by properties. Change it in the code.";
	}

	private static @Nullable CorsExplanation ofAllChecks(CorsDecision decision, CorsRequest request) {
		CorsPolicy policy = decision.policy();
		CorsExplanation first = ofFirstCheck(decision, request);
		if (first == null || policy == null || decision.circumstance() != null || !isAboutPolicy(first)) {
			return first;
		}
		RejectionExplainer explainer = decision.explainer();
		if (Navigations.isNavigation(decision, request)) {
			return Navigations.explain(first, policy, request, explainer != null && explainer.isShared());
		}
		CorsPolicy changed = (explainer != null) ? explainer.changedPolicy(request) : policy;
		CorsExplanation whole = (first.fix() != null) ? FixFinder.complete(first, changed, decision, request) : first;
		return (whole.fix() != null && Navigations.isPossible(decision, request))
				? whole.explained(whole.message() + Navigations.advice(changed, request), whole.fix()) : whole;
	}

	/**
	 * Whether a policy is the cause of a rejection. Otherwise, the cause is the client, a
	 * proxy or {@code cors.allowed-hosts}, and advice about navigations would be wrong.
	 */
	private static boolean isAboutPolicy(CorsExplanation explanation) {
		return switch (explanation.reason()) {
			case ORIGIN_MALFORMED, HOST_NOT_ALLOWED -> false;
			// A proxy that has replaced the host has no property.
			case ORIGIN_NOT_ALLOWED ->
				explanation.property() != null && !ProxyMismatch.PROPERTY.equals(explanation.property());
			default -> true;
		};
	}

	/**
	 * Explain which check failed first. The fix concerns this check only.
	 */
	static @Nullable CorsExplanation ofFirstCheck(CorsDecision decision, CorsRequest request) {
		CorsPolicy policy = decision.policy();
		if (policy == null || !decision.isRejected()) {
			return null;
		}
		if (decision.circumstance() != null) {
			return of(decision.reason(), policy, policy.locations().property("paths"),
					"The policy '" + policy.name() + "' rejects this request. " + decision.circumstance(), null);
		}
		RejectionExplainer explainer = decision.explainer();
		return (explainer != null) ? explainer.explain(decision, request) : ofCheck(policy, decision, request);
	}

	/**
	 * Explain a failed check as if the policy decided alone.
	 * @param policy the policy
	 * @param decision the rejection, perhaps by another policy
	 * @param request the request that was rejected
	 */
	static CorsExplanation ofCheck(CorsPolicy policy, CorsDecision decision, CorsRequest request) {
		return switch (decision.reason()) {
			case HOST_NOT_ALLOWED -> HostCheck.explain(decision, policy, request);
			case ORIGIN_MALFORMED -> of(decision.reason(), policy, null,
					"The Origin header is empty, repeated or longer than 512 characters. Browsers never send such a header.",
					null);
			case ORIGIN_NOT_ALLOWED -> origin(policy, decision, request);
			case METHOD_NOT_ALLOWED -> method(policy, decision, request);
			default -> headers(policy, decision, request);
		};
	}

	/**
	 * The names of the request headers that made a policy reject a preflight.
	 * @param decision the decision
	 * @param request the request that was decided on
	 * @return at most ten distinct names as sent, sorted; empty if headers are not the
	 * reason, or if the names could not be read. They can contain any character
	 */
	public static List<String> rejectedHeaders(CorsDecision decision, CorsRequest request) {
		AllowedHeaders allowed = decision.allowedHeaders();
		return (allowed != null) ? disallowedNames(allowed, request) : List.of();
	}

	/**
	 * Whether a request navigates to a page, as a form post does. Browsers send the
	 * header that says so only to {@code https} and loopback addresses, and old browsers
	 * never send it.
	 * @param decision the decision
	 * @param request the request that was decided on
	 * @return {@code true} if the request is an actual request with
	 * {@code Sec-Fetch-Mode: navigate}
	 */
	public static boolean isNavigation(CorsDecision decision, CorsRequest request) {
		return Navigations.isNavigation(decision, request);
	}

	/**
	 * Return a copy with another message and another fix.
	 */
	CorsExplanation explained(String otherMessage, @Nullable String otherFix) {
		return new CorsExplanation(this.reason, this.policy, this.property, this.place, otherMessage, otherFix);
	}

	/**
	 * Explain why a browser refuses the response to a request with credentials: the
	 * policy allows the request, but not with credentials.
	 */
	static CorsExplanation credentials(CorsPolicy policy) {
		String property = policy.locations().property("allow-credentials");
		String obstacle = policy.credentialsObstacle();
		return of(CorsReason.CREDENTIALS_NOT_ALLOWED, policy, property,
				"The policy '" + policy.name() + "' does not allow credentials."
						+ ((obstacle != null) ? " " + obstacle : ""),
				(obstacle != null) ? null : "set " + policy.locations().ownProperty("allow-credentials") + " to true");
	}

	/**
	 * Create an explanation, with the location of the property if there is a property.
	 */
	static CorsExplanation of(CorsReason reason, CorsPolicy policy, @Nullable String property, String message,
			@Nullable String fix) {
		String place = (property != null) ? policy.locations().place(property) : null;
		return new CorsExplanation(reason, policy.name(), property, place, message, fix);
	}

	private static CorsExplanation origin(CorsPolicy policy, CorsDecision decision, CorsRequest request) {
		String property = policy.locations().property("allowed-origins");
		String origin = header(request, CorsHeaders.ORIGIN);
		String message = "The policy '" + policy.name() + "' does not allow the origin " + SafeText.ofClient(origin)
				+ ".";
		String mismatch = ProxyMismatch.describe(origin, request);
		if (mismatch != null) {
			boolean fixed = ProxyMismatch.hasHeadersToProcess(origin, request);
			return new CorsExplanation(CorsReason.ORIGIN_NOT_ALLOWED, policy.name(), ProxyMismatch.PROPERTY, null,
					message + " " + mismatch
							+ (fixed ? "" : " To process it, " + ProxyMismatch.FIX + ", unless you have done so."),
					fixed ? ProxyMismatch.FIX : null);
		}
		String replaced = !decision.hosts().isAny() ? HostCheck.replacedHost(decision.hosts(), request) : null;
		if (replaced != null) {
			return new CorsExplanation(decision.reason(), policy.name(), null, null, message + " " + replaced, null);
		}
		if (origin.equals("null") && request.header(CorsHeaders.SEC_FETCH_SITE) == null) {
			message += " If the page belongs to this site, it was loaded over plain http with the referrer policy"
					+ " no-referrer, which makes browsers send the origin null. Use https or another referrer policy.";
		}
		String addition = InstallationOrigins.patternFor(origin);
		if (!addition.equals(origin)) {
			message += " This client has a different origin in each installation. The pattern " + addition
					+ " matches all of them.";
		}
		String obstacle = obstacle(policy, origin, addition);
		if (obstacle != null) {
			message += " " + obstacle;
		}
		else if (policy.allowCredentials() && DEFAULT_ORIGINS.contains(origin)) {
			message += " Every application that keeps the default settings of its framework has this origin.";
		}
		if (obstacle == null && addition.equals("null")) {
			message += " Write \"null\" with quotes in a list in YAML, and without quotes in a text with commas.";
		}
		boolean preflightMeant = MissingPreflight.isMeant(policy, decision, request);
		if (preflightMeant) {
			message += " " + MissingPreflight.explain(policy, origin, request);
		}
		return of(decision.reason(), policy, property, message,
				(obstacle != null || preflightMeant) ? null : add(addition, "allowed-origins", policy));
	}

	/**
	 * Explain why adding an origin to a policy would have no effect or would be unsafe.
	 * @param origin the origin, which has just arrived
	 * @param addition the origin, or the pattern for it
	 * @return the explanation, or {@code null} if the origin can be added
	 */
	private static @Nullable String obstacle(CorsPolicy policy, String origin, String addition) {
		if (policy.allowedOrigins().get(0).kind() == Kind.NONE) {
			return "The policy has allowed-origins: none, so it allows no origin.";
		}
		try {
			if (!OriginPattern.parse(origin).isExactly(origin)) {
				return NOT_AN_ORIGIN;
			}
		}
		catch (InvalidOriginPatternException ex) {
			return NOT_AN_ORIGIN + ((ex.suggestion() != null)
					? " A valid origin would be " + SafeText.ofClient(ex.suggestion()) + "." : "");
		}
		CorsProblem mistake = mistake(candidate().allowedOrigins(addition)
			.allowCredentials(policy.allowCredentials())
			.dangerouslyTolerate(policy.dangerouslyTolerate()));
		if (mistake != null && !addition.equals(origin)) {
			return "Allowing this origin would be unsafe. This pattern is not allowed with credentials, because every client with this scheme could then read"
					+ " your users' data. Let the client send a token instead of cookies, and remove allow-credentials."
					+ " An extension can also have a host permission for this site.";
		}
		return (mistake != null) ? "Allowing this origin would be unsafe. " + mistake.message() : null;
	}

	private static CorsExplanation method(CorsPolicy policy, CorsDecision decision, CorsRequest request) {
		String property = policy.locations().property("allowed-methods");
		String method = (decision.kind() == RequestKind.PREFLIGHT) ? header(request, CorsHeaders.REQUEST_METHOD)
				: request.method();
		String message = "The policy '" + policy.name() + "' does not allow the method " + SafeText.ofClient(method)
				+ ".";
		if (MissingPreflight.isMeant(policy, decision, request)) {
			return of(decision.reason(), policy, null,
					message + " " + MissingPreflight.explain(policy, header(request, CorsHeaders.ORIGIN), request),
					null);
		}
		if (method.equals("*")) {
			return of(decision.reason(), policy, property,
					message + " In a policy, '*' means every method, so a policy cannot allow only this one.", null);
		}
		CorsProblem mistake = mistake(candidate().allowedMethods(method));
		if (mistake != null && method.equalsIgnoreCase(mistake.suggestion())) {
			message += " Method names are case-sensitive: the page must write " + mistake.suggestion() + ".";
		}
		return of(decision.reason(), policy, property, message,
				(mistake != null || policy.allowedMethods().contains("*")) ? null
						: add(method, "allowed-methods", policy));
	}

	private static CorsExplanation headers(CorsPolicy policy, CorsDecision decision, CorsRequest request) {
		String property = policy.locations().property("allowed-headers");
		List<String> names = rejectedHeaders(decision, request);
		if (names.isEmpty()) {
			return of(decision.reason(), policy, null,
					"Access-Control-Request-Headers is longer than the limit for the policy '" + policy.name()
							+ "', or contains text that browsers never send.",
					null);
		}
		String shown = names.stream().map(SafeText::ofClient).collect(Collectors.joining(", "));
		String message = "The policy '" + policy.name() + "' does not allow the request header"
				+ ((names.size() > 1) ? "s " : " ") + shown + ".";
		if (names.contains("*")) {
			return of(decision.reason(), policy, property,
					message + " In a policy, '*' means every header, so a policy cannot allow only the header '*'.",
					null);
		}
		if (names.stream().anyMatch((name) -> name.regionMatches(true, 0, "Access-Control-", 0, 15))) {
			message += " Headers whose names begin with Access-Control- belong in responses. If the page sets one in the"
					+ " request, it does so by mistake.";
		}
		return of(decision.reason(), policy, property, message, isFixedBy(names, policy, request)
				? addition(String.join(", ", names), YamlText.elements(names), "allowed-headers", policy) : null);
	}

	/**
	 * Whether adding the names would keep the policy valid and make the preflight pass.
	 */
	private static boolean isFixedBy(List<String> names, CorsPolicy policy, CorsRequest request) {
		List<String> fixed = new ArrayList<>(policy.allowedHeaders());
		fixed.addAll(names);
		// Browsers do not send a forbidden header, so adding it would have no effect.
		return names.stream().allMatch((name) -> isCopyable(name) && !FetchNames.isForbiddenRequestHeader(name))
				&& mistake(candidate().allowedHeaders(names)) == null
				&& new AllowedHeaders(fixed).check(request.headers(CorsHeaders.REQUEST_HEADERS)) == Result.ALLOWED;
	}

	/**
	 * There is no fix if the value cannot be copied: it must be escaped or truncated, or
	 * it has a separator.
	 */
	private static @Nullable String add(String value, String key, CorsPolicy policy) {
		return isCopyable(value) ? addition(value, YamlText.element(value), key, policy) : null;
	}

	/**
	 * Describe how to add a value to a list of this policy only. A list that a policy
	 * sets replaces the default, so the values of the default have to be written as well.
	 */
	private static String addition(String value, String written, String key, CorsPolicy policy) {
		SettingLocations locations = policy.locations();
		String present = locations.property(key);
		String own = locations.ownProperty(key);
		if (locations.isSet(key) && !own.equals(present)) {
			return "copy " + present + " to " + own + " and add " + written + " there";
		}
		if (key.equals("allowed-methods") && !locations.isSet(key) && !locations.isInCode()) {
			List<String> methods = new ArrayList<>(policy.allowedMethods());
			methods.add(value);
			return "set " + own + " to " + YamlText.withCommas(methods);
		}
		return "add " + written + " to " + own;
	}

	/**
	 * Whether a value can be part of a fix. A comma separates the elements of a list, and
	 * a semicolon with a space separates changes.
	 */
	static boolean isCopyable(String value) {
		return SafeText.ofClient(value).equals(value) && value.indexOf(',') == -1 && !(value + " ").contains("; ");
	}

	private static CorsPolicySpecification.Builder candidate() {
		return CorsPolicySpecification.builder("candidate").paths("/").allowedOrigins("none");
	}

	/**
	 * The first problem that would stop the start-up if the advice were followed.
	 */
	private static @Nullable CorsProblem mistake(CorsPolicySpecification.Builder candidate) {
		try {
			CorsPolicy.of(candidate.build());
			return null;
		}
		catch (InvalidCorsPolicyException ex) {
			return ex.problems().get(0);
		}
	}

	/**
	 * The first distinct header names that are not allowed. Empty if the header is
	 * unreadable.
	 */
	static List<String> disallowedNames(AllowedHeaders allowed, CorsRequest request) {
		if (allowed.check(request.headers(CorsHeaders.REQUEST_HEADERS)) != Result.NOT_ALLOWED) {
			return List.of();
		}
		Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		Enumeration<String> lines = request.headers(CorsHeaders.REQUEST_HEADERS);
		for (int i = 0; i < MAX_NAMES && lines.hasMoreElements(); i++) {
			String line = lines.nextElement();
			for (String element : line.substring(0, Math.min(line.length(), MAX_LINE_LENGTH)).split(",", -1)) {
				String name = element.strip();
				if (names.size() < MAX_NAMES && !name.isEmpty() && !allowed.contains(name, 0, name.length())) {
					names.add(name);
				}
			}
		}
		return List.copyOf(names);
	}

	private static String header(CorsRequest request, String name) {
		String value = request.header(name);
		return (value != null) ? value : "";
	}

}
