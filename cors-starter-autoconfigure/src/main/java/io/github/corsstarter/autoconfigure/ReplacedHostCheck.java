package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.web.CorsPolicies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/**
 * Warns if the server replaces the header {@code Host} with a forwarded one. The starter
 * then does not see the name that the browser has used. A page that uses DNS rebinding is
 * same-origin for the browser, so it can set {@code X-Forwarded-Host} itself.
 */
final class ReplacedHostCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(CorsAutoConfiguration.class);

	private static final String STRATEGY = "server.forward-headers-strategy";

	private final CorsPolicies policies;

	private final Environment environment;

	private final @Nullable String server;

	/**
	 * Create a check.
	 * @param server the name of the server, in any case and with or without a version, or
	 * {@code null} if it is not known
	 */
	ReplacedHostCheck(CorsPolicies policies, Environment environment, @Nullable String server) {
		this.policies = policies;
		this.environment = environment;
		this.server = server;
	}

	@Override
	public void afterSingletonsInstantiated() {
		String name = replacingServer();
		if (name != null && !this.policies.current().allowedHosts().isAny() && isNative()) {
			logger.warn("The server processes forwarded headers (" + STRATEGY + " is native), and " + name
					+ " then replaces the header Host. A page that uses DNS rebinding can send X-Forwarded-Host: localhost"
					+ " and pass " + AllowedHosts.PROPERTY + ". Set " + STRATEGY
					+ " to framework, or make sure that only your proxies can reach the application.");
		}
	}

	private @Nullable String replacingServer() {
		if (this.server == null) {
			return null;
		}
		return this.server.regionMatches(true, 0, "jetty", 0, 5) ? "Jetty"
				: this.server.regionMatches(true, 0, "undertow", 0, 8) ? "Undertow" : null;
	}

	/**
	 * On a cloud platform, such as Kubernetes, {@code native} is the default.
	 */
	private boolean isNative() {
		String strategy = this.environment.getProperty(STRATEGY);
		if (strategy != null) {
			return strategy.equalsIgnoreCase("native");
		}
		CloudPlatform platform = CloudPlatform.getActive(this.environment);
		return platform != null && platform.isUsingForwardHeaders();
	}

}
