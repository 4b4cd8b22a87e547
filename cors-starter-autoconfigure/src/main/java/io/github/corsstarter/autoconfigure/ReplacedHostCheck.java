package io.github.corsstarter.autoconfigure;

import java.util.Locale;

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
					+ " then replaces the name in the header Host. A page that uses DNS rebinding can send X-Forwarded-Host: localhost"
					+ " and pass " + AllowedHosts.PROPERTY + ". Set " + STRATEGY
					+ " to framework, or make sure that only your proxies can reach the application.");
		}
	}

	private @Nullable String replacingServer() {
		String name = (this.server != null) ? this.server.toLowerCase(Locale.ROOT) : "";
		if (name.startsWith("jetty")) {
			return "Jetty";
		}
		if (name.startsWith("undertow")) {
			return "Undertow";
		}
		// Over HTTP/2, Tomcat has no header Host, only the name that it replaces.
		boolean http2 = this.environment.getProperty("server.http2.enabled", Boolean.class, false);
		return (http2 && name.contains("tomcat")) ? "Tomcat, over HTTP/2," : null;
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
