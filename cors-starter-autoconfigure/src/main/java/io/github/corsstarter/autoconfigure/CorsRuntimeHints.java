package io.github.corsstarter.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Registers the hints that a native image needs. Spring Boot does not register
 * {@link CorsProperties}, because it is bound section by section and is not a bean.
 */
final class CorsRuntimeHints implements RuntimeHintsRegistrar {

	private static final String CORS = "org.springframework.web.cors.";

	private static final String SECURITY = "org.springframework.security.web.server.";

	/** The private fields that are read to find CORS rules, by type. */
	private static final Map<String, String> FIELDS = Map.of("org.springframework.web.filter.CorsFilter",
			"configSource", CORS + "UrlBasedCorsConfigurationSource", "corsConfigurations",
			CORS + "reactive.CorsWebFilter", "configSource", CORS + "reactive.UrlBasedCorsConfigurationSource",
			"corsConfigurations", "org.springframework.web.reactive.handler.AbstractHandlerMapping",
			"corsConfigurationSource", SECURITY + "WebFilterChainProxy", "filters",
			SECURITY + "MatcherSecurityWebFilterChain", "matcher",
			"org.springframework.web.filter.PreFlightRequestFilter", "handler",
			CORS + "reactive.PreFlightRequestWebFilter", "handler");

	/** The requests with which it asks sources that are code. */
	private static final List<String> REQUESTS = List.of("jakarta.servlet.http.HttpServletRequest",
			"org.springframework.http.server.reactive.ServerHttpRequest",
			"org.springframework.web.server.ServerWebExchange");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar
			.forTypes(CorsProperties.class, CorsProperties.Policy.class, CorsProperties.Settings.class,
					CorsProperties.Candidate.class)
			.registerHints(hints, classLoader);
		// Stand in for requests and responses in the answers of corscheck.
		for (String type : List.of("jakarta.servlet.http.HttpServletRequest",
				"jakarta.servlet.http.HttpServletResponse")) {
			hints.proxies().registerJdkProxy(TypeReference.of(type));
		}
		hints.resources().registerPattern("io/github/corsstarter/policy/*.dat");
		hints.resources().registerPattern("io/github/corsstarter/actuate/corspage.html");
		FIELDS.forEach((type, field) -> hints.reflection()
			.registerTypeIfPresent(classLoader, type, (hint) -> hint.withField(field)));
		REQUESTS.stream()
			.filter((type) -> ClassUtils.isPresent(type, classLoader))
			.forEach((type) -> hints.proxies()
				.registerJdkProxy((proxy) -> proxy.proxiedInterfaces(TypeReference.of(type))));
	}

}
