package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Forwarded headers on Jetty.
 */
class JettyForwardedHeadersTests extends AbstractForwardedHeadersTests {

	JettyForwardedHeadersTests() {
		super(Container.JETTY);
	}

}
