package io.github.corsstarter.compatibility;

import java.util.Map;

/**
 * The modules of a release of Spring Cloud, each in the newest available version.
 *
 * @param context the version of its core, which runs only on the version of Spring Boot
 * that it was released for
 * @param config the version of Spring Cloud Config
 */
record SpringCloud(String context, String config) {

	static final SpringCloud V2025_0 = new SpringCloud("4.3.3", "4.3.1");

	static final SpringCloud V2025_1 = new SpringCloud("5.0.3", "5.0.2");

	static final String GROUP = "org.springframework.cloud";

	/**
	 * The managed versions. Without them, Spring Cloud Config would bring older modules.
	 */
	Map<String, String> managed() {
		return Map.of(GROUP + ":spring-cloud-context", this.context, GROUP + ":spring-cloud-commons", this.context,
				GROUP + ":spring-cloud-starter-config", this.config, GROUP + ":spring-cloud-config-server",
				this.config);
	}

}
