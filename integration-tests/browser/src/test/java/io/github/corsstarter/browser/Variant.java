package io.github.corsstarter.browser;

import java.util.List;
import java.util.Map;

/**
 * The ways to start the sample application.
 */
enum Variant {

	/** As during development. */
	DEVELOPMENT(List.of(), Map.of()),

	/** With {@code cors.debug}, which sends explanations to clients. */
	DEBUG(List.of("--cors.debug=true"), Map.of()),

	/** Behind a proxy that terminates TLS. */
	PRODUCTION(List.of("--spring.profiles.active=prod"), Map.of()),

	/** With environment variables. */
	ENVIRONMENT(List.of(),
			Map.of("CORS_POLICIES_ESTIMATES_ALLOWEDORIGINS",
					"https://one.test,https://two.test, https://three.test:[8443,9443]",
					"CORS_POLICIES_ESTIMATES_MAXAGE", "10m"));

	private final List<String> options;

	private final Map<String, String> environment;

	Variant(List<String> options, Map<String, String> environment) {
		this.options = options;
		this.environment = environment;
	}

	List<String> options() {
		return this.options;
	}

	Map<String, String> environment() {
		return this.environment;
	}

}
