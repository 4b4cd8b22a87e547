package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Policies that are not enforced, on Jetty.
 */
class JettyWatchingTests extends AbstractServletWatchingTests {

	JettyWatchingTests() {
		super(Container.JETTY);
	}

}
