package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Spring Security on Jetty.
 */
class JettySpringSecurityTests extends AbstractServletSpringSecurityTests {

	JettySpringSecurityTests() {
		super(Container.JETTY);
	}

}
