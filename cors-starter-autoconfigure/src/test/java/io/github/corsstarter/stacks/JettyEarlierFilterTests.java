package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Filters before the starter's on Jetty.
 */
class JettyEarlierFilterTests extends AbstractEarlierFilterTests {

	JettyEarlierFilterTests() {
		super(Container.JETTY);
	}

}
