package io.github.corsstarter.decision;

import java.util.ArrayList;
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

	private final WatchedDifference difference;

	private final CorsPolicy policy;

	private final CorsRequest request;

	private WatchedExplanation(WatchedDifference difference, CorsPolicy policy, CorsRequest request) {
		this.difference = difference;
		this.policy = policy;
		this.request = request;
	}

	static @Nullable CorsExplanation explain(WatchedDifference difference, CorsDecision decision, CorsRequest request) {
		CorsPolicy policy = decision.policy();
		if (policy == null || policy.enforced() || decision.kind() == RequestKind.NOT_CORS) {
			return null;
		}
		WatchedExplanation explanation = new WatchedExplanation(difference, policy, request);
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
		return explanation.explained("The application sends Access-Control-Allow-Credentials. " + explanation.message(),
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
							+ ", and the response has no Access-Control-Allow-Origin with it." + hint(),
					alternatives());
		};
	}

	private CorsExplanation explanation(String key, String message, @Nullable String fix) {
		return CorsExplanation.of(this.difference.reason(), this.policy, this.policy.locations().property(key), message,
				fix);
	}

	private boolean isOk() {
		return this.difference.status() >= 200 && this.difference.status() <= 299;
	}

	/**
	 * Errors that are written before the application's own CORS rules have no headers.
	 */
	private String hint() {
		int status = this.difference.status();
		return (status >= 400 && status != 403) ? " The response is an error (" + status
				+ "). Many applications send errors without CORS headers. If this origin may read other responses, the"
				+ " policy is right." : "";
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
		List<String> elements = this.policy.allowedOrigins()
			.stream()
			.filter((pattern) -> pattern.matches(origin()))
			.map(OriginPattern::toString)
			.toList();
		List<String> rest = this.policy.allowedOrigins()
			.stream()
			.map(OriginPattern::toString)
			.filter((element) -> !elements.contains(element))
			.toList();
		if (elements.isEmpty()) {
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
