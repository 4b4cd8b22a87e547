package io.github.corsstarter.browser;

import java.util.List;
import java.util.Map;

/**
 * How the sample application is started.
 */
enum Variant {

	/** As a developer does. */
	DEVELOPMENT(List.of(), Map.of()),

	/** With explanations for clients. */
	DEBUG(List.of("--cors.debug=true"), Map.of()),

	/** Behind a proxy that ends TLS. */
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
