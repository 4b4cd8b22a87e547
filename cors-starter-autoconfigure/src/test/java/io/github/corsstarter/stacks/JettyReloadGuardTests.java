package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The attempts on Jetty.
 */
class JettyReloadGuardTests extends AbstractReloadGuardTests {

	JettyReloadGuardTests() {
		super(Container.JETTY);
	}

}
