package io.github.corsstarter.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

	/** The page has another path, after a context path. */
	MOVED(List.of("--server.servlet.context-path=/shop", "--management.endpoints.web.base-path=/manage",
			"--management.endpoints.web.path-mapping.corspage=tools/page",
			"--management.endpoints.web.path-mapping.corscheck=why"), Map.of()),

	/** The actuator has a port of its own. */
	MANAGEMENT_PORT(List.of("--server.servlet.context-path=/shop", "--management.server.port=0",
			"--management.server.address=127.0.0.1"), Map.of()),

	/** Without policies, and with only the page exposed. */
	EMPTY(List.of("--spring.config.location=optional:file:none/", "--server.address=127.0.0.1",
			"--management.endpoints.web.exposure.include=corspage", "--sample.mirror=http://mirror.localhost"),
			Map.of()),

	/**
	 * With a policy that is not enforced on the paths of an annotation, and one below the
	 * paths of an enforced policy. The endpoint {@code corsmigration} is exposed.
	 */
	WATCHED(List.of("--cors.policies.watched.paths=/legacy/**",
			"--cors.policies.watched.allowed-origins=http://localhost:8080", "--cors.policies.watched.enforce=false",
			"--cors.policies.narrow.paths=/api/drafts/1", "--cors.policies.narrow.allowed-origins=none",
			"--cors.policies.narrow.enforce=false",
			"--management.endpoints.web.exposure.include=cors,corscheck,corspage,corsmigration"), Map.of()),

	/** With 2,000 more policies. */
	CROWDED(manyPolicies(), Map.of()),

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

	private static List<String> manyPolicies() {
		StringBuilder yaml = new StringBuilder("cors:\n  policies:\n");
		for (int i = 0; i < 2000; i++) {
			yaml.append("    tenant-%1$d: {paths: /tenants/%1$d/**, allowed-origins: 'https://t%1$d.example'}\n"
				.formatted(i));
		}
		try {
			Path file = Files.createTempFile("policies", ".yml");
			file.toFile().deleteOnExit();
			return List.of("--spring.config.additional-location=file:" + Files.writeString(file, yaml));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> options() {
		return this.options;
	}

	Map<String, String> environment() {
		return this.environment;
	}

}
