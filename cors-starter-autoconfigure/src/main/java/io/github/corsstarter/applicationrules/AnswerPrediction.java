package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserRequest.Initiator;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.ResponseCheck;
import io.github.corsstarter.policy.FetchNames;
import io.github.corsstarter.policy.SafeText;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Does what a browser does with a request of a script, and lets Spring's own components
 * answer. So the answers are those of the Spring version that the application uses.
 */
final class AnswerPrediction implements ApplicationRuleAnswers {

	/** To find out whether a rule allows an origin for any method. */
	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

	private final Function<SimulatedRequest, SimulatedResponse> application;

	AnswerPrediction(Function<SimulatedRequest, SimulatedResponse> application) {
		this.application = application;
	}

	@Override
	public @Nullable ApplicationRuleAnswer answer(BrowserRequest request) {
		if (request.initiator() != Initiator.SCRIPT || !isSent(request)) {
			return null;
		}
		boolean preflight = request.needsPreflight();
		SimulatedResponse first = this.application.apply(preflight
				? SimulatedRequest.preflight(request, request.method(), true) : SimulatedRequest.actual(request));
		Set<String> notes = new LinkedHashSet<>(first.notes());
		CorsReason refusal = preflight ? ResponseCheck.checkPreflight(request, first.response())
				: ResponseCheck.check(request, first.response());
		SimulatedResponse deciding = first;
		if (preflight && refusal == CorsReason.ALLOWED) {
			SimulatedResponse actual = this.application.apply(SimulatedRequest.actual(request));
			if (actual.error() == null) {
				notes.addAll(actual.notes());
				refusal = ResponseCheck.check(request, actual.response());
				deciding = (refusal != CorsReason.ALLOWED && actual.source() != null) ? actual : first;
			}
			else {
				notes.add("The handler may refuse the request itself, for example because of its content type. Such an"
						+ " error has no CORS headers.");
			}
		}
		if (deciding.source() == null) {
			return unknown(deciding, notes);
		}
		return answer(request, deciding, refusal, notes);
	}

	private static @Nullable ApplicationRuleAnswer unknown(SimulatedResponse response, Set<String> notes) {
		return (response.unknown() != null)
				? new ApplicationRuleAnswer(response.unknown(), null, null, String.join(" ", notes)) : null;
	}

	private ApplicationRuleAnswer answer(BrowserRequest request, SimulatedResponse response, CorsReason refusal,
			Set<String> notes) {
		String source = Objects.requireNonNull(response.source());
		List<String> sentences = new ArrayList<>();
		CorsReason reason = refusal;
		if (response.isInvalidRule()) {
			reason = CorsReason.CREDENTIALS_NOT_ALLOWED;
			sentences.add(source + " allows credentials and every origin with \"*\". Spring does not accept this"
					+ " combination and answers with an error.");
		}
		else {
			if (refusal == CorsReason.ORIGIN_NOT_ALLOWED) {
				reason = reason(request, response);
			}
			sentences.add(sentence(SafeText.ofConfiguration(source), request, reason, response.configuration()));
		}
		sentences.addAll(notes);
		return new ApplicationRuleAnswer(source, reason == CorsReason.ALLOWED, reason, String.join(" ", sentences));
	}

	/**
	 * Spring answers every refusal in the same way. So the check that fails first is
	 * found with the settings of the rule, or else with other requests.
	 */
	private CorsReason reason(BrowserRequest request, SimulatedResponse response) {
		CorsConfiguration configuration = response.configuration();
		if (configuration != null) {
			if (configuration.checkOrigin(request.origin()) == null) {
				return CorsReason.ORIGIN_NOT_ALLOWED;
			}
			return (configuration.checkHttpMethod(HttpMethod.valueOf(request.method())) == null)
					? CorsReason.METHOD_NOT_ALLOWED : CorsReason.HEADERS_NOT_ALLOWED;
		}
		if (isOriginAllowed(request, request.method(), response)) {
			return CorsReason.HEADERS_NOT_ALLOWED;
		}
		return METHODS.stream().anyMatch((method) -> isOriginAllowed(request, method, response))
				? CorsReason.METHOD_NOT_ALLOWED : CorsReason.ORIGIN_NOT_ALLOWED;
	}

	private boolean isOriginAllowed(BrowserRequest request, String method, SimulatedResponse response) {
		SimulatedResponse other = this.application.apply(SimulatedRequest.preflight(request, method, false));
		return Objects.equals(other.source(), response.source())
				&& other.response().header(CorsHeaders.ALLOW_ORIGIN) != null;
	}

	private static String sentence(String source, BrowserRequest request, CorsReason reason,
			@Nullable CorsConfiguration configuration) {
		String method = SafeText.ofClient(request.method());
		String origin = SafeText.ofClient(request.origin());
		return switch (reason) {
			case ALLOWED -> source + " allows " + method + " from the origin " + origin
					+ (request.credentials() ? " with credentials." : ".");
			case METHOD_NOT_ALLOWED -> source + " does not allow the method " + method + ".";
			case HEADERS_NOT_ALLOWED -> {
				List<String> names = request.unsafeHeaderNames()
					.stream()
					.filter((name) -> configuration == null || configuration.checkHeaders(List.of(name)) == null)
					.toList();
				String all = (configuration != null) ? "the headers " : "at least one of the headers ";
				String which = (names.size() != 1) ? all : "the header ";
				yield source + " does not allow " + which + SafeText.ofClient(String.join(", ", names)) + ".";
			}
			case CREDENTIALS_NOT_ALLOWED -> source + " does not allow credentials.";
			default -> source + " does not allow the origin " + origin + ".";
		};
	}

	/** Browsers do not let scripts send other requests. */
	private static boolean isSent(BrowserRequest request) {
		return FetchNames.isToken(request.method()) && !FetchNames.isForbiddenMethod(request.method())
				&& request.headers().stream().allMatch(FetchNames::isToken);
	}

}
