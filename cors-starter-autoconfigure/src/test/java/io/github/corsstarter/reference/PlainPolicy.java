package io.github.corsstarter.reference;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.policy.OnDisallowed;

/**
 * A policy as somebody writes it down.
 *
 * @param name its name
 * @param paths {@code paths}
 * @param origins {@code allowed-origins}
 * @param methods {@code allowed-methods}
 * @param headers {@code allowed-headers}
 * @param exposed {@code exposed-headers}
 * @param credentials {@code allow-credentials}
 * @param timing {@code allow-timing}
 * @param privateNetwork {@code allow-private-network}
 * @param maxAgeMillis {@code max-age} in milliseconds
 * @param omitHeaders whether {@code on-disallowed} is {@code omit-headers}
 */
record PlainPolicy(String name, List<String> paths, List<String> origins, List<String> methods, List<String> headers,
		List<String> exposed, boolean credentials, boolean timing, boolean privateNetwork, long maxAgeMillis,
		boolean omitHeaders) {

	/** The same policy with another {@code on-disallowed}. */
	PlainPolicy with(boolean omit) {
		return new PlainPolicy(this.name, this.paths, this.origins, this.methods, this.headers, this.exposed,
				this.credentials, this.timing, this.privateNetwork, this.maxAgeMillis, omit);
	}

	/**
	 * Convert this policy to a specification for the engine. It tolerates every danger,
	 * because the comparison is not about safe policies.
	 */
	CorsPolicySpecification toSpecification() {
		return CorsPolicySpecification.builder(this.name)
			.paths(this.paths)
			.allowedOrigins(this.origins)
			.allowedMethods(this.methods)
			.allowedHeaders(this.headers)
			.exposedHeaders(this.exposed)
			.allowCredentials(this.credentials)
			.allowTiming(this.timing)
			.allowPrivateNetwork(this.privateNetwork)
			.maxAge(Duration.ofMillis(this.maxAgeMillis))
			.onDisallowed(this.omitHeaders ? OnDisallowed.OMIT_HEADERS : OnDisallowed.REJECT)
			.dangerouslyTolerate(EnumSet.allOf(DangerousTolerance.class))
			.build();
	}

}
