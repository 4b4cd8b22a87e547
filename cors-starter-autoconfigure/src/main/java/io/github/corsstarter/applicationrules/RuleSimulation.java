package io.github.corsstarter.applicationrules;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.decision.BrowserVerdict.Response;
import io.github.corsstarter.decision.CorsHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Answers as a component with the settings of a rule would. It serves rules of components
 * that cannot be asked: those of other libraries, and those of a separate management
 * port.
 */
final class RuleSimulation implements Function<SimulatedRequest, SimulatedResponse> {

	private static final int OK = 200;

	private static final int FORBIDDEN = 403;

	private final Supplier<Collection<ApplicationRule>> rules;

	RuleSimulation(Supplier<Collection<ApplicationRule>> rules) {
		this.rules = rules;
	}

	@Override
	public SimulatedResponse apply(SimulatedRequest request) {
		ApplicationRule rule = this.rules.get()
			.stream()
			.filter((candidate) -> candidate.precedence() == Precedence.AFTER_POLICIES
					|| candidate.precedence() == Precedence.BEFORE_POLICIES)
			.filter((candidate) -> candidate.specificity(request.path()) != null)
			.min(Comparator.comparing((candidate) -> Objects.requireNonNull(candidate.specificity(request.path()))))
			.orElse(null);
		if (rule == null) {
			return new SimulatedResponse(null, new Response(OK, Map.of()), null, null, List.of(), null);
		}
		CorsConfiguration configuration = configuration(rule.settings());
		if (configuration == null) {
			return new SimulatedResponse(null, new Response(OK, Map.of()), null, null,
					List.of(rule.source() + " applies to this path, but its settings are not known."), rule.source());
		}
		try {
			return new SimulatedResponse(rule.source(), answer(configuration, request), configuration, null, List.of(),
					null);
		}
		catch (IllegalArgumentException ex) {
			return new SimulatedResponse(rule.source(), new Response(FORBIDDEN, Map.of()), configuration, ex, List.of(),
					null);
		}
	}

	/** The defaults of Spring replace what is not set. */
	private static @Nullable CorsConfiguration configuration(Settings settings) {
		if (settings.originsAndPatterns() == null) {
			return null;
		}
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(settings.allowedOrigins());
		configuration.setAllowedOriginPatterns(settings.allowedOriginPatterns());
		configuration.setAllowedMethods(settings.allowedMethods());
		configuration.setAllowedHeaders(settings.allowedHeaders());
		configuration.setAllowCredentials(settings.allowCredentials());
		return configuration.applyPermitDefaultValues();
	}

	/** As Spring's {@code DefaultCorsProcessor} does. */
	private static Response answer(CorsConfiguration configuration, SimulatedRequest request) {
		String requested = request.headers().get(CorsHeaders.REQUEST_METHOD);
		boolean preflight = request.method().equals("OPTIONS") && requested != null;
		String origin = configuration.checkOrigin(request.headers().get(CorsHeaders.ORIGIN));
		List<HttpMethod> methods = configuration
			.checkHttpMethod(HttpMethod.valueOf(preflight ? Objects.requireNonNull(requested) : request.method()));
		String names = request.headers().get(CorsHeaders.REQUEST_HEADERS);
		List<String> headers = configuration.checkHeaders((names != null) ? List.of(names.split(",")) : List.of());
		if (origin == null || methods == null || (preflight && headers == null)) {
			return new Response(FORBIDDEN, Map.of());
		}
		Map<String, String> written = new LinkedHashMap<>();
		written.put(CorsHeaders.ALLOW_ORIGIN, origin);
		if (preflight) {
			written.put(CorsHeaders.ALLOW_METHODS, String.join(",", methods.stream().map(HttpMethod::name).toList()));
			written.put(CorsHeaders.ALLOW_HEADERS, String.join(",", Objects.requireNonNull(headers)));
		}
		if (Boolean.TRUE.equals(configuration.getAllowCredentials())) {
			written.put(CorsHeaders.ALLOW_CREDENTIALS, "true");
		}
		return new Response(OK, written);
	}

}
