package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.policy.SettingLocations;
import org.jspecify.annotations.Nullable;

/**
 * Explains a difference between a policy that is not enforced and the response that was
 * sent, and finds the change of the policy that would remove the difference.
 */
final class WatchedExplanation {

	private static final int BAD_REQUEST = 400;

	private static final int FORBIDDEN = 403;

	private final WatchedDifference difference;

	private final CorsPolicy policy;

	private final CorsRequest request;

	/** Another policy for the same paths that allows the origin as well. */
	private final @Nullable CorsPolicy other;

	private WatchedExplanation(WatchedDifference difference, CorsPolicy policy, CorsRequest request,
			Collection<CorsPolicy> policies) {
		this.difference = difference;
		this.policy = policy;
		this.request = request;
		this.other = policies.stream()
			.filter((candidate) -> !candidate.name().equals(policy.name()) && hasSamePath(candidate, policy)
					&& matching(candidate).findAny().isPresent())
			.findFirst()
			.orElse(null);
	}

	static @Nullable CorsExplanation explain(WatchedDifference difference, CorsDecision decision, CorsRequest request,
			Collection<CorsPolicy> policies) {
		CorsPolicy policy = decision.policy();
		if (policy == null || policy.enforced() || decision.kind() == RequestKind.NOT_CORS) {
			return null;
		}
		WatchedExplanation explanation = new WatchedExplanation(difference, policy, request, policies);
		boolean credentials = difference.reason() == CorsReason.CREDENTIALS_NOT_ALLOWED;
		if (difference.newlyRejected() && !credentials) {
			return CorsExplanation.of(decision, request);
		}
		if (decision.isRejected() || (credentials && policy.allowCredentials() == difference.newlyRejected())) {
			return null;
		}
		CorsExplanation whole = difference.newlyRejected() ? explanation.credentials() : explanation.newlyAllowed();
		return CorsExplanation.isInCode(whole.fix(), policy)
				? whole.explained(whole.message() + " " + CorsExplanation.inCode(policy), null) : whole;
	}

	private CorsExplanation credentials() {
		CorsExplanation explanation = CorsExplanation.credentials(this.policy);
		return explanation.explained("The response has Access-Control-Allow-Credentials. " + explanation.message(),
				explanation.fix());
	}

	private CorsExplanation newlyAllowed() {
		return switch (this.difference.reason()) {
			case CREDENTIALS_NOT_ALLOWED -> explanation("allow-credentials", "The policy '" + this.policy.name()
					+ "' allows credentials, and the response does not: it has no Access-Control-Allow-Credentials,"
					+ " or the origin '*'.",
					"set " + this.policy.locations().ownProperty("allow-credentials") + " to false");
			case METHOD_NOT_ALLOWED -> explanation("allowed-methods",
					"The policy '" + this.policy.name() + "' allows the method " + SafeText.ofClient(method())
							+ ", and the response has "
							+ (isOk() ? "no Access-Control-Allow-Methods with it."
									: "the status " + this.difference.status() + ", which browsers refuse."),
					removeMethod());
			case HEADERS_NOT_ALLOWED -> explanation("allowed-headers", "The policy '" + this.policy.name()
					+ "' allows request headers that the response does not list in" + " Access-Control-Allow-Headers.",
					removeHeaders(this.difference.refusedHeaders()));
			default -> explanation("allowed-origins",
					"The policy '" + this.policy.name() + "' allows the origin " + SafeText.ofClient(origin())
							+ ", and the response has no Access-Control-Allow-Origin with it." + hint() + otherPolicy(),
					mayBeError() ? null : alternatives());
		};
	}

	private CorsExplanation explanation(String key, String message, @Nullable String fix) {
		return CorsExplanation.of(this.difference.reason(), this.policy, this.policy.locations().property(key), message,
				fix);
	}

	private boolean isOk() {
		return this.difference.status() >= 200 && this.difference.status() <= 299;
	}

	private boolean isPreflight() {
		return PolicyEngine.requestMethod(this.request) != null;
	}

	/**
	 * Whether the response says nothing about the origin. Errors and redirects that are
	 * written before the application's own CORS rules have no CORS headers. Spring
	 * refuses preflights with 403.
	 */
	private boolean mayBeError() {
		return !isOk() && !(isPreflight() && this.difference.status() == FORBIDDEN);
	}

	private String hint() {
		int status = this.difference.status();
		if (isOk()) {
			return "";
		}
		return " The response is " + ((status < BAD_REQUEST) ? "a redirect (" : "an error (") + status
				+ "), and many applications send such responses without CORS headers. If this origin may "
				+ (isPreflight() ? "send such requests" : "read other responses of these paths")
				+ ", the policy is right. If not, " + this.policy.locations().property("allowed-origins")
				+ " should not allow it.";
	}

	/** Without this policy, the origin belongs to the other one. */
	private String otherPolicy() {
		return (this.other != null)
				? " The policy '" + this.other.name()
						+ "' has the same path and also allows the origin, so removing it here would not be enough."
				: "";
	}

	/**
	 * Rules that refuse a request often send no CORS headers at all, so the method or the
	 * headers may be their reason as well. Each of these changes removes the difference.
	 */
	private @Nullable String alternatives() {
		List<String> changes = Stream
			.of(removeOrigin(), method().equals("GET") ? null : removeMethod(), removeHeaders(requestedHeaders()))
			.filter(Objects::nonNull)
			.toList();
		return changes.isEmpty() ? null : String.join(", or ", changes);
	}

	private @Nullable String removeOrigin() {
		List<String> elements = matching(this.policy).map(OriginPattern::toString).toList();
		List<String> rest = this.policy.allowedOrigins()
			.stream()
			.map(OriginPattern::toString)
			.filter((element) -> !elements.contains(element))
			.toList();
		boolean tooMuch = rest.isEmpty() && !isOk() && !isForOnePath();
		if (elements.isEmpty() || this.other != null || tooMuch) {
			return null;
		}
		return rest.isEmpty() ? "set " + this.policy.locations().ownProperty("allowed-origins") + " to none"
				: removal(elements, rest, "allowed-origins");
	}

	private @Nullable String removeMethod() {
		List<String> removed = method().equals("GET") ? List.of("GET", "HEAD") : List.of(method());
		List<String> rest = this.policy.allowedMethods().stream().filter((name) -> !removed.contains(name)).toList();
		boolean listed = this.policy.allowedMethods().contains(method());
		return (listed && !rest.isEmpty()) ? removal(removed, rest, "allowed-methods") : null;
	}

	private @Nullable String removeHeaders(List<String> names) {
		List<String> elements = this.policy.allowedHeaders()
			.stream()
			.filter((element) -> names.stream().anyMatch(element::equalsIgnoreCase))
			.toList();
		List<String> rest = this.policy.allowedHeaders()
			.stream()
			.filter((element) -> !elements.contains(element))
			.toList();
		return elements.isEmpty() ? null : removal(elements, rest, "allowed-headers");
	}

	/**
	 * Describe how to remove elements from a list of this policy only. A list that is not
	 * set has its default, and a list of the defaults belongs to other policies as well.
	 */
	private String removal(List<String> removed, List<String> rest, String key) {
		SettingLocations locations = this.policy.locations();
		String present = locations.property(key);
		String own = locations.ownProperty(key);
		if (locations.isSet(key) && !own.equals(present)) {
			return "copy " + present + " to " + own + " and remove " + YamlText.elements(removed) + " there";
		}
		if (!locations.isSet(key) && !locations.isInCode()) {
			return "set " + own + " to " + YamlText.withCommas(rest);
		}
		return "remove " + YamlText.elements(removed) + " from " + own;
	}

	private boolean isForOnePath() {
		return this.policy.paths().size() == 1 && this.policy.paths().get(0).matches("[^*?{}]*");
	}

	private static boolean hasSamePath(CorsPolicy one, CorsPolicy another) {
		List<String> paths = one.paths().stream().map(WatchedExplanation::withoutNames).toList();
		return another.paths().stream().map(WatchedExplanation::withoutNames).anyMatch(paths::contains);
	}

	/** Names of variables do not make patterns different. */
	private static String withoutNames(String path) {
		return path.replaceAll("\\{[^:*{}]+}", "{}").replaceAll("\\{\\*[^{}]+}", "**");
	}

	private Stream<OriginPattern> matching(CorsPolicy candidate) {
		return candidate.allowedOrigins().stream().filter((pattern) -> pattern.matches(origin()));
	}

	private String origin() {
		return Objects.requireNonNullElse(this.request.header(CorsHeaders.ORIGIN), "");
	}

	private String method() {
		String asked = PolicyEngine.requestMethod(this.request);
		return (asked != null) ? asked : this.request.method();
	}

	private List<String> requestedHeaders() {
		List<String> names = (PolicyEngine.requestMethod(this.request) != null)
				? ResponseCheck.requestedNames(this.request, CorsRequest.MAX_ORIGIN_LENGTH) : null;
		List<String> lowerCase = new ArrayList<>();
		if (names != null) {
			names.forEach((name) -> lowerCase.add(name.toLowerCase(Locale.ROOT)));
		}
		return lowerCase;
	}

}
