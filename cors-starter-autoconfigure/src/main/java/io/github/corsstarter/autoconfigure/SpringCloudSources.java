package io.github.corsstarter.autoconfigure;

import java.util.List;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Finds out whether Spring Cloud has added configuration from elsewhere to an environment
 * (Config Server, Kubernetes, Vault and others). Its property sources have no type in
 * common, and some of them are of types of Spring Boot.
 */
final class SpringCloudSources {

	/** Set by Spring Cloud Config, and by every project in a bootstrap context. */
	private static final List<String> NAMES = List.of("configserver:", "configClient", "bootstrapProperties");

	private static final List<String> PACKAGES = List.of("org.springframework.cloud.", "org.springframework.vault.",
			"io.awspring.cloud.", "com.azure.spring.cloud.", "com.google.cloud.spring.");

	/** Every application with Spring Cloud on its class path has this source. */
	private static final String RANDOM = "org.springframework.cloud.util.random.";

	private SpringCloudSources() {
	}

	static boolean areIn(ConfigurableEnvironment environment) {
		return environment.getPropertySources().stream().anyMatch(SpringCloudSources::isOfSpringCloud);
	}

	private static boolean isOfSpringCloud(PropertySource<?> source) {
		String type = source.getClass().getName();
		return !type.startsWith(RANDOM) && (NAMES.stream().anyMatch(source.getName()::startsWith)
				|| PACKAGES.stream().anyMatch(type::startsWith));
	}

}
