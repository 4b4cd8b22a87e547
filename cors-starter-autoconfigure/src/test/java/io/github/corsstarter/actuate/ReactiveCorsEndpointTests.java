package io.github.corsstarter.actuate;

import io.github.corsstarter.testing.TestServer.Container;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Tests the endpoints on Netty.
 */
class ReactiveCorsEndpointTests extends AbstractCorsEndpointTests {

	ReactiveCorsEndpointTests() {
		super(Container.NETTY, Application.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Tenants.class, OtherRules.class })
	static class Application {

	}

}
